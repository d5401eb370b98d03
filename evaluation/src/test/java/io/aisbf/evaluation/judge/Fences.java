// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fenced blocks of code of a text, as CommonMark defines them (https://spec.commonmark.org/0.31.2/#fenced-code-blocks):
 * a fence is at most three spaces in, three or more of one mark, and is closed by as many of the same.
 *
 * @param closed what stands within the closed ones, word for word
 * @param open what stands after a fence that nothing closes; empty where there is none
 */
record Fences(List<String> closed, List<String> open) {
    private static final Pattern FENCE = Pattern.compile("^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$");

    static Fences of(String text) {
        List<String> closed = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        String mark = "";
        for (String line : text.split("\n", -1)) {
            Matcher fence = FENCE.matcher(line);
            boolean found = fence.matches();
            if (mark.isEmpty()) {
                mark = found ? fence.group(1) : "";
            } else if (found && fence.group(2).isBlank() && fence.group(1).startsWith(mark)) {
                closed.add(block.toString());
                block.setLength(0);
                mark = "";
            } else {
                block.append(line).append('\n');
            }
        }
        return new Fences(closed, mark.isEmpty() ? List.of() : List.of(block.toString()));
    }
}
