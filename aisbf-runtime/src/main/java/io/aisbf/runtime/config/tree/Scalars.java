// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a value means as a word, number, span of time or amount of bytes. Each method throws {@link
 * IllegalArgumentException} with half a sentence that says what is wanted and what was found.
 */
public final class Scalars {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,39})(?:\\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?");
    private static final Pattern WITH_UNIT = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?) ?([A-Za-z]{1,3})");
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L,
            "d",
            86_400_000_000_000L);
    private static final Map<String, Long> BYTES = Map.of(
            "b",
            1L,
            "kb",
            1_000L,
            "mb",
            1_000_000L,
            "gb",
            1_000_000_000L,
            "kib",
            1L << 10,
            "mib",
            1L << 20,
            "gib",
            1L << 30);
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Scalars() {}

    /** Whether this is spelled as JSON spells a number. */
    public static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** The scalar itself, its placeholders being in order. */
    public static Value.Scalar scalar(Value value, String wanted) {
        if (!(value instanceof Value.Scalar scalar)) {
            throw new IllegalArgumentException(wanted + " is wanted, found " + value.description());
        }
        scalar.broken().ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        scalar.unset().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "the environment variable " + name + " is not set; set it, or write ${" + name + ":-DEFAULT}");
        });
        return scalar;
    }

    /** A word or number, as text. */
    public static String text(Value value) {
        return scalar(value, "a word").text();
    }

    /** {@code true} or {@code false}. */
    public static boolean bool(Value value) {
        Value.Scalar scalar = scalar(value, "true or false");
        if (scalar.plain() && scalar.text().equals("true")) {
            return true;
        }
        if (scalar.plain() && scalar.text().equals("false")) {
            return false;
        }
        throw new IllegalArgumentException("true or false is wanted, found " + scalar.description());
    }

    /** A number of any size that fits. */
    public static double number(Value value) {
        double number = decimal(value, "a number").doubleValue();
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException(value.description() + " is too large");
        }
        return number;
    }

    /** A whole number. */
    public static long whole(Value value) {
        try {
            return decimal(value, "a whole number").longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a whole number is wanted, found " + value.description(), e);
        }
    }

    private static BigDecimal decimal(Value value, String wanted) {
        Value.Scalar scalar = scalar(value, wanted);
        if (isNumber(scalar.text())) {
            if (scalar.plain()) {
                return new BigDecimal(scalar.text());
            }
            throw new IllegalArgumentException(
                    wanted + " is wanted, found " + scalar.description() + " (take the quotes away)");
        }
        throw new IllegalArgumentException(wanted + " is wanted, found " + scalar.description());
    }

    /** A span of time; a bare number counts seconds. */
    public static Duration duration(Value value) {
        String wanted = "a span of time such as 250ms, 30s, 5m, 1h or 1d";
        return Duration.ofNanos(amount(value, wanted, NANOSECONDS, "s"));
    }

    /** An amount of bytes; a bare number counts bytes. */
    public static long bytes(Value value) {
        return amount(value, "an amount of bytes such as 65536, 64KiB, 10MB or 1GiB", BYTES, "b");
    }

    private static long amount(Value value, String wanted, Map<String, Long> units, String bare) {
        Value.Scalar scalar = scalar(value, wanted);
        Matcher matcher = WITH_UNIT.matcher(scalar.text());
        String number = scalar.text();
        String unit = bare;
        if (matcher.matches()) {
            number = matcher.group(1);
            unit = matcher.group(2).toLowerCase(Locale.ROOT);
        }
        Long factor = units.get(unit);
        if (factor == null || !isNumber(number) || number.startsWith("-")) {
            throw new IllegalArgumentException(wanted + " is wanted, found " + scalar.description());
        }
        BigDecimal amount = new BigDecimal(number).multiply(BigDecimal.valueOf(factor));
        if (amount.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(scalar.description() + " is too large");
        }
        return amount.longValue();
    }
}
