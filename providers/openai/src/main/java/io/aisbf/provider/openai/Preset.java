// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.plugin.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is known beforehand of an endpoint that many use, so that its type is all an operator has to write. Read from the
 * bundled {@code presets.properties}, which explains its keys; every one of them is the default of the setting of that
 * name.
 *
 * @param endpoint the base address; empty where each account has its own
 * @param keyVariable the environment variable in which its users keep their key
 * @param keyRequired whether it wants one
 * @param authHeader the header that carries the key
 * @param unsupported members that it refuses and can do without
 * @param maxTokensMember what it calls the limit of tokens
 * @param streamUsage whether it can be asked to tell the usage at the end of a stream
 * @param protocols what it speaks, by the names of the protocols
 */
record Preset(
        Optional<String> endpoint,
        Optional<String> keyVariable,
        boolean keyRequired,
        String authHeader,
        List<String> unsupported,
        Optional<String> maxTokensMember,
        boolean streamUsage,
        List<String> protocols) {
    /** The type that the others are aliases of. */
    static final String OPENAI = "openai";

    private static final String FILE = "presets.properties";
    private static final Set<String> KEYS = Set.of(
            "endpoint",
            "api_key_variable",
            "api_key_required",
            "auth_header",
            "unsupported",
            "max_tokens_member",
            "stream_usage",
            "protocols");

    /** The presets by type. */
    static Map<String, Preset> all() {
        return Bundled.PRESETS;
    }

    /** The preset of the type that the operator wrote; OpenAI's where it cannot be told. */
    static Preset of(Settings settings) {
        Preset own = all().get(settings.text("type").orElse(OPENAI));
        return own == null ? parse(OPENAI, Map.of()) : own;
    }

    /** Reads presets from lines such as {@code groq.endpoint=https://api.groq.com/openai/v1}. */
    static Map<String, Preset> read(Properties lines) {
        Map<String, Map<String, String>> byType = new TreeMap<>();
        for (String line : lines.stringPropertyNames()) {
            int dot = line.indexOf('.');
            String key = line.substring(dot + 1);
            if (dot < 1 || !KEYS.contains(key)) {
                throw new IllegalStateException(
                        FILE + ": '" + line + "' is not known; write <type>.<one of " + KEYS + ">");
            }
            byType.computeIfAbsent(line.substring(0, dot), type -> new TreeMap<>())
                    .put(key, lines.getProperty(line).strip());
        }
        Map<String, Preset> presets = new TreeMap<>();
        byType.forEach((type, keys) -> presets.put(type, parse(type, keys)));
        return Map.copyOf(presets);
    }

    private static Preset parse(String type, Map<String, String> keys) {
        return new Preset(
                Optional.ofNullable(keys.get("endpoint")),
                Optional.ofNullable(keys.get("api_key_variable")),
                bool(type, keys, "api_key_required"),
                keys.getOrDefault("auth_header", "authorization"),
                list(keys.getOrDefault("unsupported", "")),
                Optional.ofNullable(keys.get("max_tokens_member")),
                bool(type, keys, "stream_usage"),
                list(keys.getOrDefault("protocols", "openai-chat")));
    }

    private static boolean bool(String type, Map<String, String> keys, String key) {
        String word = keys.getOrDefault(key, "true");
        if (!Set.of("true", "false").contains(word)) {
            throw new IllegalStateException(FILE + ": " + type + "." + key + " is neither true nor false");
        }
        return word.equals("true");
    }

    private static List<String> list(String words) {
        return Arrays.stream(words.split(","))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    /** The file, read once, when somebody asks for the first time. */
    private static final class Bundled {
        private static final Map<String, Preset> PRESETS = load();

        private static Map<String, Preset> load() {
            try (InputStream in = Preset.class.getResourceAsStream(FILE)) {
                if (in == null) {
                    throw new IllegalStateException(FILE + " is missing from the plugin; install the plugin again");
                }
                Properties lines = new Properties();
                lines.load(in);
                return read(lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
