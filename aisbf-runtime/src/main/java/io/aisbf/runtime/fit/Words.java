// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.Part;
import java.util.List;

/** What is said in words in parts of a message, a tool's results included. */
public final class Words {
    private Words() {}

    /** All of it, parts joined by line breaks. */
    public static String of(List<Part> parts) {
        StringBuilder words = new StringBuilder();
        add(parts, words);
        return words.toString();
    }

    private static void add(List<Part> parts, StringBuilder words) {
        for (Part part : parts) {
            switch (part) {
                case Part.Text text -> words.append(words.isEmpty() ? "" : "\n").append(text.text());
                case Part.ToolResult result -> add(result.content(), words);
                default -> {}
            }
        }
    }
}
