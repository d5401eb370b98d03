// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.access;

import io.aisbf.runtime.access.Fingerprint;
import io.aisbf.runtime.config.tree.Keys;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Value;
import java.util.Map;
import java.util.Optional;

/** Reads a key that somebody shows to the gateway. No complaint quotes what it is about. */
final class SecretKey {
    private static final String KEY = "key";
    private static final int SHORTEST = 16;
    private static final int LONGEST = 1_000;
    private static final String GOOD = "'openssl rand -hex 24' prints a good one";

    private SecretKey() {}

    /**
     * Reads {@code key} of a map, and keeps no more than its fingerprint.
     *
     * @param owners where each key stands that was read before; two may not be the same
     */
    static Optional<Fingerprint> read(Part part, Map<Fingerprint, String> owners) {
        Optional<Value> value = part.value(KEY);
        if (value.isEmpty()) {
            part.complaints()
                    .error(
                            part.position(KEY),
                            part.path(KEY),
                            "is not there; write key: ${NAME}, and set the variable NAME; " + GOOD);
            return Optional.empty();
        }
        Optional<String> problem = Keys.problem(value.get()).or(() -> weakness((Value.Scalar) value.get()));
        if (problem.isPresent() || !(value.get() instanceof Value.Scalar scalar)) {
            part.wrong(KEY, problem.orElse("a secret is wanted"));
            return Optional.empty();
        }
        Fingerprint fingerprint = Fingerprint.of(scalar.text());
        Optional<String> first = Optional.ofNullable(owners.putIfAbsent(fingerprint, part.path(KEY)));
        first.ifPresent(other -> part.wrong(
                KEY, "is the same key as " + other + ", so that nobody could tell who asks; each has its own"));
        return first.isPresent() ? Optional.empty() : Optional.of(fingerprint);
    }

    private static Optional<String> weakness(Value.Scalar scalar) {
        String text = scalar.text();
        if (scalar.unset().isPresent()) {
            return Optional.of("the variable " + scalar.unset().get() + " is not set; set it to the key; " + GOOD);
        }
        if (text.isBlank()) {
            return Optional.of("is empty; " + GOOD);
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            return Optional.of("holds a blank or a character beyond ASCII, which no header carries; " + GOOD);
        }
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            return Optional.of("has " + text.length() + " characters; from " + SHORTEST + " to " + LONGEST
                    + " are wanted, so that nobody finds it by trying; " + GOOD);
        }
        return Optional.empty();
    }
}
