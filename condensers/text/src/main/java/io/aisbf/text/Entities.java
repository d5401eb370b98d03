// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import io.aisbf.text.Entity.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds what a text says that cannot be guessed: numbers, names, paths, links, identifiers, quotations. Told by their
 * spelling alone, in any script that has capitals or digits; where a script has no capitals, names are not found. What
 * stands in a quotation is told by itself as well.
 *
 * <p>Time is linear in the text, whatever is in it.
 */
public final class Entities {
    private static final int LONGEST_QUOTATION = 300;
    private static final String OPENING = "\"`\u201c\u201e\u00ab\u300c\u300e'\u2018";
    private static final String CLOSING = "\"`\u201d\u201c\u00bb\u300d\u300f'\u2019";
    private static final String BETWEEN = "\u201c\u201d\u201e\u00ab\u00bb\u2018\u2026\u2192";
    private static final boolean[] BETWEEN_ASCII = ascii("\"`(){}[]<>;|=*!?");
    private static final String BEFORE = "-.:'~\u2019\u2013\u2014";
    private static final Set<String> NO_PATHS =
            Set.of("and/or", "his/her", "he/she", "yes/no", "n/a", "w/o", "und/oder");

    private final String text;
    private final int to;
    private final Sink sink;
    private boolean begins = true;

    private Entities(String text, int to, Sink sink) {
        this.text = text;
        this.to = to;
        this.sink = sink;
    }

    /** Is told of each entity in turn. */
    @FunctionalInterface
    public interface Sink {
        /** An entity at {@code [from, to)} of the text. */
        void entity(Kind kind, int from, int to);
    }

    /** The entities of a text: first its words in order, then its quotations in order. */
    public static List<Entity> of(String text) {
        List<Entity> found = new ArrayList<>();
        each(text, 0, text.length(), (kind, from, to) -> found.add(new Entity(kind, from, to)));
        return found;
    }

    /** Tells the sink of the entities at {@code [from, to)} of a text. */
    public static void each(String text, int from, int to, Sink sink) {
        new Entities(text, to, sink).words(from);
        quotations(text, from, to, sink);
    }

    private void words(int from) {
        int at = from;
        while (at < to) {
            if (parts(at)) {
                begins |= ":.!?\n\"\u201c*".indexOf(text.charAt(at)) >= 0;
                at++;
                continue;
            }
            int end = at;
            while (end < to && !parts(end)) {
                end++;
            }
            end = text.indexOf("://", at, end) >= 0 ? linkEnd(end) : end;
            word(at, end);
            at = end;
        }
    }

