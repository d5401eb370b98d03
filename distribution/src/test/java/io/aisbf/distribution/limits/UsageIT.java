// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.limits.Asker.Answer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was used and what it cost, as the upstream counted, told in every place; also after the gateway was killed. */
@Timeout(240)
class UsageIT {
    private static final int WORDS = 20;
    private static final int MOST = 10;
    private static final long MICRO_A_TOKEN = 100;
    private static final long BUDGET_MICRO = 100_000;

    @Test
    void aSpentBudgetStaysSpentWhenTheGatewayIsKilled(@TempDir Path state) throws Exception {
        Map<String, String> environment = Map.of("AISBF_STATE_DIR", state.toString());
        try (Meter meter = new Meter(number -> number == 2, Duration.ZERO)) {
            // For a month and not for a day: a test at midnight would see a new one begin.
            String yaml = Product.NO_COOLDOWN + """
                budget: {usd: 0.1, per: month}
                providers:
                  up: {type: openai, endpoint: "%s", api_key: sk-1, retries: 0,
                       models: [{name: text, price: {input: 100, output: 100}}]}
                """.formatted(meter.endpoint());
            try (Product product = Product.start(yaml, environment);
                    Asker asker = new Asker(product.address())) {
                spend(asker, meter);
                assertTrue(meter.asked() > 3, "something was spent: " + meter.asked());
                refused(asker);
                toldAsCounted(asker, meter);
                product.process().toHandle().destroyForcibly();
                product.awaitExit();
            }
            int asked = meter.asked();
            try (Product product = Product.start(yaml, environment);
                    Asker asker = new Asker(product.address())) {
                refused(asker);
                toldAsCounted(asker, meter);
                assertEquals(asked, meter.asked(), "nobody was asked again");
            }
        }
    }

