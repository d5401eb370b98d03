// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

import io.aisbf.api.json.RawJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The part of the configuration that belongs to one plugin instance. A plugin reads it by key, in {@code create}, into
 * a record of its own; a key that nobody read is reported as a mistake with "did you mean", so every key that is
 * meaningful must be read even when it is absent. Placeholders such as {@code ${NAME}} are already resolved. Used by
 * one thread, during {@code create} only.
 *
 * <p>Every accessor throws {@link SettingsException}, naming file and line, when the value is there and is not of that
 * type.
 */
public interface Settings {
    /** Where this part sits, such as {@code providers.openai-eu}. */
    String path();

    /** The name that the operator gave this instance, such as {@code openai-eu}. */
    String name();

    /** A word or number as text. */
    Optional<String> text(String key);

    /** A list of words; a single word is a list of one. Empty when absent. */
    List<String> texts(String key);

    /** A secret; empty when absent, or when the environment variable it names is not set. */
    Optional<Secret> secret(String key);

    /** A list of secrets; a single one is a list of one. Those whose variable is not set are left out. */
    List<Secret> secrets(String key);

    /**
     * Why a secret that the file does name has no value, in words fit for a list of providers: {@code no key (set
     * OPENAI_API_KEY)}. Empty when the secret is there, and when the file does not mention it at all.
     */
    default Optional<String> missing(String key) {
        return Optional.empty();
    }

    /** An environment variable, for a plugin that knows under which name its users keep their key. */
    default Optional<Secret> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Secret::new);
    }

    /** {@code true} or {@code false}. */
    Optional<Boolean> bool(String key);

    /** A number. */
    Optional<Double> number(String key);

    /** A span of time: {@code 30s}, {@code 250ms}, {@code 5m}, {@code 1h}, {@code 1d}; a bare number counts seconds. */
    Optional<Duration> duration(String key);

    /** Any value at all, as JSON: for members that are passed on as they are. */
    Optional<RawJson> json(String key);

    /** A part within this part; empty when absent. */
    Optional<Settings> section(String key);

    /** The parts in a list, or in a map by name ({@link #name} of each is then its key). Empty when absent. */
    List<Settings> sections(String key);

    /** The exception that says what is wrong with the value of a key and where it stands. */
    SettingsException wrong(String key, String problem);

    /** Reads a word with a function that throws if it does not like it. */
    default <T> Optional<T> get(String key, Function<String, T> read) {
        return text(key).map(value -> {
            try {
                return read.apply(value);
            } catch (RuntimeException e) {
                throw wrong(key, "'" + value + "' is not understood: " + e.getMessage());
            }
        });
    }

    /** A whole number. */
    default Optional<Integer> integer(String key) {
        return get(key, value -> {
            try {
                return Integer.valueOf(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("a whole number is wanted", e);
            }
        });
    }

    /** A word that must be there. */
    default String require(String key) {
        return text(key).orElseThrow(() -> wrong(key, "is missing"));
    }
}
