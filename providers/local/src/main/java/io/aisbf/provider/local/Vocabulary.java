// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pieces of words that a model knows, and the numbers it knows them by. Immutable.
 *
 * @param ids by piece; one that goes on with a word begins with {@code ##}
 * @param longest how many UTF-16 units the longest piece has, without {@code ##}
 */
record Vocabulary(Map<String, Integer> ids, int longest) {
    /** Goes before the pieces of every text. */
    static final int BEGIN = 101;

    /** Goes behind the pieces of every text. */
    static final int END = 102;

    /** Stands for a word that cannot be put together from pieces. */
    static final int UNKNOWN = 100;

    private static final int SIZE = 30_522;
    private static final String HEAD = "\"vocab\": {";

    /** One line of the file: a JSON string, in which only a quote and a backslash are escaped, and a number. */
    private static final Pattern ENTRY = Pattern.compile("\\s*\"(.+)\": (\\d+),?");

    /**
     * Reads the member {@code model.vocab} of a {@code tokenizer.json}: one line a piece. The file is part of the build,
     * so that anything else than what is expected there is a broken jar.
     *
     * @throws IOException if the stream breaks off, or is not that file
     */
    static Vocabulary read(InputStream tokenizer) throws IOException {
        Map<String, Integer> ids = HashMap.newHashMap(SIZE);
        int longest = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(tokenizer, StandardCharsets.UTF_8))) {
            Optional<String> head =
                    lines.lines().filter(line -> line.endsWith(HEAD)).findFirst();
            Matcher entry = ENTRY.matcher("");
            while (head.isPresent() && ids.size() < SIZE) {
                String line = lines.readLine();
                if (line == null || !entry.reset(line).matches()) {
                    break;
                }
                String piece = entry.group(1).replaceAll("\\\\(.)", "$1");
                ids.put(piece, Integer.parseInt(entry.group(2)));
                longest = Math.max(longest, piece.startsWith("##") ? piece.length() - 2 : piece.length());
            }
        }
        if (ids.size() != SIZE || !Integer.valueOf(UNKNOWN).equals(ids.get("[UNK]"))) {
            throw new IOException("the vocabulary in the plugin's jar has " + ids.size() + " pieces instead of " + SIZE
                    + ": fetch the jar again");
        }
        return new Vocabulary(Map.copyOf(ids), longest);
    }
}
