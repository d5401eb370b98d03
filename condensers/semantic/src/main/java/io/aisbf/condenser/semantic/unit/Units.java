// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.unit;

import io.aisbf.text.Sentence;
import io.aisbf.text.Sentences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts what was said into units. A chat's turn of ordinary length is one; longer texts fall into sentences, blocks of
 * code staying whole; what a tool answered falls into groups of lines. Time is linear.
 */
public final class Units {
    /** A text of up to so many characters is one unit. */
    private static final int WHOLE = 600;
    /** Lines of an answer are put together until there are so many characters. */
    private static final int LINES = 80;

    private static final int LONGEST_LINE = 1_000;
    private static final int LONGEST_HEADING = 80;
    private static final int ENOUGH_TURNS = 3;

    private static final Pattern BLANK_LINE = Pattern.compile("\\n\\s*\\n");
    private static final Pattern NAME = Pattern.compile("^(\\p{Lu}[\\p{L}'.-]{1,24})(?: \\p{Lu}[\\p{L}'.-]{0,24})?: ");
    private static final Pattern TITLE = Pattern.compile("^#{1,6} .*");

    private final List<Unit> units = new ArrayList<>();
    private final Map<String, Integer> turnsOf = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private int stretch;
    private boolean close;

    private Units() {}

    /** The units of pieces, in order. */
    public static List<Unit> of(List<Piece> pieces) {
        Units cut = new Units();
        pieces.forEach(cut::countTurns);
        pieces.forEach(cut::cut);
        return List.copyOf(cut.units);
    }

    private void countTurns(Piece piece) {
        String name = name(piece.text());
        names.put(piece.number(), name);
        if (!name.isEmpty()) {
            turnsOf.merge(name, 1, Integer::sum);
        }
    }

    private static String name(String text) {
        Matcher name = NAME.matcher(text.substring(0, Math.min(text.length(), LONGEST_HEADING)));
        return name.find() ? name.group(1).toLowerCase(Locale.ROOT) : "";
    }

    private void cut(Piece piece) {
        if (piece.text().length() <= WHOLE && !piece.text().contains("```")) {
            next(close);
            close = false;
            add(piece, 0, piece.text().length());
            return;
        }
        next(true);
        if (piece.kind() == Piece.Kind.RESULT && !piece.text().contains("```")) {
            lines(piece);
        } else {
            sentences(piece, 0, piece.text().length());
        }
        close = true;
    }

    /** Begins a new stretch, if one ends here. */
    private void next(boolean ends) {
        stretch += ends ? 1 : 0;
    }

    private void sentences(Piece piece, int from, int to) {
        int end = from;
        for (Sentence sentence : Sentences.of(piece.text().substring(from, to))) {
            String between = piece.text().substring(end, from + sentence.from());
            next(end > from && BLANK_LINE.matcher(between).find());
            end = from + sentence.to();
            add(piece, from + sentence.from(), end);
        }
    }

    private void lines(Piece piece) {
        String text = piece.text();
        int open = 0;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            if (end - at > LONGEST_LINE) {
                add(piece, open, at);
                sentences(piece, at, end);
                open = end;
            } else if (end - open >= LINES) {
                add(piece, open, end);
                open = end;
            }
            at = end + 1;
        }
        add(piece, open, text.length());
    }

    private void add(Piece piece, int from, int to) {
        String text = piece.text();
        int first = from;
        while (first < to && (text.charAt(first) == '\n' || text.charAt(first) == '\r')) {
            first++;
        }
        if (text.substring(first, to).isBlank()) {
            return;
        }
        boolean heading = piece.kind() != Piece.Kind.RESULT && heading(text, first, to);
        next(heading);
        String name = names.getOrDefault(piece.number(), "");
        String speaker = turnsOf.getOrDefault(name, 0) >= ENOUGH_TURNS ? name : "";
        units.add(new Unit(piece, first, to, stretch, speaker, heading));
    }

    private static boolean heading(String text, int from, int to) {
        if (to - from > LONGEST_HEADING) {
            return false;
        }
        String line = text.substring(from, to).strip();
        return TITLE.matcher(line).matches() || Dates.only(line);
    }
}
