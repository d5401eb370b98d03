// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A way of saying when an upstream may be asked again; {@link #modes} has all of them. */
@FunctionalInterface
public interface Hint {
    /** How long upstreams ask to be left alone, where they can say it to the millisecond. */
    Duration WAIT = Duration.ofMillis(1200);

    /** What Google says. */
    String GOOGLE = "{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota.\",\"status\":"
            + "\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
            + "\"retryDelay\":\"1.2s\"}]}}";

    /**
     * What is said.
     *
     * @param status the status of the refusal
     * @param headers the lines that say it
     * @param body the body
     * @param until the moment that is meant
     */
    record Said(int status, List<String> headers, String body, Instant until) {}

    /** {@return what is said at that moment} */
    Said at(Instant now);

    /** {@return a mode for each way of saying it} */
    static List<Mode> modes() {
        return List.of(
                Mode.hinting("429-retry-after-seconds", span(429, 1000, "Retry-After: 1")),
                Mode.hinting("429-retry-after-date", Hint::date),
                Mode.hinting("429-retry-after-ms", span(429, 1200, "Retry-After-Ms: 1200", "Retry-After: 1")),
                Mode.hinting(
                        "429-reset-requests",
                        span(429, 1200, "x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: 1.2s")),
                Mode.hinting(
                        "429-reset-tokens",
                        span(429, 1200, "x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 0m1.2s")),
                Mode.hinting("429-reset-anthropic", Hint::anthropic).speaking(Mode.Dialect.ANTHROPIC),
                Mode.hinting("429-words", words("Rate limit reached. Please try again in 1.2s.")),
                Mode.hinting("429-google-retry-info", now -> new Said(429, List.of(), GOOGLE, now.plus(WAIT))),
                Mode.hinting("503-retry-after-seconds", span(503, 1000, "Retry-After: 1")),
                Mode.hinting("529-retry-after-seconds", span(529, 1000, "Retry-After: 1")));
    }

    private static Hint span(int status, int millis, String... headers) {
        return now -> new Said(status, List.of(headers), body("slow down"), now.plusMillis(millis));
    }

    private static Hint words(String words) {
        return now -> new Said(429, List.of(), body(words), now.plus(WAIT));
    }

    private static Said date(Instant now) {
        Instant until = now.plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC));
        return new Said(429, List.of("Retry-After: " + date), body("slow down"), until);
    }

    private static Said anthropic(Instant now) {
        Instant until = now.plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        return new Said(
                429,
                List.of(
                        "anthropic-ratelimit-requests-limit: 50",
                        "anthropic-ratelimit-requests-remaining: 0",
                        "anthropic-ratelimit-requests-reset: " + DateTimeFormatter.ISO_INSTANT.format(until)),
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"too many requests\"}}",
                until);
    }

    private static String body(String words) {
        return "{\"error\":{\"message\":\"" + words + "\",\"type\":\"rate_limit_error\",\"code\":\"rate_limit\"}}";
    }
}
