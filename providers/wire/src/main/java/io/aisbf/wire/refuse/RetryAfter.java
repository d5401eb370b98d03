// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import io.aisbf.api.plugin.Upstream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an upstream asks to be left alone, in every form in which upstreams say it: {@code retry-after-ms}, {@code
 * retry-after} in seconds or as a date (RFC 9110, section 10.2.3), {@code x-ratelimit-reset-*} as spans ({@code 6m0s}),
 * seconds or a point in time, and words in the body ({@code Please try again in 1.2s}, {@code "retryDelay": "37s"}).
 */
final class RetryAfter {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(?:\\.\\d{1,30})?");
    private static final Pattern SPAN = Pattern.compile(
            "(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+(?:\\.\\d+)?)s)?(?:(\\d+(?:\\.\\d+)?)ms)?");
    private static final Pattern HINT = Pattern.compile(
            "(?:try again in\\s+|\"retryDelay\"\\s*:\\s*\")((?:\\d+(?:\\.\\d+)?(?:ms|[dhms]))+)",
            Pattern.CASE_INSENSITIVE);
    /** Numbers above this are points in time in milliseconds, not seconds. */
    private static final double MILLISECONDS = 1e12;
    /** Numbers above this are points in time in seconds, not spans. */
    private static final double SECONDS = 1e9;

    private final Upstream.Reply reply;
    private final Instant now;

    private RetryAfter(Upstream.Reply reply, Instant now) {
        this.reply = reply;
        this.now = now;
    }

    /** What the headers say, or else what the body says. */
    static Optional<Duration> of(Upstream.Reply reply, String body, Instant now) {
        RetryAfter headers = new RetryAfter(reply, now);
        return headers.milliseconds()
                .or(headers::seconds)
                .or(() -> reply.status() == 429 ? headers.reset() : Optional.empty())
                .or(() -> inBody(body))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private Optional<Duration> milliseconds() {
        return reply.header("retry-after-ms").flatMap(RetryAfter::number).map(ms -> nanos(ms * 1e6));
    }

    private Optional<Duration> seconds() {
        return reply.header("retry-after")
                .flatMap(value -> number(value).map(s -> nanos(s * 1e9)).or(() -> date(value)));
    }

    /** The counter that has run out, if one says so; else the tokens', since the requests' may be a day's. */
    private Optional<Duration> reset() {
        for (String what : new String[] {"-tokens", "-requests"}) {
            if (reply.header("x-ratelimit-remaining" + what).filter("0"::equals).isPresent()) {
                Optional<Duration> reset = reset(what);
                if (reset.isPresent()) {
                    return reset;
                }
            }
        }
        return reset("-tokens").or(() -> reset("-requests")).or(() -> reset(""));
    }

    private Optional<Duration> reset(String what) {
        return reply.header("x-ratelimit-reset" + what)
                .flatMap(value -> number(value)
                        .map(this::spanOrInstant)
                        .or(() -> span(value))
                        .or(() -> instant(value)));
    }

    private Duration spanOrInstant(double value) {
        if (value > MILLISECONDS) {
            return Duration.between(now, Instant.ofEpochMilli((long) value));
        }
        return value > SECONDS ? Duration.between(now, Instant.ofEpochSecond((long) value)) : nanos(value * 1e9);
    }

    private Optional<Duration> date(String value) {
        try {
            return Optional.of(
                    Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.strip()))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<Duration> instant(String value) {
        try {
            return Optional.of(Duration.between(now, Instant.parse(value.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> inBody(String body) {
        Matcher hint = HINT.matcher(body);
        return hint.find() ? span(hint.group(1)) : Optional.empty();
    }

    private static Optional<Duration> span(String value) {
        Matcher span = SPAN.matcher(value.strip());
        if (value.isBlank() || !span.matches()) {
            return Optional.empty();
        }
        double seconds = part(span, 1) * 86_400 + part(span, 2) * 3_600 + part(span, 3) * 60 + part(span, 4);
        return Optional.of(nanos(seconds * 1e9 + part(span, 5) * 1e6));
    }

    private static double part(Matcher span, int group) {
        return span.group(group) == null ? 0 : Double.parseDouble(span.group(group));
    }

    private static Optional<Double> number(String value) {
        String digits = value.strip();
        return NUMBER.matcher(digits).matches() ? Optional.of(Double.parseDouble(digits)) : Optional.empty();
    }

    private static Duration nanos(double nanos) {
        return Duration.ofNanos((long) Math.ceil(nanos));
    }
}
