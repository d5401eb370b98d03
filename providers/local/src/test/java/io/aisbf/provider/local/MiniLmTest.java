// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.testing.Together;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MiniLmTest {
    private static MiniLm model;

    @BeforeAll
    static void load() throws IOException {
        model = MiniLm.load(1);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** The similarities that the model's makers print for these three (sbert.net, quickstart): .6660, .1046 and .1411. */
    @Test
    void similaritiesAreThoseOfTheModelsMakers() {
        List<float[]> vectors = model.embed(
                List.of("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."));
        assertEquals(.6660, cosine(vectors.get(0), vectors.get(1)), .03);
        assertEquals(.1046, cosine(vectors.get(0), vectors.get(2)), .03);
        assertEquals(.1411, cosine(vectors.get(1), vectors.get(2)), .03);
    }

    @Test
    void everyVectorHasLengthOne() {
        for (String text : List.of("a", "Hello, world!", "long ".repeat(500), "日本語", "")) {
            float[] vector = model.embed(List.of(text)).getFirst();
            assertEquals(MiniLm.DIMENSIONS, vector.length);
            assertEquals(1, cosine(vector, vector), 1e-5);
        }
    }

    @Test
    void whatComesAfterTheFirst128TokensCounts() {
        String beginning = "The committee met on Tuesday to discuss the budget. ".repeat(15);
        assertTrue(model.tokens(beginning) > 128);
        float[] plain = model.embed(List.of(beginning)).getFirst();
        float[] other = model.embed(List.of(beginning + "Penguins breed in the Antarctic winter. ".repeat(15)))
                .getFirst();
        assertTrue(cosine(plain, other) < .9, () -> "cosine " + cosine(plain, other));
    }

    @Test
    void aTextsVectorDoesNotDependOnItsNeighbours() {
        String text = "What is the capital of France?";
        List<float[]> together = model.embed(List.of("x", text, "a much longer text ".repeat(50), text));
        float[] alone = model.embed(List.of(text)).getFirst();
        assertArrayEquals(alone, together.get(1));
        assertArrayEquals(alone, together.get(3));
    }

    @Test
    void manyThreadsGetTheSame() throws InterruptedException {
        float[] alone = model.embed(List.of("Everybody asks this.")).getFirst();
        for (float[] vector : Together.run(
                16, () -> model.embed(List.of("Everybody asks this.")).getFirst())) {
            assertArrayEquals(alone, vector);
        }
    }

    @Test
    void takesAsMuchAsThereArePositionsAndNotOneMore() {
        String most = "word ".repeat(MiniLm.LONGEST - 2);
        assertEquals(MiniLm.LONGEST, model.tokens(most));
        assertEquals(1, model.embed(List.of(most)).size());
        IllegalArgumentException told =
                assertThrows(IllegalArgumentException.class, () -> model.embed(List.of(most + "word")));
        assertEquals("the text has 513 tokens, and all-minilm-l6-v2 takes at most 512", told.getMessage());
    }

    @Test
    void threadsOfOneTextChangeNothing() throws IOException {
        try (MiniLm wide = MiniLm.load(2)) {
            List<String> texts = List.of("The cat sits on the mat.");
            assertEquals(
                    1, cosine(model.embed(texts).getFirst(), wide.embed(texts).getFirst()), 1e-3);
        }
    }

    static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
