// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.json;

import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A quick look at JSON in well-formed UTF-8: finds where the values of the first level stand, provided that nothing
 * about the text is out of the ordinary. Whatever it is not sure of (what is wrong, a name with an escape in it, many
 * names, deep nesting) it leaves to the parser, which decides and finds the words. So it may say nothing of what is
 * right, but must never take for right what the parser refuses; the tests compare the two on broken texts.
 *
 * <p>Worth its while because a request is looked at level by level: a parser for each of a hundred messages took two
 * thirds of the time that counting their tokens took, and 2 KB each. Used by one thread, once.
 */
final class Glance {
    private static final int DEEPEST = 64;
    private static final int MOST_NAMES = 32;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NUMBER = 64;
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] source;
    private final int to;
    private final boolean strict;
    private final List<JsonObject.Member> members = new ArrayList<>();
    private final List<RawJson> elements = new ArrayList<>();
    private int at;
    /** Whether the last string had an escape in it. */
    private boolean escaped;
    /** Beginnings and ends of the names in the objects that are open, the outermost first. */
    private int[] names = new int[2 * MOST_NAMES];

    private int named;

    private Glance(byte[] source, int from, int to, boolean strict) {
        this.source = source;
        this.at = from;
        this.to = to;
        this.strict = strict;
    }

    /**
     * The members of the object that stands there; empty if there may be none.
     *
     * @param strict whether names must be distinct at every level, and not at the first alone
     */
    static Optional<JsonObject> object(byte[] source, int from, int to, boolean strict) {
        Glance glance = new Glance(source, from, to, strict);
        glance.space();
        int start = glance.at;
        if (!glance.next('{') || !glance.object(1)) {
            return Optional.empty();
        }
        int end = glance.at;
        return glance.over() ? Optional.of(JsonObject.indexed(source, start, end, glance.members)) : Optional.empty();
    }

    /** The elements of the array that stands there; empty if there may be none. */
    static Optional<List<RawJson>> array(byte[] source, int from, int to) {
        Glance glance = new Glance(source, from, to, false);
        return glance.next('[') && glance.array(1) && glance.over() ? Optional.of(glance.elements) : Optional.empty();
    }

    private boolean over() {
        space();
        return at == to;
    }

    private void space() {
        while (at < to && (source[at] == ' ' || source[at] == '\n' || source[at] == '\r' || source[at] == '\t')) {
            at++;
        }
    }

    /** Moves past white space and that character, if it comes next. */
    private boolean next(char wanted) {
        space();
        boolean there = at < to && source[at] == wanted;
        at += there ? 1 : 0;
        return there;
    }

    /** Moves past the rest of an object; whether it certainly is one. */
    private boolean object(int depth) {
        if (next('}')) {
            return true;
        }
        int outer = named;
        do {
            space();
            int name = at + 1;
            if (!string()) {
                return false;
            }
            int end = at - 1;
            if (((strict || depth == 1) && !distinct(outer, name, end)) || !next(':')) {
                return false;
            }
            space();
            int begin = at;
            if (!value(depth)) {
                return false;
            }
            if (depth == 1) {
                String word = new String(source, name, end - name, StandardCharsets.UTF_8);
                members.add(new JsonObject.Member(word, begin, at));
            }
        } while (next(','));
        named = outer;
        return next('}');
    }

    /** Moves past the rest of an array; whether it certainly is one. */
    private boolean array(int depth) {
        if (next(']')) {
            return true;
        }
        do {
            space();
            int begin = at;
            if (!value(depth)) {
                return false;
            }
            if (depth == 1) {
                elements.add(RawJson.slice(source, begin, at));
            }
        } while (next(','));
        return next(']');
    }

    /** Keeps a name; whether it certainly is another one than those of its object that came before. */
    private boolean distinct(int outer, int from, int end) {
        if (escaped || end - from > LONGEST_NAME || named - outer == 2 * MOST_NAMES) {
            return false;
        }
        for (int other = outer; other < named; other += 2) {
            if (names[other + 1] - names[other] == end - from
                    && Arrays.equals(source, names[other], names[other + 1], source, from, end)) {
                return false;
            }
        }
        if (named == names.length) {
            names = Arrays.copyOf(names, 2 * named);
        }
        names[named++] = from;
        names[named++] = end;
        return true;
    }

    private boolean value(int depth) {
        if (at == to) {
            return false;
        }
        return switch (source[at]) {
            case '"' -> string();
            case '{' -> inside(depth) && object(depth + 1);
            case '[' -> inside(depth) && array(depth + 1);
            case 't' -> word(TRUE);
            case 'f' -> word(FALSE);
            case 'n' -> word(NULL);
            default -> number();
        };
    }

    private boolean inside(int depth) {
        at++;
        return depth < DEEPEST;
    }

    private boolean word(byte[] expected) {
        int begin = at;
        at = Math.min(to, at + expected.length);
        return Arrays.equals(source, begin, at, expected, 0, expected.length);
    }

    private boolean string() {
        escaped = false;
        if (at == to || source[at] != '"') {
            return false;
        }
        at = Literals.special(source, at + 1, to);
        while (at < to && source[at] == '\\') {
            escaped = true;
            at++;
            if (!escape()) {
                return false;
            }
            at = Literals.special(source, at, to);
        }
        boolean ends = at < to && source[at] == '"';
        at++;
        return ends;
    }

    /** Moves past what follows a backslash. */
    private boolean escape() {
        if (at == to) {
            return false;
        }
        return switch (source[at++]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            case 'u' -> {
                int end = at + HEX_DIGITS;
                while (at < Math.min(end, to) && Character.digit(source[at], HEX) >= 0) {
                    at++;
                }
                yield at == end;
            }
            default -> false;
        };
    }

    private boolean number() {
        int begin = at;
        skip('-', '-');
        int first = at;
        if (digits() == 0 || (source[first] == '0' && at - first > 1)) {
            return false;
        }
        if (skip('.', '.') && digits() == 0) {
            return false;
        }
        if (skip('e', 'E')) {
            skip('+', '-');
            if (digits() == 0) {
                return false;
            }
        }
        return at - begin <= LONGEST_NUMBER;
    }

    private boolean skip(char one, char other) {
        boolean there = at < to && (source[at] == one || source[at] == other);
        at += there ? 1 : 0;
        return there;
    }

    private int digits() {
        int begin = at;
        while (at < to && source[at] >= '0' && source[at] <= '9') {
            at++;
        }
        return at - begin;
    }
}
