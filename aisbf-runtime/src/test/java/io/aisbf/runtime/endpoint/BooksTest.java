// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.ledger.Ledger.By;
import io.aisbf.runtime.ledger.Ledger.Question;
import io.aisbf.runtime.ledger.Ledger.Sum;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limit.Period;
import io.aisbf.runtime.limits.Limit.Unit;
import io.aisbf.runtime.limits.Limit.Window;
import io.aisbf.runtime.limits.Limiter.Fill;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the gateway says of usage and limits, over HTTP. */
@Timeout(30)
class BooksTest {
    private static final List<Sum> SUMS = List.of(
            new Sum(List.of("openai", "gpt-4o"), 10, 1, 1000, 200, 300, 40, OptionalLong.of(1_234_567), 0, 2),
            new Sum(List.of("p", "=cmd|' /C calc'!A0,\"x\""), 2, 2, 0, 0, 0, 0, OptionalLong.empty(), 2, 0));
    private static final List<Fill> FILLS = List.of(
            new Fill(
                    new Limit(
                            "providers.p.rate_limit_TPM",
                            Unit.TOKENS,
                            30_000,
                            new Window.Sliding(Duration.ofMinutes(1))),
                    10_000,
                    500),
            new Fill(
                    new Limit("budget.month", Unit.MICRO_USD, 20_000_000, new Window.Calendar(Period.MONTH)),
                    5_000_001,
                    0),
            new Fill(
                    new Limit("providers.p.rate_limit", Unit.REQUESTS, 1, new Window.Spacing(Duration.ofMillis(500))),
                    0,
                    0));

    private final KeptBooks books = new KeptBooks(SUMS, FILLS);

    private String get(String path) throws IOException {
        try (Door door =
                new Door(Door::echo, false, Duration.ofSeconds(15), Optional.of(books.books()), new PlainFormat())) {
            return door.ask("GET " + path, "", "");
        }
    }

    @Test
    void tellsOfUsageInTheGatewaysWords() throws IOException {
        String told = get("/api/usage?by=model,provider&from=2026-11-01&until=2026-11-22T10:00:00+01:00");
        assertTrue(told.startsWith("HTTP/1.1 200"), told);
        assertTrue(
                told.endsWith("{\"from\":\"2026-11-01T00:00:00Z\",\"until\":\"2026-11-22T09:00:00Z\","
                        + "\"by\":[\"provider\",\"model\"],\"rows\":["
                        + "{\"provider\":\"openai\",\"model\":\"gpt-4o\",\"attempts\":10,\"failed\":1,\"uncertain\":2,"
                        + "\"input_tokens\":1000,\"cached_tokens\":200,\"output_tokens\":300,\"reasoning_tokens\":40,"
                        + "\"unpriced\":0,\"cost_usd\":1.234567},"
                        + "{\"provider\":\"p\",\"model\":\"=cmd|' /C calc'!A0,\\\"x\\\"\",\"attempts\":2,\"failed\":2,"
                        + "\"uncertain\":0,\"input_tokens\":0,\"cached_tokens\":0,\"output_tokens\":0,"
                        + "\"reasoning_tokens\":0,\"unpriced\":2}],"
                        + "\"total\":{\"attempts\":12,\"failed\":3,\"uncertain\":2,\"input_tokens\":1000,"
                        + "\"cached_tokens\":200,\"output_tokens\":300,\"reasoning_tokens\":40,\"unpriced\":2,"
                        + "\"cost_usd\":1.234567}}"),
                told);
        assertEquals(
                List.of(new Question(
                        Instant.parse("2026-11-01T00:00:00Z"),
                        Instant.parse("2026-11-22T09:00:00Z"),
                        Set.of(By.PROVIDER, By.MODEL))),
                books.asked());
    }

    @Test
    void givesUsageToSpreadsheetsWithoutFormulas() throws IOException {
        String told = get("/api/usage?format=csv");
        assertTrue(told.startsWith("HTTP/1.1 200"), told);
        assertTrue(told.contains("text/csv; charset=utf-8"), told);
        assertTrue(
                told.endsWith("\r\n\r\nprovider,model,attempts,failed,uncertain,input_tokens,cached_tokens,"
                        + "output_tokens,reasoning_tokens,unpriced,cost_usd\r\n"
                        + "openai,gpt-4o,10,1,2,1000,200,300,40,0,1.234567\r\n"
                        + "p,\"'=cmd|' /C calc'!A0,\"\"x\"\"\",2,2,0,0,0,0,0,2,\r\n"),
                told);
    }

    @Test
    void saysWhatMayBeAskedInstead() throws IOException {
        String told = get("/api/usage?by=colour");
        assertTrue(told.startsWith("HTTP/1.1 400"), told);
        assertTrue(
                told.contains("by wants one or several of asked, client, day, hour, key, model, outcome, provider,"
                        + " rotation, with commas between them, found 'colour'"),
                told);
        assertEquals(List.of(), books.asked());
    }

    @Test
    void tellsHowFullLimitsAre() throws IOException {
        Instant before = Instant.now();
        String told = get("/api/limits");
        assertTrue(told.startsWith("HTTP/1.1 200"), told);
        assertTrue(
                told.contains("{\"limits\":[{\"name\":\"providers.p.rate_limit_TPM\",\"unit\":\"tokens\","
                        + "\"most\":30000,\"used\":10000,\"reserved\":500,\"fill_percent\":35,\"window\":\"sliding\","
                        + "\"window_ms\":60000,\"resets\":\""),
                told);
        assertTrue(
                told.contains("{\"name\":\"budget.month\",\"unit\":\"usd\",\"most\":20.000000,\"used\":5.000001,"
                        + "\"reserved\":0.000000,\"fill_percent\":25,\"window\":\"month\",\"resets\":\""),
                told);
        assertTrue(
                told.endsWith("{\"name\":\"providers.p.rate_limit\",\"unit\":\"requests\",\"most\":1,\"used\":0,"
                        + "\"reserved\":0,\"fill_percent\":0,\"window\":\"spacing\",\"window_ms\":500}]}"),
                told);
        Instant resets = Instant.parse(told.replaceAll("(?s).*?\"resets\":\"([^\"]+)\".*", "$1"));
        assertTrue(!resets.isBefore(before.plusSeconds(60)) && resets.isBefore(before.plusSeconds(90)), told);
        assertTrue(told.matches("(?s).*\"month\",\"resets\":\"\\d{4}-\\d\\d-01T00:00:00Z\".*"), told);
    }
}
