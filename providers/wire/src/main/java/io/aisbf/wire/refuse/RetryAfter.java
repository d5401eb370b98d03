// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import io.aisbf.api.plugin.Upstream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long an upstream asks to be left alone, in every form in which headers say it; what bodies say, {@link Hints}
 * reads. In the order in which they count:
 *
 * <ol>
 *   <li>{@code retry-after} in seconds, as a date or as a span, {@code retry-after-ms} and Azure's {@code
 *       x-ms-retry-after-ms} (RFC 9110, section 10.2.3): the longest of them;
 *   <li>the counters, where one may be meant: {@code x-ratelimit-reset-*}, {@code anthropic-ratelimit-*-reset} and the
 *       IETF's {@code RateLimit} (<a
 *       href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">draft</a>, which gives {@code
 *       Retry-After} the precedence, too);
 *   <li>the body.
 * </ol>
 *
 * <p>The wait is never shorter than what was told. What is negative or no time at all counts as not said; what lies
 * beyond ten years is a mistake and counts as 370 days. Points in time are taken from the upstream's own {@code Date},
 * so that a clock that is wrong, there or here, makes no difference.
 */
final class RetryAfter {
    private static final Duration ABSURD = Duration.ofDays(3653);
    private static final Duration LONGEST = Duration.ofDays(370);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,40}(?:\\.\\d{1,40})?");
    private static final Pattern POLICY = Pattern.compile("(?:^|[;,\\s])(r|t|remaining|reset)\\s?=\\s?(\\d{1,18})");
    /** Numbers above this are points in time in milliseconds since 1970, not in seconds. */
    private static final BigDecimal MILLISECONDS = BigDecimal.valueOf(1_000_000_000_000L);
    /** Numbers above this are points in time in seconds since 1970, not spans. */
    private static final BigDecimal SECONDS = BigDecimal.valueOf(1_000_000_000L);

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;

    /**
     * Counters by the kind of what they count. Where none says that it has run out, those of tokens come first: a
     * request may want more of them than remain, and the ones of requests may be a day's.
     */
    private static final List<List<Counter>> COUNTERS = List.of(
            Stream.of("tokens", "tokens-minute", "tokens-hour", "tokens-day")
                    .map(Counter::xRateLimit)
                    .toList(),
            Stream.of("tokens", "input-tokens", "output-tokens")
                    .map(Counter::anthropic)
                    .toList(),
            Stream.of("requests", "requests-minute", "requests-hour", "requests-day")
                    .map(Counter::xRateLimit)
                    .toList(),
            List.of(Counter.anthropic("requests")),
            List.of(
                    new Counter("x-ratelimit-remaining", "x-ratelimit-reset"),
                    new Counter("x-rate-limit-remaining", "x-rate-limit-reset"),
                    new Counter("ratelimit-remaining", "ratelimit-reset")));

    private final Upstream.Reply reply;
    private final Instant now;

    private RetryAfter(Upstream.Reply reply, Instant now) {
        this.reply = reply;
        this.now = now;
    }

    /** Two headers of one counter. */
    private record Counter(String remaining, String reset) {
        static Counter xRateLimit(String what) {
            return new Counter("x-ratelimit-remaining-" + what, "x-ratelimit-reset-" + what);
        }

        static Counter anthropic(String what) {
            return new Counter("anthropic-ratelimit-" + what + "-remaining", "anthropic-ratelimit-" + what + "-reset");
        }
    }

    /** What the headers say, or else what the body says. */
    static Optional<Duration> of(Upstream.Reply reply, String body, Instant clock) {
        Instant now = sent(reply, clock);
        RetryAfter headers = new RetryAfter(reply, now);
        return headers.told()
                .or(headers::counters)
                .or(() -> Hints.read(body, now))
                .map(RetryAfter::sane);
    }

    /** When the upstream says that it answered; by our own clock if it does not say. */
    static Instant sent(Upstream.Reply reply, Instant clock) {
        return reply.header("date").flatMap(date -> HttpDate.read(date, clock)).orElse(clock);
    }

    /** Not before now, and no absurdity. */
    static Duration sane(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(ABSURD) > 0 ? LONGEST : wait;
    }

    private Optional<Duration> told() {
        return longest(Stream.of(
                header("retry-after", this::spanOrDate),
                header("retry-after-ms", RetryAfter::milliseconds),
                header("x-ms-retry-after-ms", RetryAfter::milliseconds)));
    }

    /** Counters come with every answer: unless this one is about them, only one that has run out says something. */
    private Optional<Duration> counters() {
        if (reply.status() < 400 || (reply.status() < 500 && reply.status() != 429)) {
            return Optional.empty();
        }
        List<Counter> all = COUNTERS.stream().flatMap(List::stream).toList();
        Optional<Duration> spent = longest(Stream.concat(
                all.stream().filter(this::isSpent).map(counter -> header(counter.reset(), this::spanOrDate)),
                Stream.of(policies(true))));
        return spent.isPresent() || reply.status() != 429
                ? spent
                : COUNTERS.stream()
                        .map(kind -> longest(kind.stream().map(counter -> header(counter.reset(), this::spanOrDate))))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .or(() -> policies(false));
    }

    private boolean isSpent(Counter counter) {
        return reply.header(counter.remaining())
                .flatMap(RetryAfter::number)
                .filter(left -> left.signum() == 0)
                .isPresent();
    }

    /**
     * {@code RateLimit: "hourly";r=0;t=1800, "daily";r=10;t=9000}, or as an earlier draft had it, {@code limit=10,
     * remaining=0, reset=7}.
     *
     * @param spent only those that have run out
     */
    private Optional<Duration> policies(boolean spent) {
        Optional<String> header = reply.header("ratelimit");
        if (header.isEmpty()) {
            return Optional.empty();
        }
        String value = header.get().toLowerCase(Locale.ROOT);
        List<String> policies = value.contains("reset") ? List.of(value) : Arrays.asList(value.split(",", -1));
        List<Optional<Duration>> waits = new ArrayList<>();
        for (String policy : policies) {
            boolean empty = false;
            Optional<Duration> wait = Optional.empty();
            Matcher parameter = POLICY.matcher(policy);
            while (parameter.find()) {
                BigDecimal number = new BigDecimal(parameter.group(2));
                boolean remaining = parameter.group(1).startsWith("r")
                        && !parameter.group(1).equals("reset");
                empty |= remaining && number.signum() == 0;
                wait = remaining ? wait : Optional.of(Span.of(number, SECOND));
            }
            waits.add(empty || !spent ? wait : Optional.empty());
        }
        return longest(waits.stream());
    }

    private Optional<Duration> header(String name, Function<String, Optional<Duration>> reading) {
        return reply.header(name).flatMap(reading);
    }

    private Optional<Duration> spanOrDate(String value) {
        return number(value)
                .map(number -> spanOrInstant(number, now))
                .or(() -> Span.read(value))
                .or(() -> HttpDate.read(value, now).map(until -> Duration.between(now, until)))
                .or(() -> instant(value).map(until -> Duration.between(now, until)));
    }

    /** A number that is seconds, or a point in time. */
    static Duration spanOrInstant(BigDecimal value, Instant now) {
        if (value.compareTo(SECONDS) <= 0) {
            return Span.of(value, SECOND);
        }
        long unit = value.compareTo(MILLISECONDS) > 0 ? MILLISECOND : SECOND;
        return Span.of(value, unit).minus(Duration.between(Instant.EPOCH, now));
    }

    private static Optional<Duration> milliseconds(String value) {
        return number(value).map(number -> Span.of(number, MILLISECOND));
    }

    static Optional<BigDecimal> number(String value) {
        String digits = value.strip();
        return NUMBER.matcher(digits).matches() ? Optional.of(new BigDecimal(digits)) : Optional.empty();
    }

    private static Optional<Instant> instant(String value) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(value.strip().replace(' ', 'T')).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<Duration> longest(Stream<Optional<Duration>> waits) {
        return waits.flatMap(Optional::stream).max(Duration::compareTo);
    }
}
