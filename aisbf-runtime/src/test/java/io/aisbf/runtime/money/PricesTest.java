// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.money;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.select.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {
    private static final Prices PRICES = new Prices();

    private static Optional<Price> of(String type, String model) {
        return PRICES.of(type, model, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o, 2.5",
        "openai, gpt-4o-2024-08-06, 2.5",
        "openai, gpt-4o-2024-05-13, 5",
        "openai, gpt-4o-mini-2024-07-18, 0.15",
        "openai, gpt-4-0613, 30",
        "openai, GPT-4.1, 2",
        "anthropic, claude-3-5-sonnet@20240620, 3",
        "anthropic, claude-3-5-haiku-latest, 0.8",
        "anthropic, claude-sonnet-4-5-20250929, 3",
        "anthropic, claude-opus-4-20250514, 15",
        "anthropic, claude-opus-4-5-20251101, 5",
        "google, models/gemini-2.0-flash-001, 0.1",
        "google, gemini-2.5-flash-lite, 0.1",
    })
    void knowsAModelAndItsDatedVersions(String type, String model, double input) {
        assertEquals(input, of(type, model).orElseThrow().input());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gpt-4o-audio-preview", "gpt-4o-mini-tts", "gpt-5.9", "gpt-5-codex-max", "gpt-4omni", "gpt-", ""
            })
    void doesNotTakeAnotherModelForItsFamily(String model) {
        assertEquals(Optional.empty(), of("openai", model));
    }

    @Test
    void chargesNothingForWhatRunsAtHomeAndKnowsNothingOfStrangers() {
        assertEquals(Optional.of(new Price(0, 0, 0)), of("ollama", "llama3.3:70b"));
        assertEquals(Optional.of(new Price(0, 0, 0)), of("echo", "anything"));
        assertEquals(Optional.empty(), of("acme", "gpt-4o"));
    }

    @Test
    void believesTheOperatorBeforeTheList() {
        Optional<Price> said = Optional.of(new Price(7, 6, 5));
        assertEquals(said, PRICES.of("openai", "gpt-4o", said, 1_000_000));
        assertEquals(said, PRICES.of("acme", "x", said));
    }

    @Test
    void chargesMoreForLongPromptsWhereTheProviderDoes() {
        assertEquals(
                1.25,
                PRICES.of("google", "gemini-2.5-pro", Optional.empty(), 199_999)
                        .orElseThrow()
                        .input());
        assertEquals(
                2.5,
                PRICES.of("google", "gemini-2.5-pro", Optional.empty(), 200_001)
                        .orElseThrow()
                        .input());
        assertEquals(
                1.25,
                PRICES.of("google", "gemini-2.5-pro", Optional.empty(), 200_000)
                        .orElseThrow()
                        .input());
    }

    @Test
    void prefersTheLongerFamily() {
        Prices prices = new Prices("x, a, 1, 1, 1, 0\nx, a-001, 2, 2, 2, 0\nx, *, 3, 3, 3, 0");
        assertEquals(2, prices.of("x", "a-001", Optional.empty()).orElseThrow().input());
        assertEquals(1, prices.of("x", "a-002", Optional.empty()).orElseThrow().input());
        assertEquals(3, prices.of("x", "b", Optional.empty()).orElseThrow().input());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x, a, 1, 1, 1", "x, a, 1, 1, one, 0", "x, a, -1, 1, 1, 0", "x, a, NaN, 1, 1, 0"})
    void saysWhichLineOfAListIsWrong(String line) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> new Prices("# none\n" + line));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("line 2 of the list of prices"), wrong::toString);
    }

    @Test
    void countsCachedWrittenAndFreshTokensEachAtItsPrice() {
        Price price = new Price(3, 0.3, 15);
        assertEquals(3 * 1_000, Prices.microUsd(price, Usage.of(1_000, 0)));
        // 1,000 fresh, 2,000 cached, 4,000 written, 10 out
        assertEquals(3_000 + 600 + 15_000 + 150, Prices.microUsd(price, new Usage(7_000, 2_000, 4_000, 10, 3)));
    }

    @Test
    void roundsHalfToEven() {
        Price half = new Price(0.5, 0, 0);
        assertEquals(0, Prices.microUsd(half, Usage.of(1, 0)));
        assertEquals(2, Prices.microUsd(half, Usage.of(3, 0)));
        assertEquals(2, Prices.microUsd(half, Usage.of(5, 0)));
    }

    @Test
    void survivesUsageThatCannotBe() {
        Price price = new Price(1e9, 1e9, 1e9);
        assertEquals(Long.MAX_VALUE, Prices.microUsd(price, Usage.of(Long.MAX_VALUE, Long.MAX_VALUE)));
        assertEquals(0, Prices.microUsd(new Price(1, 0, 1), new Usage(5, 50, 0, -7, 0)));
    }

    @Test
    void isNeverFurtherThanHalfAMillionthFromTheExactSum() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            Price price = new Price(random.nextInt(1, 5_000) / 1000.0, random.nextInt(1, 500) / 1000.0, 1.01);
            int written = random.nextBoolean() ? 0 : random.nextInt(1000);
            Usage usage = new Usage(random.nextInt(1_000_000), random.nextInt(1000), written, random.nextInt(99), 0);
            long fresh = Math.max(0, usage.input() - usage.cachedInput() - usage.cacheWrite());
            BigDecimal exact = BigDecimal.valueOf(price.input())
                    .multiply(BigDecimal.valueOf(fresh).add(BigDecimal.valueOf(usage.cacheWrite() * 1.25)))
                    .add(BigDecimal.valueOf(price.cachedInput()).multiply(BigDecimal.valueOf(usage.cachedInput())))
                    .add(BigDecimal.valueOf(1.01).multiply(BigDecimal.valueOf(usage.output())));
            assertEquals(exact.setScale(0, RoundingMode.HALF_EVEN), BigDecimal.valueOf(Prices.microUsd(price, usage)));
        }
    }

    @Test
    void knowsUpToWhichLengthNobodyChargesMore() {
        assertTrue(new Prices().isUsual(100_000));
        assertFalse(new Prices().isUsual(100_001));
        assertTrue(new Prices("acme, m, 1, 1, 1, 0").isUsual(Long.MAX_VALUE));
    }
}
