// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Labelled prompts and how near they are to another: how much better the strong model is expected to do than the weak
 * one, by the nearest of them. Vectors have length 1, so that their product is the cosine; they are kept with eight bits
 * a number. Immutable.
 */
final class Neighbours {
    /** None are known. */
    static final Neighbours NONE = new Neighbours(List.of());

    /** By RouteLLM's answers (MMLU, GSM8K) the order is best from some 60 to 120 on, and flat between. */
    private static final int MOST = 80;

    private static final int LEAST = 5;
    private static final int PART = 3;

    /** So many judgements of the average kind are added to those of the neighbours. */
    private static final double PRIOR = 4;

    private static final int STEPS = 127;

    private final List<Known> all;
    private final double strong;
    private final double weak;
    private final int[] lengths;

    /** A labelled prompt: its vector in steps of {@code scale}, its length in characters, and what was judged. */
    record Known(byte[] steps, float scale, int length, OptionalDouble strong, OptionalDouble weak) {
        static Known of(Label label, float[] vector) {
            float largest = 0;
            for (float one : vector) {
                largest = Math.max(largest, Math.abs(one));
            }
            float scale = largest == 0 ? 1 : largest / STEPS;
            byte[] steps = new byte[vector.length];
            for (int i = 0; i < vector.length; i++) {
                steps[i] = (byte) Math.round(vector[i] / scale);
            }
            return new Known(steps, scale, label.prompt().length(), label.strong(), label.weak());
        }

        float cosine(Known other) {
            if (other.steps.length != steps.length) {
                return -1;
            }
            int sum = 0;
            for (int i = 0; i < steps.length; i++) {
                sum += steps[i] * other.steps[i];
            }
            return sum * scale * other.scale;
        }
    }

    private Neighbours(List<Known> all) {
        this.all = all;
        strong = mean(all.stream().map(Known::strong).toList());
        weak = mean(all.stream().map(Known::weak).toList());
        lengths = all.stream().mapToInt(Known::length).sorted().toArray();
    }

    private static double mean(List<OptionalDouble> figures) {
        return figures.stream()
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average()
                .orElse(0.5);
    }

    /** These and more; the oldest make room where there are too many. */
    Neighbours with(List<Known> more, int room) {
        List<Known> together = new ArrayList<>(all);
        together.addAll(more);
        return new Neighbours(List.copyOf(together.subList(Math.max(0, together.size() - room), together.size())));
    }

    int size() {
        return all.size();
    }

    List<Known> all() {
        return all;
    }

    /** The share of labelled prompts that are shorter, from 0 to 1. */
    double longerThan(int length) {
        int at = Arrays.binarySearch(lengths, length);
        int shorter = at < 0 ? -at - 1 : at;
        while (shorter > 0 && lengths[shorter - 1] == length) {
            shorter--;
        }
        return lengths.length == 0 ? 0 : (double) shorter / lengths.length;
    }

    /** By how much the strong model's answer is expected to be better, from -1 to 1; the prompt itself does not count. */
    double gain(Known prompt) {
        int near = Math.min(MOST, Math.max(LEAST, all.size() / PART));
        long[] nearest = nearest(prompt, near);
        double[] sums = {PRIOR * strong, PRIOR, PRIOR * weak, PRIOR};
        for (long one : nearest) {
            Known known = all.get((int) one);
            known.strong().ifPresent(figure -> add(sums, 0, figure));
            known.weak().ifPresent(figure -> add(sums, 2, figure));
        }
        return sums[0] / sums[1] - sums[2] / sums[3];
    }

    private static void add(double[] sums, int at, double figure) {
        sums[at] += figure;
        sums[at + 1]++;
    }

    /** The places of the nearest: the cosine in the upper half of a number, the place in the lower, sorted. */
    private long[] nearest(Known prompt, int wanted) {
        long[] keys = new long[all.size()];
        int count = 0;
        for (int i = 0; i < keys.length; i++) {
            Known known = all.get(i);
            if (known != prompt) {
                keys[count++] = ((long) Math.round(known.cosine(prompt) * Integer.MAX_VALUE / 2) << Integer.SIZE) | i;
            }
        }
        Arrays.sort(keys, 0, count);
        long[] nearest = Arrays.copyOfRange(keys, Math.max(0, count - wanted), count);
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] &= 0xFFFF_FFFFL;
        }
        return nearest;
    }
}
