// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegressionTest {
    private final Random random = new Random(1);
    private final List<float[]> rows = new ArrayList<>();

    /** Three clouds of unequal size round the corners of a triangle. */
    private int[] clouds(int... sizes) {
        int[] classes = new int[sizes[0] + sizes[1] + sizes[2]];
        for (int one = 0; one < sizes.length; one++) {
            for (int i = 0; i < sizes[one]; i++) {
                classes[rows.size()] = one;
                rows.add(new float[] {
                    (float) (3 * Math.cos(one * 2.1) + random.nextGaussian()),
                    (float) (3 * Math.sin(one * 2.1) + random.nextGaussian()),
                    1
                });
            }
        }
        return classes;
    }

    @Test
    void tellsCloudsApartHoweverUnequal() throws Exception {
        int[] classes = clouds(200, 20, 5);
        Regression fitted = Regression.fit(rows, classes, 3, 0.01);
        int right = 0;
        for (int i = 0; i < classes.length; i++) {
            right += Space.greatest(fitted.figures(rows.get(i))) == classes[i] ? 1 : 0;
        }
        assertTrue(right > 0.95 * classes.length, right + " of " + classes.length);
    }

    @Test
    void theSameExamplesGiveTheSameWeights() throws Exception {
        int[] classes = clouds(30, 30, 30);
        float[] row = {0.3f, -0.2f, 1};
        assertArrayEquals(
                Regression.fit(rows, classes, 3, 0.01).figures(row),
                Regression.fit(rows, classes, 3, 0.01).figures(row));
    }

    @Test
    void whatIsFittedIsTheLeastOfTheLoss() throws Exception {
        int[] classes = clouds(20, 20, 20);
        Regression fitted = Regression.fit(rows, classes, 3, 0.05);
        // At the least, what is expected of each class is what there is of it.
        double[] expected = new double[3];
        for (float[] row : rows) {
            double[] shares = Space.shares(fitted.figures(row), 1);
            for (int i = 0; i < 3; i++) {
                expected[i] += shares[i];
            }
        }
        for (double count : expected) {
            assertEquals(20, count, 0.5);
        }
    }

    @Test
    void stopsWhenInterrupted() {
        int[] classes = clouds(5, 5, 5);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Regression.fit(rows, classes, 3, 0.01));
    }
}