    /** A link goes on where words end, up to what no link holds, without the marks of the sentence behind it. */
    private int linkEnd(int from) {
        int end = from;
        while (end < to
                && text.charAt(end) > ' '
                && text.charAt(end) < 0x2000
                && "\"`<>{}|".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        while (end > from && ".,;:!?*)]'".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** Whether the character there belongs to no word. */
    private boolean parts(int at) {
        char c = text.charAt(at);
        return switch (c) {
            case ',' -> !between(at, Character::isDigit, Character::isDigit);
            case ':' -> !between(at, Character::isLetterOrDigit, Entities::afterColon);
            case '\'', '\u2019' -> !between(at, Character::isLetter, Character::isLetter);
            default ->
                c < 0x80
                        ? c <= ' ' || BETWEEN_ASCII[c]
                        : Character.isWhitespace(c) || Words.unspaced(c) || cjkSign(c) || BETWEEN.indexOf(c) >= 0;
        };
    }

    /** A port, a line or a link goes on behind a colon. */
    private static boolean afterColon(int c) {
        return Character.isDigit(c) || c == '/' || c == '\\';
    }

    private static boolean[] ascii(String characters) {
        boolean[] table = new boolean[0x80];
        characters.chars().forEach(c -> table[c] = true);
        return table;
    }

    private static boolean cjkSign(char c) {
        return (c >= 0x3000 && c <= 0x303f) || (c >= 0xff00 && c <= 0xff0f) || (c >= 0xff1a && c <= 0xff20);
    }

    private boolean between(int at, IntPredicate before, IntPredicate after) {
        return at > 0 && at + 1 < text.length() && before.test(text.charAt(at - 1)) && after.test(text.charAt(at + 1));
    }

    private void word(int start, int stop) {
        int from = start;
        int end = stop;
        while (end > from && BEFORE.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        while (from < end && BEFORE.indexOf(text.charAt(from)) >= 0 && !hidden(from, end)) {
            from++;
        }
        if (from < end) {
            int first = from;
            int last = end;
            kind(from, end).ifPresent(kind -> sink.entity(kind, first, last));
            begins = false;
        }
        begins |= end < stop && ".:".indexOf(text.charAt(stop - 1)) >= 0;
    }

    /** Whether the dot, dash or tilde there belongs to a path, such as {@code ./run} or {@code .env}. */
    private boolean hidden(int at, int end) {
        char c = text.charAt(at);
        return at + 2 < end
                && ((c == '.' && (text.charAt(at + 1) == '/' || Character.isLetter(text.charAt(at + 1))))
                        || (c == '.' && text.startsWith("./", at + 1))
                        || (c == '~' && text.charAt(at + 1) == '/'));
    }

    private Optional<Kind> kind(int from, int end) {
        Spelling spelling = Spelling.of(text, from, end);
        if (spelling.plain()) {
            return Optional.empty();
        }
        String word = text.substring(from, end);
        if (word.contains("://") || word.startsWith("www.")) {
            return Optional.of(Kind.URL);
        }
        if (word.indexOf('@') >= 0) {
            return Optional.of(Kind.IDENTIFIER);
        }
        if (spelling.letters() == 0) {
            return spelling.digits() > 0 ? Optional.of(Kind.NUMBER) : Optional.empty();
        }
        if (spelling.slashes() > 0) {
            return NO_PATHS.contains(word) ? Optional.empty() : Optional.of(Kind.PATH);
        }
        if (spelling.dotted()) {
            return Optional.of(Kind.PATH);
        }
        if (spelling.digits() > 0 || spelling.program()) {
            return Optional.of(Kind.IDENTIFIER);
        }
        return spelling.capital() && named(word) ? Optional.of(begins ? Kind.FIRST_WORD : Kind.NAME) : Optional.empty();
    }

    /** Ordinary words are no names, and contractions such as I'm begin with one. */
    private static boolean named(String word) {
        int apostrophe = Math.max(word.indexOf('\''), word.indexOf('\u2019'));
        String first = apostrophe > 0 ? word.substring(0, apostrophe) : word;
        return first.length() > 1 && !Ordinary.word(first.toLowerCase(Locale.ROOT));
    }

    private static void quotations(String text, int from, int to, Sink sink) {
        int at = from;
        while (at < to) {
            int mark = OPENING.indexOf(text.charAt(at));
            if (mark < 0 || !opens(text, from, at)) {
                at++;
                continue;
            }
            int end = closing(text, at + 1, to, mark);
            if (end > at + 1) {
                sink.entity(Kind.QUOTATION, at + 1, end);
            }
            at = Math.max(at + 1, end + 1);
        }
    }

    /** An apostrophe within a word opens nothing. */
    private static boolean opens(String text, int from, int at) {
        return text.charAt(at) != '\'' || at == from || !Character.isLetterOrDigit(text.charAt(at - 1));
    }

    private static int closing(String text, int from, int to, int mark) {
        char close = CLOSING.charAt(mark);
        char other = close == '\u201c' ? '\u201d' : close;
        int end = Math.min(to, from + LONGEST_QUOTATION);
        for (int at = from; at < end; at++) {
            char c = text.charAt(at);
            boolean within = c == '\'' && at + 1 < to && Character.isLetterOrDigit(text.charAt(at + 1));
            if ((c == close || c == other) && !within) {
                return at;
            }
            if (c == '\n') {
                return -1;
            }
        }
        return -1;
    }
}
