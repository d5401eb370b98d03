// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import java.util.regex.Pattern;

/**
 * Tells how much of a text is code: what stands in fences, and lines outside them that look like it, by their length. Only
 * the first 20,000 letters count.
 */
final class Code {
    private static final int LONGEST = 20_000;
    private static final String FENCE = "```";
    private static final int LONGEST_LINE = 500;
    private static final Pattern LINE = Pattern.compile("(?:import|package|using|#include|from \\S+"
        + " import|return|def|fn|func|function|class|public|private|protected|static|const|let|var|val|if \\(|for"
        + " \\(|while \\(|else|try|catch"
        + "|switch|case|async|await|export|interface|struct|enum|SELECT|INSERT|UPDATE|CREATE)\\b.*[;{}():=,\\]]|.*[;{}]|[})\\];,]+|@\\w+(?:\\(.*\\))?|//.*|[\\w.\\[\\]\"']+"
        + " ?[-+*/]?= ?\\S.*|[\\w.]+\\(.*\\)|\\$ .*|<(?:/?\\w+)[^>]*>.*|\"?\\w+\"?: [\\[{\"\\d].*,?");

    private Code() {}

    /** The share, from 0 to 1; 0 of a text without letters. */
    static double share(String text) {
        long all = 0;
        long code = 0;
        boolean fenced = false;
        for (String line : text.substring(0, Math.min(text.length(), LONGEST)).split("\n", -1)) {
            String bare = line.strip();
            boolean fence = bare.startsWith(FENCE);
            all += bare.length();
            if (fence || fenced || isCode(bare)) {
                code += bare.length();
            }
            fenced = fence != fenced;
        }
        return all == 0 ? 0 : (double) code / all;
    }

    private static boolean isCode(String line) {
        return !line.isEmpty()
                && line.length() <= LONGEST_LINE
                && LINE.matcher(line).matches();
    }
}
