// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds fenced code in a text: a line of at most three spaces and at least three backticks or tildes begins it, and one
 * of at least as many of the same, with nothing behind, ends it (CommonMark 0.31, section 4.5).
 */
final class Fences {
    private static final int SHORTEST = 3;

    private Fences() {}

    /**
     * A piece of code.
     *
     * @param content what stands between the fences, line for line
     * @param closed whether there is a second fence, or it goes on to the end of the text
     */
    record Block(String content, boolean closed) {}

    /** A line that may begin or end a piece of code. */
    private record Fence(char sign, int length, String behind) {
        static Optional<Fence> of(String line) {
            int start = 0;
            while (start < line.length() && line.charAt(start) == ' ') {
                start++;
            }
            if (start > SHORTEST || start == line.length()) {
                return Optional.empty();
            }
            char sign = line.charAt(start);
            int end = start;
            while (end < line.length() && line.charAt(end) == sign) {
                end++;
            }
            String behind = line.substring(end).strip();
            boolean fence = (sign == '~' || (sign == '`' && behind.indexOf('`') < 0)) && end - start >= SHORTEST;
            return fence ? Optional.of(new Fence(sign, end - start, behind)) : Optional.empty();
        }

        boolean ends(Fence first) {
            return sign == first.sign && length >= first.length && behind.isEmpty();
        }
    }

    /** The code in a text, in order. */
    static List<Block> in(String text) {
        if (!text.contains("```") && !text.contains("~~~")) {
            return List.of();
        }
        List<Block> blocks = new ArrayList<>();
        Optional<Fence> open = Optional.empty();
        StringBuilder content = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            Optional<Fence> fence = Fence.of(line);
            if (open.isEmpty()) {
                open = fence;
            } else if (fence.isPresent() && fence.get().ends(open.get())) {
                blocks.add(new Block(content.toString(), true));
                content.setLength(0);
                open = Optional.empty();
            } else {
                content.append(line).append('\n');
            }
        }
        open.ifPresent(_ -> blocks.add(new Block(content.toString(), false)));
        return blocks;
    }
}
