// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import java.util.Locale;

/**
 * What a line of a log begins with before it says anything: date, time, and the bare numbers that often follow them.
 * Understands what logs of the usual systems write: ISO 8601 with either fraction sign, {@code Jun 14 15:16:01}, {@code
 * [Sun Dec 04 04:47:44 2005]}, {@code 03-17 16:13:38.811 1702 2395}, {@code 081109 203615 148}, {@code 17/06/09
 * 20:10:40}, seconds since 1970.
 */
public final class Heading {
    private static final int WIDEST = 96;
    private static final int DIGITS_OF_A_TIME = 6;
    private static final String NAMES = " mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec ";
    private static final String ZONES = " utc gmt am pm cet cest est edt pst pdt z ";

    private Heading() {}

    /** How long the heading of the line at {@code [from, to)} is; 0 if it has none. */
    public static int length(CharSequence text, int from, int to) {
        int end = Math.min(to, from + WIDEST);
        int at = skipOpening(text, from, end);
        int last = from;
        boolean timed = false;
        while (at < end) {
            int stop = at;
            while (stop < end && !gap(text.charAt(stop))) {
                stop++;
            }
            if ((stop == end && end < to) || stop == at || !dateLike(text, at, stop, timed)) {
                break;
            }
            timed |= time(text, at, stop);
            last = stop;
            at = skipOpening(text, stop, end);
        }
        return timed ? skip(text, last, end, " \t]") - from : 0;
    }

    private static boolean gap(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == ']';
    }

    private static int skipOpening(CharSequence text, int from, int to) {
        return skip(text, from, to, " \t[]<\"");
    }

    private static int skip(CharSequence text, int from, int to, String signs) {
        int at = from;
        while ((at < to && signs.indexOf(text.charAt(at)) >= 0)
                || (at + 1 < to && text.charAt(at) == '-' && text.charAt(at + 1) == ' ')) {
            at++;
        }
        return at;
    }

    private static boolean dateLike(CharSequence text, int from, int to, boolean timed) {
        int digits = 0;
        int letters = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                letters++;
            } else if (":-/.,+)>|".indexOf(c) < 0) {
                return false;
            }
        }
        if (letters == 0) {
            return digits > 0;
        }
        return digits == 0
                ? named(text, from, to, timed)
                : (letters <= 2 && digits >= DIGITS_OF_A_TIME) || month(text, from, to);
    }

    private static boolean named(CharSequence text, int from, int to, boolean timed) {
        int end = to;
        while (end > from && !Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        if (end - from > 4) {
            return false;
        }
        String word = " " + text.subSequence(from, end).toString().toLowerCase(Locale.ROOT) + " ";
        return NAMES.contains(word) || (timed && ZONES.contains(word));
    }

    /** {@code 10/Oct/2000:13:55:36}. */
    private static boolean month(CharSequence text, int from, int to) {
        return to - from >= 11 && text.charAt(from + 2) == '/' && text.charAt(from + 6) == '/';
    }

    private static boolean time(CharSequence text, int from, int to) {
        int run = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            run = c >= '0' && c <= '9' ? run + 1 : 0;
            if (run >= DIGITS_OF_A_TIME
                    || (run == 2 && i + 2 < to && text.charAt(i + 1) == ':' && Character.isDigit(text.charAt(i + 2)))) {
                return true;
            }
        }
        return false;
    }
}
