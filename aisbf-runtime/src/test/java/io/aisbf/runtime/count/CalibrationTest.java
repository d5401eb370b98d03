// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Usage;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    private static final Encoding TRUTH = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final List<String> WORDS = List.of(
            "gateway",
            "provider",
            "the",
            "of",
            "limit",
            "budget",
            "retries",
            "{\"id\":",
            "42",
            "};",
            "return",
            "and",
            "Grundstücksverkehr",
            "is",
            "a",
            "wonderful",
            "config.yaml",
            "->",
            "http://localhost:8080",
            "\n",
            "not");

    private static String text(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return text.toString();
    }

    /** The mean error of 50 estimates after 50 answers of a model that counts like that. */
    private static double error(String model, ToLongFunction<String> truth, int seed) {
        Random random = new Random(seed);
        Tokens tokens = new Tokens(Runnable::run, random);
        tokens.prepare("openai", model);
        double sum = 0;
        for (int i = 0; i < 100; i++) {
            String text = text(random, (int) Math.exp(3 + random.nextDouble() * 5));
            ChatRequest request = ChatRequest.of("m", List.of(Message.of(Role.USER, text)));
            Estimate estimate = tokens.estimate(request, "acme", model);
            long counted = truth.applyAsLong(text);
            if (i < 50) {
                tokens.learn("acme", model, estimate, Usage.of(counted, 1));
            } else {
                sum += Math.abs(estimate.tokens() - counted) / (double) counted;
            }
        }
        return sum / 50;
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, O200K_BASE, 1, 0",
        "claude-x, CL100K_BASE, 1.17, 8",
        "claude-x, CL100K_BASE, 1.45, 560",
        "gemini-x, O200K_BASE, 1.08, 2",
        "qwen-x, CL100K_BASE, 0.9, 30",
    })
    void comesWithinThreePercentAfterFiftyAnswers(String model, EncodingType type, double factor, int overhead) {
        Encoding truth = Encodings.newLazyEncodingRegistry().getEncoding(type);
        Random noise = new Random(99);
        double error = error(
                model,
                text -> Math.round(
                        overhead + factor * truth.countTokensOrdinary(text) * (1 + 0.015 * noise.nextGaussian())),
                7);
        assertTrue(error < 0.03, () -> model + ": " + error);
    }

    @Test
    void correctsAVocabularyThatIsNotTheModels() {
        double error = error("gpt-4", text -> 7 + TRUTH.countTokensOrdinary(text), 8);
        assertTrue(error < 0.03, () -> "cl100k for o200k: " + error);
    }

    @Test
    void doesNotLetOneShortPromptSpoilLongOnes() {
        Calibration once = Calibration.NONE.with(10, 360);
        assertEquals(360, (double) once.apply(10), 40.0);
        assertEquals(100_350, (double) once.apply(100_000), 3_000.0);
    }

    @Test
    void staysWithinItsBoundsWhateverProvidersSay() {
        Random random = new Random(13);
        for (int i = 0; i < 2_000; i++) {
            Calibration calibration = Calibration.NONE;
            for (int answers = random.nextInt(60); answers >= 0; answers--) {
                long estimated = random.nextLong(1, 1L << random.nextInt(1, 62));
                calibration = calibration.with(estimated, random.nextLong(1, 1L << random.nextInt(1, 62)));
            }
            assertTrue(calibration.factor() >= Calibration.LEAST && calibration.factor() <= Calibration.MOST);
            assertTrue(Math.abs(calibration.overhead()) <= Calibration.OVERHEAD);
            long applied = calibration.apply(1_000_000);
            assertTrue(applied >= 300_000 && applied <= 3_000_000 + Calibration.OVERHEAD, () -> "" + applied);
        }
    }

    @Test
    void followsAModelThatChanges() {
        Calibration calibration = Calibration.NONE;
        for (int i = 1; i <= 300; i++) {
            long estimated = 500 + i * 37L % 9_000;
            calibration = calibration.with(estimated, Math.round(estimated * (i <= 100 ? 1.0 : 1.35)));
        }
        assertEquals(13_500, (double) calibration.apply(10_000), 300.0);
    }
}
