// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.refuse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long upstreams ask to be left alone; -1 where they do not say. */
class RetryAfterTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # --- told outright
        429 | retry-after: 7                                                                    | 7000
        429 | Retry-After:  0.25                                                                | 250
        429 | retry-after: 0                                                                    | 0
        503 | retry-after: 120                                                                  | 120000
        529 | retry-after: 3                                                                    | 3000
        500 | retry-after: 2                                                                    | 2000
        429 | retry-after: 1m30s                                                                | 90000
        429 | retry-after: 0.0000000001                                                         | 0.000001
        429 | retry-after-ms: 1500                                                              | 1500
        429 | retry-after-ms: 0.5                                                               | 0.5
        429 | x-ms-retry-after-ms: 2500                                                         | 2500
        429 | retry-after: 1795341605                                                           | 5000
        # --- dates
        429 | retry-after: Sun, 22 Nov 2026 10:01:30 GMT                                        | 90000
        429 | retry-after: Sunday, 22-Nov-26 10:01:30 GMT                                       | 90000
        429 | retry-after: Sun Nov 22 10:01:30 2026                                             | 90000
        429 | retry-after: Tue Dec  1 00:00:00 2026                                             | 741600000
        429 | retry-after: Mon, 22 Nov 2026 10:01:30 GMT                                        | 90000
        429 | retry-after: Sun, 22 Nov 2026 11:01:30 +0100                                      | 90000
        429 | retry-after: Sun, 22 Nov 2026 10:01:60 GMT                                        | 120000
        429 | retry-after: 2026-11-22T10:00:02.5Z                                               | 2500
        429 | retry-after: Sun, 22 Nov 2026 09:00:00 GMT                                        | 0
        429 | retry-after: Sunday, 22-Nov-94 10:00:00 GMT                                       | 0
        429 | retry-after: Sun, 22 Nov 2026 12:01:30 GMT; date: Sun, 22 Nov 2026 12:00:00 GMT   | 90000
        429 | retry-after: Sun, 22 Nov 2026 09:01:30 GMT; date: Sun, 22 Nov 2026 09:00:00 GMT   | 90000
        429 | retry-after: Sun, 22 Nov 2026 10:01:30 GMT; date: yesterday                       | 90000
        429 | retry-after: 7; date: Sun, 22 Nov 2026 09:00:00 GMT                               | 7000
        # --- garbage, negatives, absurdities
        429 | retry-after: soon                                                                 | -1
        429 | retry-after: -5                                                                   | -1
        429 | retry-after: Sun, 99 Foo 2026 10:01:30 GMT                                        | -1
        429 | retry-after: Sun, 22 Nov 2026 25:61:99 GMT                                        | -1
        429 | retry-after:                                                                      | -1
        429 | retry-after: NaN; retry-after-ms: 10                                              | 10
        429 | retry-after: 99999999999999999999999                                              | 31968000000
        429 | retry-after: 400000000                                                            | 31968000000
        429 | retry-after: 200000000                                                            | 200000000000
        429 | retry-after: Sun, 22 Nov 9999 10:00:00 GMT                                        | 31968000000
        # --- two that disagree
        429 | retry-after: 5; retry-after-ms: 1500                                              | 5000
        429 | retry-after: 1; retry-after-ms: 1500; x-ms-retry-after-ms: 1700                   | 1700
        429 | retry-after: 2; x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 9s | 2000
        # --- counters
        429 | x-ratelimit-reset-requests: 6m0s                                                  | 360000
        429 | x-ratelimit-reset-tokens: 20ms                                                    | 20
        429 | x-ratelimit-reset-tokens: 1h2m3.5s                                                | 3723500
        429 | x-ratelimit-reset-requests: 1d; x-ratelimit-reset-tokens: 1s                      | 1000
        429 | x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 8s; x-ratelimit-reset-tokens: 1s  | 8000
        429 | x-ratelimit-remaining-tokens: 0; x-ratelimit-reset-requests: 1s; x-ratelimit-reset-tokens: 7.66s | 7660
        429 | x-ratelimit-remaining-requests-day: 0; x-ratelimit-reset-requests-day: 33011.382867; x-ratelimit-reset-tokens-minute: 11.38 | 33011382.867
        429 | x-ratelimit-reset: 1795341605000                                                  | 5000
        429 | x-ratelimit-reset: 1795341605                                                     | 5000
        429 | x-ratelimit-reset: 1795341500                                                     | 0
        429 | x-ratelimit-reset-tokens: 2026-11-22T10:00:02Z                                    | 2000
        429 | anthropic-ratelimit-requests-remaining: 49; anthropic-ratelimit-requests-reset: 2026-11-22T10:05:00Z; anthropic-ratelimit-input-tokens-remaining: 0; anthropic-ratelimit-input-tokens-reset: 2026-11-22T10:00:30Z; anthropic-ratelimit-output-tokens-remaining: 900; anthropic-ratelimit-output-tokens-reset: 2026-11-22T10:00:40Z | 30000
        429 | anthropic-ratelimit-input-tokens-remaining: 200; anthropic-ratelimit-input-tokens-reset: 2026-11-22T10:00:30Z; anthropic-ratelimit-output-tokens-remaining: 900; anthropic-ratelimit-output-tokens-reset: 2026-11-22T10:00:40Z | 40000
        429 | anthropic-ratelimit-requests-remaining: 0; anthropic-ratelimit-requests-reset: 2026-11-22T12:00:09+01:00; date: Sun, 22 Nov 2026 10:59:00 GMT | 69000
        429 | ratelimit-reset: 30                                                               | 30000
        429 | RateLimit: "default";r=0;t=30                                                     | 30000
        429 | RateLimit: "hourly";r=0;t=1800, "burst";r=10;t=9000                               | 1800000
        429 | RateLimit: limit=10, remaining=0, reset=7                                         | 7000
        429 | RateLimit: "default";r=0                                                          | -1
        # --- counters tell nothing where the refusal is not about them
        503 | x-ratelimit-remaining-tokens: 900; x-ratelimit-reset-tokens: 20s                  | -1
        503 | x-ratelimit-remaining-tokens: 0; x-ratelimit-reset-tokens: 20s                    | 20000
        529 | RateLimit: "default";r=5;t=30                                                     | -1
        400 | x-ratelimit-reset-tokens: 20ms                                                    | -1
        400 | retry-after: 7                                                                    | -1
        """)
    void headersSayIt(int status, String headers, double milliseconds) throws Exception {
        assertEquals(span(milliseconds), wait(status, headers.replace("; ", "\n"), ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"error":{"message":"Rate limit reached for gpt-4o. Please try again in 1.2s. Visit https://x"}}         | 1200
        {"error":{"message":"Limit 30000, Used 29000. Please try again in 20ms."}}                              | 20
        {"error":{"message":"on tokens per day (TPD): Limit 100000. Please try again in 1h7m12.288s. Need more tokens?"}} | 4032288
        {"error":{"message":"Please try again in 6m0.5s."}}                                                     | 360500
        {"error":{"message":"Please retry after 26 seconds. Go to https://aka.ms/x"}}                           | 26000
        {"error":{"message":"Retry your request after 1 minute and 5 seconds, please"}}                         | 65000
        {"error":{"message":"Please wait 2 minutes, 3 seconds"}}                                                | 123000
        {"error":{"message":"The limit resets in 2 hours"}}                                                     | 7200000
        {"error":{"code":429,"message":"Please retry in 37.507s.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"37s"}]}} | 37507
        {"error":{"details":[{"retryDelay": "37.5s"}]}}                                                         | 37500
        {"error":{"message":"slow","retry_after":3}}                                                            | 3000
        {"error":{"message":"slow","retry_after_ms":250}}                                                       | 250
        {"error":{"message":"slow","retry_after":-3}}                                                           | -1
        {"error":{"code":429,"message":"Rate limit exceeded: free-models-per-day","metadata":{"headers":{"X-RateLimit-Limit":"50","X-RateLimit-Remaining":"0","X-RateLimit-Reset":"1795341605000"}}}} | 5000
        {"error":{"message":"Please try again in 99999 days"}}                                                  | 31968000000
        {"error":{"message":"Please try again later"}}                                                          | -1
        {"error":{"message":"Please try again in a moment, or in 5 mice"}}                                      | -1
        <html>try again in</html>                                                                               | -1
        """)
    void bodiesSayIt(String body, double milliseconds) throws Exception {
        assertEquals(span(milliseconds), wait(429, "", body));
    }

    @Test
    void headersCountForMoreThanBodies() throws Exception {
        assertEquals(span(2000), wait(429, "retry-after: 2", "{\"error\":\"Please try again in 9s\"}"));
        assertEquals(span(3000), wait(429, "x-ratelimit-reset-tokens: 3s", "{\"error\":\"Please try again in 9s\"}"));
        assertEquals(span(9000), wait(429, "retry-after: soon", "{\"error\":\"Please try again in 9s\"}"));
    }

    @Test
    void aModelThatIsLoadingSaysHowLong() throws Exception {
        String loading = "{\"error\":\"Model x is currently loading\",\"estimated_time\":20.5}";
        assertEquals(span(20_500), wait(503, "", loading));
    }

    @Test
    void aLimitThatEndsWithTheMonthSaysWhen() throws Exception {
        String body = "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"You have reached"
                + " your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.\"}}";
        assertEquals(Optional.of(Duration.ofHours(8 * 24 + 14)), wait(400, "", body));
    }

    @Test
    void googlesDayEndsAtMidnightInCaliforniaUnlessItIsOneModels() throws Exception {
        String body = "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"violations\":"
                + "[{\"quotaId\":\"GenerateRequestsPerDayPerProject\"}]},{\"retryDelay\":\"34s\"}]}}";
        assertEquals(Optional.of(Duration.ofHours(22)), wait(429, "", body));
        assertEquals(span(34_000), wait(429, "", body.replace("PerProject", "PerProjectPerModel-FreeTier")));
    }

    @Test
    void streamsSayItToo() {
        String event = "{\"error\":{\"code\":429,\"message\":\"Please try again in 4s\"}}";
        assertEquals(span(4000), Refused.within(event).details().retryAfter());
    }

    /** Whoever gets a client's own words echoed must not be told to wait by them. */
    @Test
    void theCallersMistakeAsksForNoWait() throws Exception {
        assertEquals(span(-1), wait(400, "", "{\"error\":{\"message\":\"bad value 'try again in 9d'\"}}"));
    }

    private static Optional<Duration> wait(int status, String headers, String body) throws Exception {
        return Refused.with(status, headers, body).details().retryAfter();
    }

    private static Optional<Duration> span(double milliseconds) {
        return milliseconds < 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.round(milliseconds * 1_000_000)));
    }
}