    /** Until the vocabulary is there, calls are held for dearer than they are, and refused while there is room for some. */
    private static void spend(Asker asker, Meter meter) throws Exception {
        long call = (Meter.tokens(WORDS) + MOST) * MICRO_A_TOKEN;
        long start = System.nanoTime();
        boolean refused = false;
        for (int calls = 0;
                !refused || BUDGET_MICRO - (meter.input() + meter.output()) * MICRO_A_TOKEN >= 2 * call;
                calls++) {
            refused = asker.chat("up/text", WORDS, MOST, calls % 2 == 0).status() == 402;
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60), "the budget is never spent");
        }
    }

    private static void refused(Asker asker) throws Exception {
        Answer openai = asker.chat("up/text", WORDS, MOST, false);
        assertEquals(402, openai.status(), openai.toString());
        assertEquals("insufficient_quota", openai.json().at("/error/code").asText(), openai.toString());
        assertEquals("false", openai.header("x-should-retry"), openai.toString());
        Answer anthropic = asker.message("up/text", WORDS, MOST);
        assertEquals(402, anthropic.status(), anthropic.toString());
        assertEquals("billing_error", anthropic.json().at("/error/type").asText(), anthropic.toString());
        assertEquals("false", anthropic.header("x-should-retry"), anthropic.toString());
    }

    /** Sums are written behind the calls' backs: what is missing yet must come soon. */
    private static void toldAsCounted(Asker asker, Meter meter) throws Exception {
        long start = System.nanoTime();
        JsonNode total = total(asker);
        while (total.path("attempts").asInt() < meter.asked()
                && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
            total = total(asker);
        }
        assertEquals(meter.asked(), total.path("attempts").asInt(), total.toString());
        assertEquals(meter.failed(), total.path("failed").asInt(), total.toString());
        assertEquals(meter.input(), total.path("input_tokens").asLong(), total.toString());
        assertEquals(meter.output(), total.path("output_tokens").asLong(), total.toString());
        assertEquals(0, total.path("unpriced").asInt(), total.toString());
        assertEquals(usd(meter.input() + meter.output()), total.path("cost_usd").asText(), total.toString());
    }

    private static JsonNode total(Asker asker) throws Exception {
        return asker.get("/api/usage").json().path("total");
    }

    /** Money for tokens as floating point prints it, and so does the tree that tests read. */
    private static String usd(long tokens) {
        return Double.toString(BigDecimal.valueOf(tokens * MICRO_A_TOKEN, 6).doubleValue());
    }

    @Test
    void usageIsToldByModelInEveryForm() throws Exception {
        try (Meter meter = new Meter();
                Product product = Product.start(priced(meter));
                Asker asker = new Asker(product.address())) {
            for (int i = 0; i < 3; i++) {
                assertEquals(200, asker.chat("up/dear", WORDS, MOST, false).status());
            }
            assertEquals(200, asker.chat("up/unknown", WORDS, MOST, true).status());
            toldOfAll(asker, 4);

            JsonNode told = asker.get("/api/usage?by=model").json();
            assertEquals(2, told.path("rows").size(), told.toString());
            List<String> lines =
                    asker.get("/api/usage?by=model&format=csv").body().lines().toList();
            int input = Meter.tokens(WORDS);
            assertEquals(
                    "model,attempts,failed,uncertain,input_tokens,cached_tokens,output_tokens,reasoning_tokens,unpriced,"
                        + "cost_usd",
                    lines.getFirst());
            assertTrue(
                    lines.contains("dear,3,0,0," + 3 * input + ",0," + 3 * MOST + ",0,0,0.011100"), lines.toString());
            assertTrue(lines.contains("unknown,1,0,0," + input + ",0," + MOST + ",0,1,"), lines.toString());

            String table = Commands.run(product, "usage", "--by", "model");
            assertTrue(table.lines().anyMatch(line -> line.matches(" *dear +3 +0 .* 0\\.011100.*")), table);
            assertTrue(table.lines().anyMatch(line -> line.matches(" *total +4 +0 .*")), table);
        }
    }

    @Test
    void anAnswerSaysWhatItCostWhereThatIsKnown() throws Exception {
        try (Meter meter = new Meter();
                Product product = Product.start(priced(meter));
                Asker asker = new Asker(product.address())) {
            Answer dear = asker.chat("up/dear", WORDS, MOST, false);
            assertEquals("0.003700", dear.header("x-aisbf-cost"), dear.toString());
            Answer unknown = asker.chat("up/unknown", WORDS, MOST, false);
            assertEquals("", unknown.header("x-aisbf-cost"), unknown.toString());
        }
    }

    @Test
    void limitsAreToldAsFullAsTheyAre() throws Exception {
        try (Meter meter = new Meter();
                Product product = Product.start(priced(meter));
                Asker asker = new Asker(product.address())) {
            assertEquals(200, asker.chat("up/dear", WORDS, MOST, false).status());
            JsonNode limits = asker.get("/api/limits").json().path("limits");
            assertEquals(1, limits.size(), limits.toString());
            JsonNode limit = limits.get(0);
            int used = Meter.tokens(WORDS) + MOST;
            assertTrue(limit.path("name").asText().endsWith("rate_limit_TPM"), limit.toString());
            assertEquals("tokens", limit.path("unit").asText(), limit.toString());
            assertEquals(used, limit.path("used").asInt(), limit.toString());
            assertEquals(0, limit.path("reserved").asInt(-1), limit.toString());
            assertEquals(100.0 * used / 1000, limit.path("fill_percent").asDouble(), 0.051, limit.toString());
            String table = Commands.run(product, "limits");
            assertTrue(table.contains("rate_limit_TPM"), table);
        }
    }

    private static String priced(Meter meter) {
        return """
            on_limit: model
            providers:
              up:
                {type: openai, endpoint: "%s", api_key: sk-1,
                 models: [{name: dear, price: {input: 100, output: 100}, rate_limit_TPM: 1000}, {name: unknown}]}
            """.formatted(meter.endpoint());
    }

    private static void toldOfAll(Asker asker, int attempts) throws Exception {
        long start = System.nanoTime();
        while (total(asker).path("attempts").asInt() < attempts) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60), "not told of: " + total(asker));
        }
    }
}
