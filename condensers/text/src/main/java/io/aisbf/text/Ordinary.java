// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Words that are no names though a sentence begins with them, in several languages; read when first asked for. */
final class Ordinary {
    private Ordinary() {}

    /** Loaded with the class, so once and not before it is needed. */
    private static final class Loaded {
        static final Set<String> WORDS = new HashSet<>();
        static final Map<String, String> NUMBERS = new HashMap<>();

        static {
            Lines.of("ordinary.txt").forEach(line -> WORDS.addAll(List.of(line.split(" "))));
            for (String line : Lines.of("numbers.txt")) {
                String[] words = line.split(" ");
                for (int i = 1; i < words.length; i++) {
                    NUMBERS.put(words[i].toLowerCase(Locale.ROOT), words[0]);
                }
            }
        }
    }

    /** Whether a word, in lower case, is one of them. */
    static boolean word(String small) {
        return Loaded.WORDS.contains(small);
    }

    /** What words for numbers stand for, in digits. */
    static Map<String, String> numbers() {
        return Loaded.NUMBERS;
    }
}
