// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.json.JacksonJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Estimates against what the published tokenizers of seven families make of recorded texts: {@code samples.tsv}, which
 * names the packages and was made by {@code samples.mjs} beside it.
 */
class CalibrationSamplesTest {
    private static final Tokens TOKENS = new Tokens(Runnable::run, new Random(2));
    private static final int ANSWERS = 50;
    private static final int SHUFFLES = 20;

    private static final List<String[]> ROWS = rows();

    /** A text, and how many tokens a provider would tell for it. */
    private record Sample(ChatRequest request, long tokens, long counted) {}

    /** How far estimates were off: all together, and each alone in the middle and at the end of a tenth. */
    private record Errors(double sum, double median, double tenth) {}

    private static List<String[]> rows() {
        String file = "samples.tsv";
        try (InputStream in = Objects.requireNonNull(CalibrationSamplesTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What a provider puts round a text that is all of a request. */
    private static final long FRAME = 9;

    private static List<Sample> samples(String family) {
        int column = List.of(ROWS.getFirst()).indexOf(family);
        assertTrue(column > 0, family);
        JacksonJson json = new JacksonJson();
        List<Sample> samples = new ArrayList<>();
        for (String[] row : ROWS.subList(1, ROWS.size())) {
            String text = json.text(RawJson.of(row[row.length - 1]));
            long tokens = Long.parseLong(row[column]);
            ChatRequest request = ChatRequest.of("m", List.of(Message.of(Role.USER, text)));
            samples.add(new Sample(request, tokens, tokens + FRAME));
        }
        return samples;
    }

    private static Errors errors(Tokens tokens, String model, List<Sample> samples) {
        List<Double> single = new ArrayList<>();
        long estimated = 0;
        long counted = 0;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            Estimate estimate = tokens.estimate(sample.request(), "acme", model);
            if (i < ANSWERS) {
                tokens.learn("acme", model, estimate, Usage.of(sample.counted(), 1));
            } else {
                estimated += estimate.tokens();
                counted += sample.counted();
                single.add(Math.abs(estimate.tokens() - sample.counted()) / (double) sample.counted());
            }
        }
        Collections.sort(single);
        return new Errors(
                Math.abs(estimated - counted) / (double) counted,
                single.get(single.size() / 2),
                single.get(single.size() * 9 / 10));
    }

    @Test
    void thereAreEnoughOfThem() {
        assertTrue(ROWS.size() > 120, () -> ROWS.size() + " rows");
        assertEquals(12, ROWS.stream().skip(1).map(row -> row[0]).distinct().count());
    }

    @ParameterizedTest
    @CsvSource({
        "o200k, gpt-4o",
        "cl100k, gpt-4",
        "claude, claude-sonnet-5",
        "gemini, gemini-2.5-pro",
        "llama, llama-3.1-70b",
        "qwen, qwen3-32b",
        "deepseek, deepseek-v3",
    })
    void afterFiftyAnswersTheRestIsWithinThreePercent(String family, String model) {
        List<Sample> samples = samples(family);
        for (int seed = 0; seed < SHUFFLES; seed++) {
            // A model's name of its own each time: what was learned in one order is not known in the next.
            String own = model + "-" + seed;
            TOKENS.prepare("acme", own);
            Collections.shuffle(samples, new Random(seed));
            Errors errors = errors(TOKENS, own, samples);
            System.getLogger("count").log(System.Logger.Level.INFO, "{0} {1}: {2}", family, seed, errors);
            String told = family + " in order " + seed + ": " + errors;
            assertTrue(errors.sum() < 0.03, told);
            assertTrue(errors.median() < 0.05, told);
            assertTrue(errors.tenth() < 0.16, told);
        }
    }

    @ParameterizedTest
    @CsvSource({"o200k, gpt-4o", "cl100k, gpt-4"})
    void ourOwnVocabulariesAreThePublishedOnes(String family, String model) {
        TOKENS.prepare("openai", model);
        for (Sample sample : samples(family)) {
            String text = sample.request().messages().getFirst().text();
            assertEquals(sample.tokens(), TOKENS.count(text, "openai", model), text);
        }
    }
}
