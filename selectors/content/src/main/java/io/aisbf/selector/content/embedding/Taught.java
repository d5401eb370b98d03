// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.selector.content.embedding.Asked.Scale;
import io.aisbf.selector.content.embedding.fit.Regression;
import io.aisbf.selector.content.embedding.fit.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What examples say: which of the routes that have some a request is for, and whether it is unlike all of them. The
 * former is told by regression, the latter by the distance to the nearest middle of a route's examples: the one is better
 * at telling routes apart, the other at what belongs to none. Immutable, for all threads.
 */
final class Taught {
    private static final double PENALTY = 18;
    private static final double LEAST_PENALTY = 3e-4;
    private static final double MOST_PENALTY = 0.4;

    /** Fewer examples than these say nothing of how far from them a request may be. */
    private static final int ENOUGH = 3;

    private final float[] origin;
    private final Scale scale;
    private final Regression regression;
    private final List<float[]> middles = new ArrayList<>();
    private final double nearest;

    /**
     * Learns.
     *
     * @param examples those of each route, at least one each
     * @param refuse the share of the examples that may be taken for unlike all, each measured without itself
     */
    Taught(List<List<Asked>> examples, float[] origin, double refuse) throws InterruptedException {
        this.origin = origin;
        List<Asked> all = examples.stream().flatMap(List::stream).toList();
        scale = new Scale(all);
        List<float[]> rows = new ArrayList<>();
        int[] classes = new int[all.size()];
        for (int route = 0; route < examples.size(); route++) {
            List<Asked> own = examples.get(route);
            Arrays.fill(classes, rows.size(), rows.size() + own.size(), route);
            own.forEach(one -> rows.add(one.row(origin, scale)));
            middles.add(Space.mean(own.stream().map(this::direction).toList()));
        }
        double penalty = Math.clamp(PENALTY / all.size(), LEAST_PENALTY, MOST_PENALTY);
        regression = Regression.fit(rows, classes, examples.size(), penalty);
        boolean enough = examples.stream().allMatch(own -> own.size() >= ENOUGH);
        nearest = enough ? threshold(examples, refuse) : Double.NEGATIVE_INFINITY;
    }

    /** How likely each route is meant, if one of them is: logarithms. */
    double[] figures(Asked asked) {
        double[] likely = Space.shares(regression.figures(asked.row(origin, scale)), 1);
        return Arrays.stream(likely).map(share -> Math.log(share + 1e-9)).toArray();
    }

    /** Whether it is farther from every route than nearly all examples are. */
    boolean unlike(Asked asked) {
        float[] direction = direction(asked);
        for (float[] middle : middles) {
            if (cosine(direction, middle) >= nearest) {
                return false;
            }
        }
        return true;
    }

    private double threshold(List<List<Asked>> examples, double refuse) {
        List<Double> near = new ArrayList<>();
        for (int route = 0; route < examples.size(); route++) {
            int count = examples.get(route).size();
            for (Asked asked : examples.get(route)) {
                float[] direction = direction(asked);
                float[] others = middles.get(route).clone();
                Space.add(others, -1.0 / count, direction);
                double best = cosine(direction, others);
                for (int other = 0; other < middles.size(); other++) {
                    best = other == route ? best : Math.max(best, cosine(direction, middles.get(other)));
                }
                near.add(best);
            }
        }
        near.sort(null);
        return near.get((int) Math.min(near.size() - 1L, Math.round(refuse * near.size())));
    }

    private float[] direction(Asked asked) {
        return Space.unit(asked.seen(origin));
    }

    private static double cosine(float[] direction, float[] middle) {
        double length = Math.sqrt(Space.dot(middle, middle));
        return length == 0 ? 0 : Space.dot(direction, middle) / length;
    }
}
