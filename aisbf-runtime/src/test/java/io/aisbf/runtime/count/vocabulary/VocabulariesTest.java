// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.aisbf.api.json.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabulariesTest {
    private static final int MEGABYTE = 1 << 20;
    private static final Encoding TRUTH = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final Vocabularies LOADED = new Vocabularies(Runnable::run, new Random(1));

    private static TextCounter loaded() {
        LOADED.counter(Vocabulary.O200K);
        return LOADED.counter(Vocabulary.O200K);
    }

    @Test
    void countsRoughlyUntilTheVocabularyIsThere() {
        List<Runnable> waiting = new ArrayList<>();
        Vocabularies vocabularies = new Vocabularies(waiting::add, new Random(1));
        assertTrue(vocabularies.counter(Vocabulary.CL100K).rough());
        assertTrue(vocabularies.counter(Vocabulary.CL100K).rough());
        assertEquals(1, waiting.size(), "loaded once");
        assertTrue(vocabularies.counter(Vocabulary.CL100K).count("four score and seven") > 3);
        waiting.getFirst().run();
        assertFalse(vocabularies.counter(Vocabulary.CL100K).rough());
        assertEquals(2, vocabularies.counter(Vocabulary.CL100K).count("hello world"));
    }

    @Test
    void countsShortTextsExactly() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String text = prose(random, random.nextInt(4_000));
            assertEquals(TRUTH.countTokensOrdinary(text), loaded().count(text));
            assertEquals(TRUTH.countTokensOrdinary(text), loaded().count(text), "the second time");
        }
    }

    @Test
    void countsLongTextsToAThousandth() {
        Random random = new Random(8);
        for (int i = 0; i < 20; i++) {
            String text = prose(random, 20_000 + random.nextInt(200_000));
            long exact = TRUTH.countTokensOrdinary(text);
            assertEquals((double) exact, (double) loaded().count(text), exact / 1000.0 + 1);
        }
    }

    @Test
    void guessesTheRestOfVeryLongTextsWell() {
        String text = prose(new Random(9), 3 * MEGABYTE);
        long exact = TRUTH.countTokensOrdinary(text);
        assertEquals((double) exact, (double) new Pieces(TRUTH, 42).count(text), exact / 100.0);
    }

    @Test
    void cannotBeToldLessByHidingDenseTextInALongOne() {
        // Letters that make few tokens everywhere but where nobody may look, and there signs that make many.
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            text.append((i % 3 == 0 ? "word " : "\u2603").repeat(i % 3 == 0 ? 819 : 4096));
        }
        long exact = TRUTH.countTokensOrdinary(text.toString());
        assertTrue(new Pieces(TRUTH, 42).count(text.toString()) > exact / 2, () -> "of " + exact);
    }

    @Test
    void takesControlTokensForText() {
        assertTrue(loaded().count("<|endoftext|>") > 1);
        assertTrue(loaded().count("say <|endoftext|> and <|im_start|> to it") > 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "=",
                " ",
                "\n",
                "中",
                "é",
                "\ud83d\ude00",
                "\ud83d",
                "\ude00",
                "\u0000",
                "a=",
                "\u0301",
                "\u200d"
            })
    void countsAMegabyteOfOneSignInBoundedTime(String sign) {
        String text = sign.repeat(MEGABYTE / sign.length());
        loaded().count(sign.repeat(50_000));
        assertTimeout(Duration.ofSeconds(30), () -> assertTrue(loaded().count(text) > 1_000));
        long best = IntStream.range(0, 10).mapToLong(_ -> nanos(text)).min().orElseThrow();
        assertTrue(best < Duration.ofMillis(100).toNanos(), () -> "it is counted again: " + best + " ns");
    }

    /** How long counting takes. */
    private static long nanos(String text) {
        long start = System.nanoTime();
        loaded().count(text);
        return System.nanoTime() - start;
    }

    @Test
    void countsSixteenMegabytesInBoundedTime() {
        String text = "中".repeat(16 * MEGABYTE);
        assertTimeout(Duration.ofSeconds(60), () -> assertTrue(loaded().count(text) > 10 * MEGABYTE));
    }

    @Test
    void countsJsonAsItIsSpelled() {
        String json = "{\"type\":\"object\",\"properties\":{\"straße\":{\"type\":\"string\"}}}";
        assertEquals(TRUTH.countTokensOrdinary(json), loaded().count(RawJson.of(json)));
        assertEquals(TRUTH.countTokensOrdinary(json), loaded().count(RawJson.of(json)), "the second time");
        assertEquals(TRUTH.countTokensOrdinary("{}"), loaded().count(RawJson.of("{}")));
    }

    private static String prose(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 20);
        while (text.length() < length) {
            for (int i = random.nextInt(1, 11); i > 0; i--) {
                text.append((char) (random.nextInt(40) == 0 ? 'à' + random.nextInt(20) : 'a' + random.nextInt(26)));
            }
            text.append(random.nextInt(12) == 0 ? ".\n" : " ");
        }
        text.setLength(length);
        return text.toString();
    }
}
