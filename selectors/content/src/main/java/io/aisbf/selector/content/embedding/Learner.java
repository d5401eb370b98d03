// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.call.Call;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Learns how the candidates are told apart that have ever been offered, when they are offered first, on a thread of its
 * own: whoever asks waits a moment for it and otherwise does without. One that is away for a while is not forgotten, so
 * that the others are told apart as before. For many threads.
 */
final class Learner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Learner.class.getName());
    private static final int MOST_ROUTES = 1000;
    private static final int MOST_EXAMPLES = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Vectors vectors;
    private final double refuse;
    private final SequencedMap<String, Offer> offers = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, float[]> learnt = new HashMap<>();
    private Optional<Knowledge> knowledge = Optional.empty();
    private Optional<Study> study = Optional.empty();
    private boolean closed;

    Learner(String model, PluginContext context, double refuse) {
        this.vectors = new Vectors(model, context);
        this.refuse = refuse;
    }

    /** A candidate as it was offered, and what it says. Which is made of which need not be found out at every call. */
    private record Offer(String description, List<String> examples, Route route) {
        boolean is(Candidate candidate) {
            return description.equals(candidate.description()) && examples.equals(candidate.examples());
        }
    }

    private record Study(Thread thread, CountDownLatch over) {}

    Vectors vectors() {
        return vectors;
    }

    /** What is known of those candidates; empty where it is still being learned, or nobody makes embeddings. */
    Optional<Knowledge> of(List<Candidate> candidates, Call call) throws InterruptedException {
        CountDownLatch over;
        synchronized (this) {
            List<Route> routes = routes(candidates);
            Optional<Knowledge> known = known(routes);
            if (known.isPresent() || vectors.outage().isPresent() || closed) {
                return known;
            }
            if (study.isEmpty()) {
                study = Optional.of(begin(call));
            }
            over = study.get().over();
        }
        long patience = Math.min(PATIENCE.toNanos(), call.remaining().toNanos());
        if (!over.await(patience, TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        synchronized (this) {
            return known(routes(candidates));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        study.ifPresent(running -> running.thread().interrupt());
    }

    private Optional<Knowledge> known(List<Route> routes) {
        return knowledge.filter(known -> routes.stream().allMatch(known::knows));
    }

    private List<Route> routes(List<Candidate> candidates) {
        List<Route> routes = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Offer offer = offers.get(candidate.target());
            if (offer == null || !offer.is(candidate)) {
                Route route = Route.of(candidate, some(candidate.examples(), candidates));
                offer = new Offer(candidate.description(), candidate.examples(), route);
                offers.put(candidate.target(), offer);
            }
            routes.add(offer.route());
        }
        while (offers.size() > Math.max(MOST_ROUTES, candidates.size())) {
            offers.pollFirstEntry();
        }
        return routes;
    }

    /** Examples, evenly thinned out where all together are more than can be learned. */
    private static List<String> some(List<String> examples, List<Candidate> candidates) {
        int all = candidates.stream().mapToInt(one -> one.examples().size()).sum();
        if (all <= MOST_EXAMPLES) {
            return examples;
        }
        List<String> some = new ArrayList<>();
        double step = all / (double) MOST_EXAMPLES;
        for (double at = 0; at < examples.size(); at += step) {
            some.add(examples.get((int) at));
        }
        return some;
    }

    private Study begin(Call call) {
        List<Route> routes = offers.values().stream()
                .map(Offer::route)
                .sorted(Comparator.comparing(Route::target))
                .toList();
        CountDownLatch over = new CountDownLatch(1);
        // Not a virtual thread: with many examples it computes for a while, and would keep others from their carrier.
        Thread thread = Thread.ofPlatform().daemon().name("embedding-learns").start(() -> learn(routes, call, over));
        return new Study(thread, over);
    }

    private void learn(List<Route> routes, Call call, CountDownLatch over) {
        Optional<Knowledge> found = Optional.empty();
        try {
            found = Optional.of(learn(routes, call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing was learned of the candidates", e);
        } finally {
            synchronized (this) {
                if (found.isPresent()) {
                    knowledge = found;
                }
                study = Optional.empty();
            }
            over.countDown();
        }
    }

    private Knowledge learn(List<Route> routes, Call call) throws IOException, InterruptedException {
        List<String> texts = Stream.concat(Topics.texts(), routes.stream().flatMap(Route::texts))
                .distinct()
                .toList();
        learnt.keySet().retainAll(texts);
        learnt.putAll(vectors.made(
                texts.stream().filter(text -> !learnt.containsKey(text)).toList(), call));
        Function<String, float[]> lookup = text -> {
            float[] vector = learnt.get(text);
            if (vector == null) {
                throw new IllegalStateException("a text was not embedded");
            }
            return vector;
        };
        return Knowledge.of(routes, lookup, refuse);
    }
}
