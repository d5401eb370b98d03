// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.selector.content.embedding.fit.Calibration;
import io.aisbf.selector.content.embedding.fit.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How routes are told apart: by their descriptions, and by their examples where they have some. Immutable, for all
 * threads.
 */
final class Knowledge {
    /** What descriptions count beside examples, and how many examples for each route halve that. */
    private static final double DESCRIPTIONS = 0.7;

    private static final double HALVED_AT = 60;

    /** What makes likelihoods of what descriptions say; measured, see docs/autoselect.md. */
    private static final double WARMTH = 0.8;

    /** How sure to be by descriptions: their likelihoods are too modest; measured, see docs/autoselect.md. */
    private static final double MODEST = 0.7;

    private static final int FOLDS = 4;

    /** Above so many examples one fold tells enough of how sure to be, and four would take minutes. */
    private static final int MANY = 3000;

    private static final int LEAST_JUDGED = 8;

    private final List<Route> routes;
    private final Map<String, Integer> places = new HashMap<>();
    private final Described described;
    private final boolean allDescribed;
    private final List<Integer> exemplified;
    private final Optional<Taught> taught;
    private final double weight;
    private final double warmth;

    private Knowledge(
            List<Route> routes,
            Described described,
            List<Integer> exemplified,
            Optional<Taught> taught,
            double weight,
            double warmth) {
        this.routes = routes;
        this.described = described;
        this.exemplified = exemplified;
        this.taught = taught;
        this.weight = weight;
        this.warmth = warmth;
        this.allDescribed = routes.stream().allMatch(Route::described);
        routes.forEach(route -> places.put(route.target(), places.size()));
    }

    /**
     * What is made of a request.
     *
     * @param likely how likely each route is meant, in the order of the routes
     * @param unlike how likely none of them is
     * @param brief whether so little was said that it may as well go on with what was said before
     */
    record Verdict(List<Double> likely, double unlike, boolean brief) {}

    /**
     * Learns; takes a moment, or a minute where there are ten thousand examples.
     *
     * @param vectors of all that {@link Route#texts} and {@link Topics#texts} give
     * @param refuse the share of what is meant for the routes that may be taken for unlike all
     */
    static Knowledge of(List<Route> routes, Function<String, float[]> vectors, double refuse)
            throws InterruptedException {
        Topics topics = new Topics(vectors);
        Described described = new Described(routes, topics, vectors);
        List<Integer> exemplified = new ArrayList<>();
        List<List<Asked>> examples = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            if (!routes.get(i).examples().isEmpty()) {
                exemplified.add(i);
                examples.add(Asked.of(routes.get(i).examples(), vectors));
            }
        }
        if (exemplified.isEmpty()) {
            return new Knowledge(routes, described, exemplified, Optional.empty(), 1, WARMTH);
        }
        int count = examples.stream().mapToInt(List::size).sum();
        boolean told = exemplified.stream().allMatch(route -> routes.get(route).described());
        double weight = told ? DESCRIPTIONS * HALVED_AT / (HALVED_AT + count / (double) examples.size()) : 0;
        double warmth = warmth(described, exemplified, examples, topics.origin(), weight);
        Taught taught = new Taught(examples, topics.origin(), refuse);
        return new Knowledge(routes, described, exemplified, Optional.of(taught), weight, warmth);
    }

    /** Whether it knows of a route, and nothing of it has changed since. */
    boolean knows(Route route) {
        Integer place = places.get(route.target());
        return place != null && routes.get(place).equals(route);
    }

    /** Where a route stands in {@link Verdict#likely}. */
    int place(String target) {
        return places.getOrDefault(target, 0);
    }

    /** Whether a route has examples. */
    boolean exemplified(String target) {
        return exemplified.contains(place(target));
    }

    /** What is made of a request. */
    Verdict judge(Asked asked) {
        Described.Said said = described.of(asked);
        double[] likely = Space.shares(
                said.figures().stream().mapToDouble(Double::doubleValue).toArray(), WARMTH);
        if (taught.isPresent()) {
            spread(likely, Space.shares(figures(taught.get(), said, asked), warmth));
        }
        if (taught.isPresent() && allExemplified()) {
            return new Verdict(listed(likely), taught.get().unlike(asked) ? 1 : 0, asked.brief());
        }
        // Names of models say little; who goes by them alone is not sure.
        return new Verdict(listed(likely), allDescribed ? said.unlike() : Math.max(said.unlike(), 0.6), asked.brief());
    }

    /** How sure to be of a route that is so likely, of those that are offered. */
    double sure(double likely, Verdict verdict) {
        return Math.clamp((allExemplified() ? likely : Math.pow(likely, MODEST)) * (1 - verdict.unlike()), 0, 1);
    }

    private boolean allExemplified() {
        return exemplified.size() == routes.size();
    }

    private static List<Double> listed(double[] figures) {
        return Arrays.stream(figures).boxed().toList();
    }

    /** Shares out anew what falls to the routes with examples. */
    private void spread(double[] likely, double[] among) {
        double sum = exemplified.stream().mapToDouble(route -> likely[route]).sum();
        for (int i = 0; i < among.length; i++) {
            likely[exemplified.get(i)] = sum * among[i];
        }
    }

    private double[] figures(Taught by, Described.Said said, Asked asked) {
        return figures(by, said, asked, exemplified, weight);
    }

    private static double[] figures(
            Taught by, Described.Said said, Asked asked, List<Integer> exemplified, double weight) {
        double[] figures = by.figures(asked);
        for (int i = 0; i < figures.length; i++) {
            figures[i] += weight * said.figures().get(exemplified.get(i));
        }
        return figures;
    }

    /**
     * What makes likelihoods of the figures, so that they are right as often as they say (C. Guo et al., "On calibration
     * of modern neural networks", ICML 2017): found with examples that were left out when the rest was learned.
     */
    private static double warmth(
            Described described, List<Integer> exemplified, List<List<Asked>> examples, float[] origin, double weight)
            throws InterruptedException {
        int count = examples.stream().mapToInt(List::size).sum();
        boolean spare = examples.stream().allMatch(own -> own.size() >= 2);
        if (!spare || exemplified.size() < 2 || count < LEAST_JUDGED) {
            return WARMTH;
        }
        Calibration calibration = new Calibration();
        int folds = count > MANY ? 1 : FOLDS;
        for (int fold = 0; fold < folds; fold++) {
            Calibration.Split<Asked> split = Calibration.split(examples, fold, FOLDS);
            Taught rest = new Taught(split.kept(), origin, 0);
            for (int route = 0; route < examples.size(); route++) {
                for (Asked asked : split.left().get(route)) {
                    calibration.add(figures(rest, described.of(asked), asked, exemplified, weight), route);
                }
            }
        }
        return calibration.factor();
    }
}
