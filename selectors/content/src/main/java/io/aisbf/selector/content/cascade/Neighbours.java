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

    /**
     * How soon labelled prompts lose their say: one that is nearer by so much has e times the weight. By RouteLLM's
     * answers (MMLU, GSM8K) the order is best from 0.2 to 0.3 on, and better than that of a fixed number of neighbours.
     */
    private static final double REACH = 0.25;

    private static final int STEPS = 127;

    private final List<Known> all;
    private final double strong;
    private final double weak;
    private final int[] lengths;

    /** A prompt: its vector in steps of a scale, its length in characters, and what was judged of it. */
    static final class Known {
        private final byte[] steps;
        private final float scale;
        private final int length;
        private final OptionalDouble strong;
        private final OptionalDouble weak;

        Known(Label label, float[] vector) {
            float largest = 0;
            for (float one : vector) {
                largest = Math.max(largest, Math.abs(one));
            }
            scale = largest == 0 ? 1 : largest / STEPS;
            steps = new byte[vector.length];
            for (int i = 0; i < vector.length; i++) {
                steps[i] = (byte) Math.round(vector[i] / scale);
            }
            length = label.prompt().length();
            strong = label.strong();
            weak = label.weak();
        }

        int length() {
            return length;
        }

        private float cosine(Known other) {
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
        strong = mean(all.stream().map(known -> known.strong).toList());
        weak = mean(all.stream().map(known -> known.weak).toList());
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

    /**
     * By how much the strong model's answer is expected to be better, from -1 to 1: the mean of all that was judged, by
     * nearness (E. A. Nadaraya, On estimating regression, Theory of Probability and its Applications 9, 1964).
     */
    double gain(Known prompt) {
        return gain(prompt, -1);
    }

    /** The same of a labelled prompt by all others. */
    double gain(int labelled) {
        return gain(all.get(labelled), labelled);
    }

    private double gain(Known prompt, int aside) {
        float[] near = new float[all.size()];
        float nearest = -1;
        for (int i = 0; i < near.length; i++) {
            near[i] = i == aside ? Float.NEGATIVE_INFINITY : all.get(i).cosine(prompt);
            nearest = Math.max(nearest, near[i]);
        }
        // One judgement of the average kind, so that each of the two has one.
        double strongSum = strong;
        double strongWeight = 1;
        double weakSum = weak;
        double weakWeight = 1;
        for (int i = 0; i < near.length; i++) {
            double weight = Math.exp((near[i] - nearest) / REACH);
            Known known = all.get(i);
            if (known.strong.isPresent()) {
                strongSum += weight * known.strong.getAsDouble();
                strongWeight += weight;
            }
            if (known.weak.isPresent()) {
                weakSum += weight * known.weak.getAsDouble();
                weakWeight += weight;
            }
        }
        return strongSum / strongWeight - weakSum / weakWeight;
    }
}
