// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What stands behind the question mark; decoded only when somebody asks. Of two values of a name the first counts. */
final class Query {
    /** The parameter in which some clients show their key; never handed on with the others, and never logged. */
    private static final String KEY = "key";

    private final String raw;

    /** The query as the client spelled it, without the question mark. */
    Query(String raw) {
        this.raw = raw;
    }

    boolean isEmpty() {
        return raw.isEmpty();
    }

    /** Whether there is a parameter of that name. */
    boolean has(String name) {
        return value(name).isPresent();
    }

    /** The key that a client shows here; one that could not stand in a header is none. */
    Optional<String> key() {
        return value(KEY).filter(key -> !key.isEmpty() && key.chars().allMatch(c -> c > ' ' && c < 0x7f));
    }

    /** The value of a parameter, empty text where it has none. */
    private Optional<String> value(String name) {
        if (!raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                if (name(pair).equals(name)) {
                    return Optional.of(content(pair));
                }
            }
        }
        return Optional.empty();
    }

    /** Adds all parameters but the key, each under its name with a question mark before it. */
    void addTo(Map<String, String> parameters) {
        for (String pair : raw.split("&", -1)) {
            String name = name(pair);
            if (!pair.isEmpty() && !name.equals(KEY)) {
                parameters.putIfAbsent("?" + name, content(pair));
            }
        }
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return decode(equals < 0 ? pair : pair.substring(0, equals));
    }

    private static String content(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? "" : decode(pair.substring(equals + 1));
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
