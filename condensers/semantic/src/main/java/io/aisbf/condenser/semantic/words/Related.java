// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everyday words that stand for each other, so that a question after a "physician" finds a "doctor" and one after pets
 * finds a dog: a small list of our own, in {@code related-en.txt}. Read when the first English question comes.
 */
public final class Related {
    private static final String FILE = "related-en.txt";

    private Related() {}

    /** How a word is related to the one that is asked for. */
    public enum Kind {
        /** It means nearly the same. */
        ALIKE,
        /** It is one of the things the word asked for stands for. */
        MEMBER,
        /** It is the kind of thing that the word asked for is one of. */
        GENUS
    }

    private static final class English {
        static final Map<String, Map<String, Kind>> WORDS = read();
    }

    /** Terms related to a term; none where the language has no list. */
    public static Map<String, Kind> to(String term, Language language) {
        return language == Language.ENGLISH ? English.WORDS.getOrDefault(term, Map.of()) : Map.of();
    }

    private static Map<String, Map<String, Kind>> read() {
        Map<String, Map<String, Kind>> words = new HashMap<>();
        Terms terms = new Terms(Language.ENGLISH);
        for (String line : lines()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int arrow = line.indexOf('>');
            List<String> first = terms(terms, arrow < 0 ? line : line.substring(0, arrow));
            List<String> second = arrow < 0 ? first : terms(terms, line.substring(arrow + 1));
            for (String one : first) {
                for (String other : second) {
                    relate(words, one, other, arrow < 0 ? Kind.ALIKE : Kind.MEMBER);
                    relate(words, other, one, arrow < 0 ? Kind.ALIKE : Kind.GENUS);
                }
            }
        }
        return words;
    }

    private static void relate(Map<String, Map<String, Kind>> words, String one, String other, Kind kind) {
        if (!one.equals(other)) {
            words.computeIfAbsent(one, _ -> new HashMap<>()).putIfAbsent(other, kind);
        }
    }

    private static List<String> terms(Terms terms, String words) {
        return List.of(words.strip().split("\\s+")).stream()
                .map(word -> terms.of(word).getFirst())
                .filter(term -> !term.equals(Terms.STOP))
                .toList();
    }

    private static List<String> lines() {
        try (InputStream file = Related.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not in the jar of the plugin");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
