// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.usage;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.config.tree.Scalars;
import io.aisbf.runtime.config.tree.Spelling;
import io.aisbf.runtime.config.tree.Value;
import io.aisbf.runtime.ledger.Ledger;
import io.aisbf.runtime.ledger.Ledger.By;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a client wants to know of the usage, as its query says it.
 *
 * @param csv whether as a table for programs that calculate, not as JSON
 */
record Wanted(Ledger.Question question, boolean csv) {
    private static final List<String> NAMES = List.of("by", "from", "until", "format");
    private static final String USUAL_BY = "provider,model";
    private static final Duration USUAL_SPAN = Duration.ofDays(1);
    private static final Pattern SPAN = Pattern.compile("[0-9.]+[a-z]+");
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int LONGEST = 100;

    /** The names by which sums may be told apart; a rotation is a name that was asked for. */
    private static final Map<String, By> BY = words();

    /**
     * Understands a query.
     *
     * @param parameters each with a question mark before its name
     * @throws CallException {@code INVALID_REQUEST} that says what may be written instead
     */
    static Wanted of(Map<String, String> parameters, Instant now) {
        refuseUnknown(parameters);
        Instant from = moment(parameters, "from", now).orElseGet(() -> now.minus(USUAL_SPAN));
        // What was booked in this very millisecond counts, too.
        Instant until = moment(parameters, "until", now).orElseGet(() -> now.plusMillis(1));
        if (!from.isBefore(until)) {
            throw wrong("from is " + from + " and until is " + until + "; from must be the earlier one");
        }
        return new Wanted(
                new Ledger.Question(from, until, by(parameters.getOrDefault("?by", USUAL_BY))), csv(parameters));
    }

    /** The name of a column. */
    static String word(By by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, By> words() {
        Map<String, By> words = new TreeMap<>();
        for (By by : By.values()) {
            words.put(word(by), by);
        }
        words.put("rotation", By.ASKED);
        return words;
    }

    private static void refuseUnknown(Map<String, String> parameters) {
        parameters.keySet().stream()
                .filter(name -> name.startsWith("?"))
                .map(name -> name.substring(1))
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong("'" + shorten(name) + "' is no parameter here" + Spelling.hint(name, NAMES));
                });
    }

    private static Set<By> by(String text) {
        Set<By> all = EnumSet.noneOf(By.class);
        for (String word : text.split(",", -1)) {
            By by = BY.get(word.strip());
            if (by == null) {
                throw wrong("by wants one or several of " + Spelling.list(BY.keySet()) + ", with commas between them,"
                        + " found '" + shorten(word) + "'");
            }
            all.add(by);
        }
        return all;
    }

    private static boolean csv(Map<String, String> parameters) {
        String format = parameters.getOrDefault("?format", "json");
        if (!format.equals("json") && !format.equals("csv")) {
            throw wrong("format wants json or csv, found '" + shorten(format) + "'");
        }
        return format.equals("csv");
    }

    private static Optional<Instant> moment(Map<String, String> parameters, String name, Instant now) {
        String text = parameters.get("?" + name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(moment(text, now)).map(moment -> inBounds(moment, name));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new CallException(
                    Failure.INVALID_REQUEST,
                    name + " wants a span of time before now (24h, 7d), a date (2026-11-22) or an instant"
                            + " (2026-11-22T10:00:00Z), found '" + shorten(text) + "'",
                    e);
        }
    }

    private static Instant moment(String text, Instant now) {
        if (SPAN.matcher(text).matches()) {
            Duration span = Scalars.duration(Value.Scalar.of(Position.whole("query"), text, true));
            return span.compareTo(Duration.between(FIRST, now)) > 0 ? FIRST : now.minus(span);
        }
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        // A plus sign in a query stands for a space unless it is escaped, and in no instant is there a space.
        return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    }

    private static Instant inBounds(Instant moment, String name) {
        if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
            throw wrong(name + " wants a time from " + FIRST + " to " + LAST + ", found '" + moment + "'");
        }
        return moment;
    }

    private static CallException wrong(String message) {
        return new CallException(Failure.INVALID_REQUEST, message);
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
