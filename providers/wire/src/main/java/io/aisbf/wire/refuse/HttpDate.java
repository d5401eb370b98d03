// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates in headers, in the three forms that a recipient has to understand (RFC 9110, section 5.6.7): {@code Sun, 06 Nov
 * 1994 08:49:37 GMT}, {@code Sunday, 06-Nov-94 08:49:37 GMT} and {@code Sun Nov  6 08:49:37 1994}. The name of the day is
 * not looked at: senders that get it wrong mean the date all the same.
 */
final class HttpDate {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String TIME = "(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})";
    private static final Pattern DAY_FIRST =
            Pattern.compile("[A-Za-z]{3,9},? (?<day>\\d{1,2})[ -](?<month>[A-Za-z]{3})[ -]" + "(?<year>\\d{4}|\\d{2}) "
                    + TIME + "(?: (?:GMT|UTC|Z|[+-]0000))?");
    private static final Pattern MONTH_FIRST =
            Pattern.compile("[A-Za-z]{3} (?<month>[A-Za-z]{3}) {1,2}(?<day>\\d{1,2}) " + TIME + " (?<year>\\d{4})");

    private HttpDate() {}

    /**
     * The point in time; empty if the text is no date.
     *
     * @param now decides the century of a year of two digits: the latest that is not more than 50 years ahead
     */
    static Optional<Instant> read(String text, Instant now) {
        String value = text.strip();
        for (Pattern form : List.of(DAY_FIRST, MONTH_FIRST)) {
            Matcher date = form.matcher(value);
            if (date.matches()) {
                return instant(date, now);
            }
        }
        return zoned(value);
    }

    private static Optional<Instant> instant(Matcher date, Instant now) {
        int month = MONTHS.indexOf(date.group("month").toLowerCase(Locale.ROOT)) + 1;
        int year = Integer.parseInt(date.group("year"));
        if (date.group("year").length() == 2) {
            int present = now.atOffset(ZoneOffset.UTC).getYear();
            year += present - present % 100;
            year += year > present + 50 ? -100 : year <= present - 50 ? 100 : 0;
        }
        try {
            LocalDateTime minute = LocalDateTime.of(
                    year,
                    month,
                    Integer.parseInt(date.group("day")),
                    Integer.parseInt(date.group("hour")),
                    Integer.parseInt(date.group("minute")));
            // A leap second is written as :60.
            int second = Integer.parseInt(date.group("second"));
            return second > 60
                    ? Optional.empty()
                    : Optional.of(minute.plusSeconds(second).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Not allowed in a header, but clear: a date with another offset than none. */
    private static Optional<Instant> zoned(String value) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
