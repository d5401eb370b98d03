// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds fenced code as a reader of Markdown does: a line of at most three spaces and at least three backticks or tildes
 * begins it, one of at least as many of the same and nothing else ends it (<a
 * href="https://spec.commonmark.org/0.31.2/#fenced-code-blocks">CommonMark, section 4.5</a>).
 */
public final class Fences {
    private static final Pattern LINE = Pattern.compile(" {0,3}(`{3,}+(?=[^`]*$)|~{3,}+)(.*)");

    private Fences() {}

    /**
     * A piece of code.
     *
     * @param content what stands between its fences
     * @param closed whether it has an end
     */
    public record Block(String content, boolean closed) {}

    /** Whether a text has signs that may be fences. */
    public static boolean mayBeIn(String text) {
        return text.contains("```") || text.contains("~~~");
    }

    /** The code in a text. */
    public static List<Block> in(String text) {
        List<Block> blocks = new ArrayList<>();
        if (!mayBeIn(text)) {
            return blocks;
        }
        String open = "";
        StringBuilder content = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            Matcher fence = LINE.matcher(line);
            boolean found = fence.matches();
            if (open.isEmpty()) {
                open = found ? fence.group(1) : open;
            } else if (found
                    && fence.group(1).startsWith(open)
                    && fence.group(2).isBlank()) {
                blocks.add(new Block(content.toString(), true));
                content.setLength(0);
                open = "";
            } else {
                content.append(line).append('\n');
            }
        }
        if (!open.isEmpty()) {
            blocks.add(new Block(content.toString(), false));
        }
        return blocks;
    }

    /** Whether all code in a text has an end. */
    public static boolean closed(String text) {
        return in(text).stream().allMatch(Block::closed);
    }

    /** Whether the first line of a text is a fence. */
    public static boolean begins(String text) {
        int end = text.indexOf('\n');
        return isLine(end < 0 ? text : text.substring(0, end));
    }

    /** Whether the last line of a text is a fence. */
    public static boolean ends(String text) {
        return isLine(text.substring(text.lastIndexOf('\n') + 1));
    }

    private static boolean isLine(String line) {
        return LINE.matcher(line).matches();
    }
}
