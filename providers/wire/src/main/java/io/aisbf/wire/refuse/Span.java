// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as upstreams write them: {@code 6m0.5s}, {@code 20ms}, {@code 1d2h}, {@code 26 seconds}, {@code 1
 * minute and 5 seconds}. Fractions of a nanosecond are rounded up, lengths beyond 292 years cut there.
 */
final class Span {
    private static final String UNIT = "milliseconds?|millis|msecs?|ms|microseconds?|us|\u00b5s|\u03bcs|nanoseconds?|ns"
            + "|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d";
    private static final String NUMBER = "\\d{1,18}(?:\\.\\d{1,30})?";
    private static final Pattern PIECE =
            Pattern.compile("(" + NUMBER + ") ?(" + UNIT + ")(?![a-z])", Pattern.CASE_INSENSITIVE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    /** A length of time within other words, as one group. */
    static final String IN_WORDS = "((?:" + NUMBER + " ?(?:" + UNIT + ")(?![a-z])(?:,? and |, | )?){1,6})";

    private static final Pattern WHOLE =
            Pattern.compile("(?:" + NUMBER + " ?(?:" + UNIT + ")[ ,]{0,2}(?:and )?){1,6}", Pattern.CASE_INSENSITIVE);

    private Span() {}

    /** The length of time that a text is; empty if it is none. */
    static Optional<Duration> read(String text) {
        String value = text.strip();
        if (!WHOLE.matcher(value).matches()) {
            return Optional.empty();
        }
        Matcher piece = PIECE.matcher(value);
        BigDecimal nanos = BigDecimal.ZERO;
        while (piece.find()) {
            nanos = nanos.add(new BigDecimal(piece.group(1)).multiply(unit(piece.group(2))));
        }
        return Optional.of(nanos(nanos));
    }

    /** So many of a unit of so many nanoseconds. */
    static Duration of(BigDecimal count, long unit) {
        return nanos(count.multiply(BigDecimal.valueOf(unit)));
    }

    private static Duration nanos(BigDecimal nanos) {
        return Duration.ofNanos(
                nanos.min(MOST).setScale(0, RoundingMode.CEILING).longValueExact());
    }

    private static BigDecimal unit(String word) {
        String unit = word.toLowerCase(Locale.ROOT);
        long nanos = switch (unit.charAt(0)) {
            case 'n' -> 1;
            case 'u', '\u00b5', '\u03bc' -> 1_000;
            case 's' -> 1_000_000_000L;
            case 'h' -> 3_600_000_000_000L;
            case 'd' -> 86_400_000_000_000L;
            default ->
                unit.startsWith("mic")
                        ? 1_000
                        : unit.equals("m") || unit.startsWith("min") ? 60_000_000_000L : 1_000_000;
        };
        return BigDecimal.valueOf(nanos);
    }
}
