// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.split;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Cuts a long text into parts that overlap a little: between paragraphs where it can, else between lines, else between
 * sentences (Unicode Standard Annex 29, as the JDK knows it), and anywhere between characters only in what has none of
 * these. Joined without their overlap, the parts are the text. Stateless.
 */
final class Cut {
    private static final int OVERLAP = 12;
    private static final int LONGEST_OVERLAP = 400;
    private static final int CHARACTERS_A_STEP = 256;

    private final ToLongFunction<String> tokens;

    /** Cuts by tokens that are counted so. */
    Cut(ToLongFunction<String> tokens) {
        this.tokens = tokens;
    }

    /**
     * The parts of a text.
     *
     * @param most tokens of a part, its overlap included
     */
    List<String> parts(String text, long most) {
        long overlap = most / OVERLAP;
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        String before = "";
        long size = 0;
        for (String piece : pieces(text, Math.max(1, most - overlap), 0)) {
            long more = tokens.applyAsLong(piece);
            if (!part.isEmpty() && size + more > most - overlap) {
                parts.add(before + part);
                before = tail(part.toString(), overlap);
                part.setLength(0);
                size = 0;
            }
            part.append(piece);
            size += more;
        }
        if (!part.isEmpty()) {
            parts.add(before + part);
        }
        return parts;
    }

    /** Pieces of at most so many tokens, each as large as a border allows. */
    private List<String> pieces(String text, long most, int depth) {
        List<String> pieces = new ArrayList<>();
        for (String piece : split(text, depth)) {
            if (tokens.applyAsLong(piece) <= most || piece.length() == 1) {
                pieces.add(piece);
            } else {
                pieces.addAll(pieces(piece, most, depth + 1));
            }
        }
        return pieces;
    }

    private static List<String> split(String text, int depth) {
        return switch (depth) {
            case 0 -> after(text, "\n\n");
            case 1 -> after(text, "\n");
            case 2 -> sentences(text);
            case 3 -> after(text, " ");
            default -> steps(text);
        };
    }

    /** Cuts behind every border. */
    private static List<String> after(String text, String border) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        int at = text.indexOf(border);
        while (at >= 0) {
            int end = at + border.length();
            while (end < text.length() && text.charAt(end) == '\n') {
                end++;
            }
            pieces.add(text.substring(from, end));
            from = end;
            at = text.indexOf(border, end);
        }
        if (from < text.length()) {
            pieces.add(text.substring(from));
        }
        return pieces;
    }

    private static List<String> sentences(String text) {
        BreakIterator borders = BreakIterator.getSentenceInstance(Locale.ROOT);
        borders.setText(text);
        List<String> pieces = new ArrayList<>();
        int from = borders.first();
        for (int to = borders.next(); to != BreakIterator.DONE; to = borders.next()) {
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private static List<String> steps(String text) {
        int step = text.length() > CHARACTERS_A_STEP ? CHARACTERS_A_STEP : Math.max(1, text.length() / 2);
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + step);
            if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
                to++;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    /** The last sentences of a part, said again at the beginning of the next. */
    private String tail(String part, long most) {
        List<String> last = sentences(part.substring(Math.max(0, part.length() - LONGEST_OVERLAP)));
        StringBuilder tail = new StringBuilder();
        for (int i = last.size() - 1; i > 0; i--) {
            String longer = last.get(i) + tail;
            if (tokens.applyAsLong(longer) > most) {
                break;
            }
            tail.insert(0, last.get(i));
        }
        return tail.toString();
    }
}
