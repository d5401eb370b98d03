// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import io.aisbf.api.plugin.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys that a provider is configured with, {@code api_key} and {@code api_keys} taken together, so that the gateway
 * can make one instance for each of them before any plugin has asked for one.
 *
 * @param usable each key once, in the order of the file, {@code api_key} first; empty as well where one of them is no
 *     secret at all, which the plugin is told when it asks
 * @param oddities warnings: keys that are left out because others are there, and keys that are written twice
 */
public record Keys(List<Secret> usable, List<Complaint> oddities) {
    /** The names under which keys stand. */
    public static final List<String> NAMES = List.of("api_key", "api_keys");

    /** As 0.3.2's own files have them where a key belongs. */
    private static final Pattern TO_BE_REPLACED = Pattern.compile("(?i)your[-_ ].*|<.*>");

    private static final int NAME_BYTES = 3;
    private static final Keys NONE = new Keys(List.of(), List.of());

    public Keys {
        usable = List.copyOf(usable);
        oddities = List.copyOf(oddities);
    }

    /**
     * The keys in a provider's map.
     *
     * @param path the map's own, such as {@code providers.openai}
     * @param spare a key for a provider that has none of its own
     */
    public static Keys of(Value.Fields fields, String path, Optional<Value.Scalar> spare) {
        Map<String, String> usable = new LinkedHashMap<>();
        List<Complaint> oddities = new ArrayList<>();
        for (String name : NAMES) {
            boolean list = fields.value(name).orElse(fields) instanceof Value.Items;
            List<Value> items = items(fields, name);
            for (int i = 0; i < items.size(); i++) {
                if (problem(items.get(i)).isPresent() || !(items.get(i) instanceof Value.Scalar scalar)) {
                    return NONE;
                }
                note(scalar, path + "." + name + (list ? "[" + i + "]" : ""), usable, oddities);
            }
        }
        if (usable.isEmpty()) {
            return spare.filter(scalar -> problem(scalar).isEmpty() && usable(scalar))
                    .map(scalar -> new Keys(List.of(new Secret(scalar.text())), List.of()))
                    .orElse(NONE);
        }
        return new Keys(usable.keySet().stream().map(Secret::new).toList(), oddities);
    }

    private static void note(Value.Scalar scalar, String where, Map<String, String> usable, List<Complaint> oddities) {
        if (!usable(scalar)) {
            oddities.add(Complaint.warning(
                    scalar.position(), where, "is no key (" + advice("it", scalar) + "); only the others are used"));
            return;
        }
        String first = usable.putIfAbsent(scalar.text(), where);
        if (first != null) {
            oddities.add(
                    Complaint.warning(scalar.position(), where, "is the same key as " + first + "; it counts once"));
        }
    }

    /** The values under a name: those of a list, or a single one; none where nothing is written. */
    public static List<Value> items(Value.Fields fields, String name) {
        return switch (fields.value(name).orElse(new Value.Items(fields.position(), List.of()))) {
            case Value.Items list -> list.items();
            case Value.Scalar scalar when scalar.absent() -> List.of();
            case Value single -> List.of(single);
        };
    }

    /** Why a value cannot be a secret at all, if it cannot; never quotes what was found, but for its kind. */
    public static Optional<String> problem(Value value) {
        if (!(value instanceof Value.Scalar scalar)) {
            return Optional.of("a secret is wanted, found " + value.description());
        }
        return scalar.broken()
                .or(() -> Optional.of("the secret holds a line break or another control character")
                        .filter(_ -> controls(scalar.text())));
    }

    /** Whether a text holds what must not stand in a header. */
    public static boolean controls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }

    /** Whether a key is there and meant. */
    public static boolean usable(Value.Scalar scalar) {
        return scalar.unset().isEmpty()
                && !scalar.text().isBlank()
                && !TO_BE_REPLACED.matcher(scalar.text()).matches();
    }

    /** What to do about a secret that is not usable. */
    public static String advice(String name, Value.Scalar scalar) {
        if (scalar.unset().isPresent()) {
            return "set " + scalar.unset().get();
        }
        return scalar.text().isBlank() ? name + " is empty" : "replace " + scalar.text();
    }

    /**
     * What a key is called where it must not be shown: six hexadecimal digits of a digest that the provider's name is
     * part of, so that one key is not recognised across providers.
     */
    public static String name(String provider, Secret key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((provider + "\0" + key.reveal()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
