// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.selector.content.embedding.fit.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What descriptions say for each route: by the topics that request and description have in common, by their likeness
 * itself, and by words that stand in both. Immutable, for all threads.
 */
final class Described {
    private static final double SHARPNESS = 15;

    /** So like must a description be to a topic's name that the topic is its own rather than nobody's. */
    private static final double NOBODY = 0.15;

    private static final double LEAST = 1e-3;
    private static final double LIKENESS = 4;
    private static final double CLAUSE = 0.5;
    private static final double WORDS = 0.25;
    private static final double MOST_WORDS = 4;

    private final Topics topics;
    private final List<float[]> wholes = new ArrayList<>();
    private final List<List<float[]>> clauses = new ArrayList<>();
    private final List<Set<String>> words = new ArrayList<>();
    private final Map<String, Double> rarity = new HashMap<>();

    /** For each topic the share of each route, and of nobody in the end. */
    private final double[][] owners;

    Described(List<Route> routes, Topics topics, Function<String, float[]> vectors) {
        this.topics = topics;
        for (Route route : routes) {
            wholes.add(vectors.apply(Excerpt.window(route.whole())));
            clauses.add(
                    route.clauses().stream().map(Excerpt::window).map(vectors).toList());
            words.add(Shape.words(route.whole()));
        }
        words.forEach(some -> some.forEach(word -> rarity.merge(word, 1.0, Double::sum)));
        rarity.replaceAll((_, count) -> Math.log(1 + routes.size() / count));
        owners = new double[Topics.count()][];
        for (int topic = 0; topic < owners.length; topic++) {
            owners[topic] = owners(topic);
        }
    }

    /**
     * What is said for each route.
     *
     * @param figures the higher, the more
     * @param unlike how likely nobody's topic is asked about
     */
    record Said(List<Double> figures, double unlike) {}

    Said of(Asked asked) {
        double[] about = topics.of(asked);
        double[] shares = new double[wholes.size() + 1];
        for (int topic = 0; topic < about.length; topic++) {
            for (int i = 0; i < shares.length; i++) {
                shares[i] += about[topic] * owners[topic][i];
            }
        }
        float[] seen = asked.seen(topics.origin());
        double[] figures = new double[wholes.size()];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = Math.log(shares[i] + LEAST) + LIKENESS * likeness(i, seen) + WORDS * shared(i, asked.words());
        }
        return new Said(Arrays.stream(figures).boxed().toList(), shares[figures.length]);
    }

    private double[] owners(int topic) {
        double[] figures = new double[clauses.size() + 1];
        for (int i = 0; i < clauses.size(); i++) {
            figures[i] = clauses.get(i).stream()
                    .mapToDouble(clause -> topics.likeness(topic, clause))
                    .max()
                    .orElse(0);
        }
        figures[clauses.size()] = NOBODY;
        return Space.shares(figures, SHARPNESS);
    }

    private double likeness(int route, float[] seen) {
        double best = clauses.get(route).stream()
                .mapToDouble(clause -> Space.dot(seen, clause))
                .max()
                .orElse(0);
        return Space.dot(seen, wholes.get(route)) + CLAUSE * best;
    }

    /** How much the words count that stand in both, rare ones more (K. Spärck Jones, J. Documentation 28, 1972). */
    private double shared(int route, Set<String> asked) {
        double sum = 0;
        for (String word : words.get(route)) {
            sum += asked.contains(word) ? rarity.getOrDefault(word, 0.0) : 0;
        }
        return Math.min(MOST_WORDS, sum);
    }
}
