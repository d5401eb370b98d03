// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers from one to another, both of them included unless said otherwise. */
record Range(double from, double to, boolean withFrom, boolean withTo) {
    private static final String NUMBER = "(\\d[\\d_,]*(?:\\.\\d+)?)";
    private static final Pattern ONE_SIDED = Pattern.compile("(>=|<=|>|<|)\\s*" + NUMBER);
    private static final Pattern TWO_SIDED = Pattern.compile(NUMBER + "\\s*(?:\\.\\.|-)\\s*" + NUMBER);

    /**
     * Reads {@code >20000}, {@code >=3}, {@code <10}, {@code <=0.5}, {@code 10..20} or a number alone.
     *
     * @throws IllegalArgumentException if it is none of these, or nothing lies in it
     */
    static Range of(String text) {
        Matcher one = ONE_SIDED.matcher(text.strip());
        if (one.matches()) {
            double number = number(one.group(2));
            return switch (one.group(1)) {
                case ">" -> new Range(number, Double.POSITIVE_INFINITY, false, true);
                case ">=" -> new Range(number, Double.POSITIVE_INFINITY, true, true);
                case "<" -> new Range(Double.NEGATIVE_INFINITY, number, true, false);
                case "<=" -> new Range(Double.NEGATIVE_INFINITY, number, true, true);
                default -> new Range(number, number, true, true);
            };
        }
        Matcher two = TWO_SIDED.matcher(text.strip());
        if (two.matches() && number(two.group(1)) <= number(two.group(2))) {
            return new Range(number(two.group(1)), number(two.group(2)), true, true);
        }
        throw new IllegalArgumentException("not a range: " + text);
    }

    /** Whether a text is meant as one. */
    static boolean looksLikeOne(String text) {
        return text.strip().matches("[<>\\d].*");
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("_", "").replace(",", ""));
    }

    boolean holds(double value) {
        return (withFrom ? value >= from : value > from) && (withTo ? value <= to : value < to);
    }

    /** Whether it begins beyond that number, so that nothing up to there lies in it. */
    boolean beyond(double most) {
        return withFrom ? most < from : most <= from;
    }
}
