// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What is asked, in no SDK's words.
 *
 * @param wishes what else is asked for; each driver says it with the values that are here as constants
 */
record Question(String words, Set<Wish> wishes) {
    static final String SYSTEM = "You are terse.";
    static final String STOP = "three";
    static final double TEMPERATURE = 0.25;
    static final int LENGTH = 77;
    static final int BUDGET = 2048;
    static final int ENOUGH = 4096;
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    static final String PDF = "JVBERi0xLjQKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZz4+ZW5kb2JqCiUlRU9GCg==";
    static final String TOOL = "weather";
    static final Map<String, Object> CITY = Map.of("city", Map.of("type", "string"));
    static final Map<String, Object> PLACE = Map.of("city", Map.of("type", "string"), "n", Map.of("type", "integer"));

    /** A part of a question that some of them have. */
    enum Wish {
        SYSTEM,
        IMAGE,
        PDF,
        /** The tools {@code weather}, with a city, and {@code clock}, without parameters. */
        TOOLS,
        /** That a tool is called, whichever. */
        FORCED,
        SCHEMA,
        STOP,
        TEMPERATURE,
        LENGTH,
        THINKING
    }

    static Question of(String words, Wish... wishes) {
        Set<Wish> all = EnumSet.noneOf(Wish.class);
        all.addAll(Set.of(wishes));
        return new Question(words, all);
    }

    boolean has(Wish wish) {
        return wishes.contains(wish);
    }

    /** {@return the JSON Schema of an object with these properties, all of them required} */
    static Map<String, Object> schema(Map<String, Object> properties) {
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                properties.keySet().stream().sorted().toList(),
                "additionalProperties",
                false);
    }
}
