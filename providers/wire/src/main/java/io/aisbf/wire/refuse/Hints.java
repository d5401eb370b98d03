// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long to wait, as bodies of refusals have it: in words ({@code Please try again in 6m0.5s}, {@code Please retry
 * after 26 seconds}, {@code You will regain access on 2026-12-01 at 00:00 UTC}) or as members ({@code "retryDelay":
 * "37.5s"} of Google's, {@code "retry_after": 3}, {@code "estimated_time": 20.0} of Hugging Face's, {@code
 * "X-RateLimit-Reset": "1795341605000"} of OpenRouter's). Where several are there, the longest counts.
 */
final class Hints {
    private static final Pattern WORDS = Pattern.compile(
            "(?:try again|retry|retry your request|wait|resets?) (?:(?:in|after|for) )?(?:about |at least )?"
                    + Span.IN_WORDS,
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MEMBER = Pattern.compile(
            "\"(retry_?delay|retry[_-]?after(?:_seconds|_secs|[_-]ms)?|estimated_time|x-ratelimit-reset)\"\\s{0,9}:\\s{0,9}\"?([0-9][0-9a-z."
                + " ]{0,40})",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ACCESS =
            Pattern.compile("regain access on (\\d{4}-\\d{2}-\\d{2}) at (\\d{2}:\\d{2}) UTC", Pattern.CASE_INSENSITIVE);
    /** Google names the limits that were met: one that counts by the day is not free again in a moment. */
    private static final Pattern PER_DAY = Pattern.compile("\"quotaId\"\\s{0,9}:\\s{0,9}\"[^\"]{0,200}PerDay");

    private static final Pattern PER_MODEL = Pattern.compile("\"quotaId\"\\s{0,9}:\\s{0,9}\"[^\"]{0,200}PerModel");
    /** Where Google's days begin (<a href="https://ai.google.dev/gemini-api/docs/rate-limits">rate limits</a>). */
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private Hints() {}

    /** The longest wait that a body asks for, counted from now. */
    static Optional<Duration> read(String body, Instant now) {
        List<Optional<Duration>> waits = new ArrayList<>();
        Matcher words = WORDS.matcher(body);
        while (words.find()) {
            waits.add(Span.read(trimmed(words.group(1))));
        }
        Matcher member = MEMBER.matcher(body);
        while (member.find()) {
            waits.add(member(member.group(1).toLowerCase(Locale.ROOT), member.group(2), now));
        }
        Matcher access = ACCESS.matcher(body);
        if (access.find()) {
            waits.add(until(access.group(1) + "T" + access.group(2) + ":00Z", now));
        }
        return RetryAfter.longest(waits.stream());
    }

    /** Whether Google says that a day's allowance is used up. */
    static boolean isDaySpent(String body) {
        return PER_DAY.matcher(body).find();
    }

    /** Whether the allowance that Google speaks of is one model's, so that others may still be asked. */
    static boolean isOfOneModel(String body) {
        return PER_MODEL.matcher(body).find();
    }

    /** How long Google's day still lasts. */
    static Duration untilGooglesMidnight(Instant now) {
        ZonedDateTime there = now.atZone(PACIFIC);
        ZonedDateTime midnight =
                there.toLocalDate().plusDays(1).atTime(LocalTime.MIDNIGHT).atZone(PACIFIC);
        return Duration.between(there, midnight);
    }

    private static Optional<Duration> member(String name, String value, Instant now) {
        Optional<BigDecimal> number = RetryAfter.number(value);
        return number.isEmpty()
                ? Span.read(value)
                : Optional.of(
                        name.endsWith("ms")
                                ? Span.of(number.get(), 1_000_000L)
                                : RetryAfter.spanOrInstant(number.get(), now));
    }

    private static Optional<Duration> until(String instant, Instant now) {
        try {
            return Optional.of(Duration.between(now, OffsetDateTime.parse(instant)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The span without what joins it to the words after it. */
    private static String trimmed(String span) {
        return span.replaceFirst("(?:[ ,]| and)+$", "");
    }
}
