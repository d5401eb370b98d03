// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import java.util.regex.Pattern;

/** What is done to texts before they stand between tags. */
final class Words {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Words() {}

    /** A text that can neither close the tag it stands in nor open one. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The text that was escaped. */
    static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    /** A text without line breaks and what cannot be seen. */
    static String oneLine(String text) {
        return BLANKS.matcher(visible(text)).replaceAll(" ").strip();
    }

    /** A text cut between words, with a sign that it was. */
    static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int space = text.lastIndexOf(' ', longest);
        return visible(text.substring(0, space > longest / 2 ? space : longest)) + "…";
    }

    /**
     * A text without control characters but tab and line break, without halves of characters, and without what is there
     * and cannot be seen, in which orders can be hidden (Unicode categories Cc, Cf, Cs, Co and Cn).
     */
    static String visible(String text) {
        StringBuilder seen = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL -> {
                    if (point == '\n' || point == '\t') {
                        seen.appendCodePoint(point);
                    } else if (point == '\r') {
                        seen.append('\n');
                    }
                }
                case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> {
                    // Left out.
                }
                default -> seen.appendCodePoint(point);
            }
        });
        return seen.toString();
    }
}
