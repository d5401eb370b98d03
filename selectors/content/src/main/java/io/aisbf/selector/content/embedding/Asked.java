// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.selector.content.embedding.fit.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What is asked, as far as a choice goes by it. Immutable, for all threads. */
final class Asked {
    private static final double EARLIER = 0.3;

    private final float[] vector;
    private final float[] shape;
    private final Set<String> words;
    private final boolean brief;

    private Asked(float[] vector, String excerpt) {
        this.vector = vector;
        this.shape = Shape.of(excerpt);
        this.words = Shape.words(excerpt);
        this.brief = Shape.isBrief(excerpt);
    }

    /**
     * That of a conversation.
     *
     * @param excerpt of what was said last
     * @param vectors of what was said last, and of the turns before it, the newest first
     */
    static Asked of(String excerpt, List<float[]> vectors) {
        float[] sum = new float[vectors.getFirst().length];
        for (int i = 0; i < vectors.size(); i++) {
            Space.add(sum, i == 0 ? 1 : EARLIER, vectors.get(i));
        }
        return new Asked(Space.unit(sum), excerpt);
    }

    /** How code-like what was said last is written, from 0 to 1. */
    double code() {
        return shape[Shape.CODE];
    }

    /** Whether that is so short that it may as well go on with what was said before. */
    boolean brief() {
        return brief;
    }

    /** The words of what was said last. */
    Set<String> words() {
        return words;
    }

    /** Where it lies as seen from the middle of what is commonly asked. */
    float[] seen(float[] origin) {
        return Space.minus(vector, origin);
    }

    /** Its direction from there, and its shape: what a regression weighs. */
    float[] row(float[] origin, Scale scale) {
        float[] direction = Space.unit(seen(origin));
        float[] row = new float[direction.length + Shape.SIZE + 1];
        for (int i = 0; i < direction.length; i++) {
            row[i] = (float) (direction[i] * Scale.VECTOR);
        }
        for (int i = 0; i < Shape.SIZE; i++) {
            row[direction.length + i] = (float) (scale.of(i, shape[i]) * Scale.SHAPE);
        }
        row[row.length - 1] = 1;
        return row;
    }

    /** What brings the figures of shapes to the same width, as the examples have them. */
    static final class Scale {
        /** With vectors this long the regression is as quick for them as for its constant. */
        static final double VECTOR = 6;

        static final double SHAPE = 0.2 * VECTOR;
        private static final double NARROWEST = 0.15;
        private static final double FARTHEST = 3;

        private final double[] means = new double[Shape.SIZE];
        private final double[] widths = new double[Shape.SIZE];

        Scale(List<Asked> examples) {
            for (int i = 0; i < Shape.SIZE; i++) {
                int at = i;
                double mean = examples.stream()
                        .mapToDouble(one -> one.shape[at])
                        .average()
                        .orElse(0);
                double square = examples.stream()
                        .mapToDouble(one -> (one.shape[at] - mean) * (one.shape[at] - mean))
                        .average()
                        .orElse(0);
                means[i] = mean;
                widths[i] = Math.max(NARROWEST, Math.sqrt(square));
            }
        }

        double of(int index, double figure) {
            return Math.clamp((figure - means[index]) / widths[index], -FARTHEST, FARTHEST);
        }
    }

    /** Those of examples, each a conversation of one turn. */
    static List<Asked> of(List<String> excerpts, Function<String, float[]> vectors) {
        List<Asked> asked = new ArrayList<>();
        excerpts.forEach(text -> asked.add(of(text, List.of(vectors.apply(Excerpt.window(text))))));
        return asked;
    }
}
