// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.access;

import io.aisbf.runtime.access.Allowed;
import io.aisbf.runtime.access.Fingerprint;
import io.aisbf.runtime.config.ModelLimits;
import io.aisbf.runtime.config.bounds.Budget;
import io.aisbf.runtime.config.tree.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Who may ask the gateway. No key is kept, only what it is recognised by.
 *
 * @param keys the clients' keys, in the order of the file
 * @param admin the operator's key; empty where only the gateway's own command line may do what an operator may
 */
public record AccessConfig(List<Key> keys, Optional<Fingerprint> admin) {
    private static final String KEYS = "keys";
    private static final String EXAMPLE = "keys: {NAME: {key: ${NAME_KEY}}}";
    private static final int LONGEST_NAME = 100;

    public AccessConfig {
        keys = List.copyOf(keys);
    }

    /**
     * A client's key.
     *
     * @param name what the operator calls it; the log, the ledger and its limits do, too
     * @param fingerprint what it is recognised by
     * @param models what may be asked for with it
     * @param rates how often and how much may be asked with it
     * @param budgets money that may be spent with it
     */
    public record Key(
            String name, Fingerprint fingerprint, Allowed models, ModelLimits.Rates rates, List<Budget> budgets) {
        public Key {
            budgets = List.copyOf(budgets);
        }
    }

    /**
     * Reads {@code access}.
     *
     * @param problem why a name leads nowhere that a client may ask for; empty where it leads somewhere
     */
    public static AccessConfig read(Part part, Function<String, Optional<String>> problem) {
        Map<Fingerprint, String> owners = new HashMap<>();
        List<Key> keys = new ArrayList<>();
        Optional<Part> section = part.part(KEYS);
        section.ifPresent(names -> names.entries()
                .forEach(named -> names.part(named)
                        .flatMap(one -> key(named, one, owners, problem))
                        .ifPresent(keys::add)));
        if (section.map(names -> names.entries().isEmpty())
                .orElse(part.value(KEYS).isEmpty())) {
            part.complaints()
                    .error(
                            part.position(),
                            part.path(),
                            "has no keys, so that nobody could ask for a model; write " + EXAMPLE
                                    + ", or leave the section out to ask for none");
        }
        Optional<Fingerprint> admin = part.part("admin").flatMap(one -> {
            Optional<Fingerprint> fingerprint = SecretKey.read(one, owners);
            one.finish();
            return fingerprint;
        });
        if (part.value("jwt").isPresent()) {
            part.wrong(
                    "jwt",
                    "this version knows clients by keys and not yet by tokens; take it out, and write " + EXAMPLE);
        }
        part.finish();
        return new AccessConfig(keys, admin);
    }

    private static Optional<Key> key(
            Part.Named named, Part part, Map<Fingerprint, String> owners, Function<String, Optional<String>> problem) {
        checkName(named, part);
        Optional<Fingerprint> fingerprint = SecretKey.read(part, owners);
        Allowed models = models(part, problem);
        ModelLimits.Rates rates = ModelLimits.rates(part, "");
        rates.warnIfTooNarrow(part, OptionalLong.empty());
        List<Budget> budgets = Budget.read(part);
        part.finish();
        return fingerprint.map(known -> new Key(named.name(), known, models, rates, budgets));
    }

    private static void checkName(Part.Named named, Part part) {
        String name = named.name();
        if (name.isBlank()
                || !name.strip().equals(name)
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            part.complaints()
                    .error(
                            named.position(),
                            named.path(),
                            "cannot be the name of a key: from 1 to " + LONGEST_NAME
                                    + " characters, no control character, no blank at either end");
        }
    }

    private static Allowed models(Part part, Function<String, Optional<String>> problem) {
        if (part.value("models").isEmpty()) {
            return Allowed.EVERYTHING;
        }
        List<String> patterns = new ArrayList<>();
        for (Part.Word word : part.words("models")) {
            patterns.add(word.text());
            if (word.text().isBlank()) {
                part.complaints().error(word.position(), word.path(), "is empty; write a name, or * for every model");
            } else if (leadsSomewhere(word.text())) {
                problem.apply(word.text()).ifPresent(message -> part.odd(word.position(), word.path(), message));
            }
        }
        if (patterns.isEmpty()) {
            part.wrong("models", "allows nothing; name what may be asked for, or leave it out to allow every model");
        }
        return new Allowed(patterns);
    }

    /** Whether a pattern must lead to something that is there: where its beginning names one place. */
    private static boolean leadsSomewhere(String pattern) {
        int star = pattern.indexOf('*');
        int slash = pattern.indexOf('/');
        boolean group = pattern.startsWith("rotation/") || pattern.startsWith("autoselect/");
        return star < 0 || (slash > 0 && star > slash && !group);
    }
}
