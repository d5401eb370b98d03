// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.Failure.Fault;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.selector.balancing.share.Draw;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Whoever is expected to begin its answer soonest comes first. What is expected is its {@link Latency}, times the calls
 * it has under way and this one: who is fast and busy may be slower than who is slow and idle.
 *
 * <p>Always taking the very best would send everybody there at once, and other gateways too, until it is the slowest.
 * So two are {@linkplain Draw drawn} and the better of the two is taken, which spreads calls nearly as well as knowing
 * everything (M. Mitzenmacher, The power of two choices in randomized load balancing, IEEE Transactions on Parallel and
 * Distributed Systems 12(10), 2001; with this cost: Finagle's p2c balancers). Among few candidates, though, two slow
 * ones are often drawn together; so only those are drawn that cost no more than twice what the best one does.
 *
 * <p>Somebody of whom nothing is known is tried first, by one call at a time. Who is never taken would never be seen to
 * have become fast: expectations that are not renewed are doubted more and more, and when one has faded below the best,
 * that candidate is given another chance. That costs somebody a slow answer, so of all calls one in {@value
 * #CALLS_A_CHANCE} is spent on it at most.
 */
final class LeastLatency implements SelectionStrategy {
    private static final int CALLS_A_CHANCE = 30;
    private static final double FAR = 2;
    /** Cost of an unknown candidate that somebody is already trying; larger than any that is known. */
    private static final double UNKNOWN = 1e9;

    private final Duration halfLife;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Latency> latencies = new ConcurrentHashMap<>();
    private final AtomicInteger callsSinceChance = new AtomicInteger();

    LeastLatency(Duration halfLife, InstantSource clock, RandomGenerator random) {
        this.halfLife = halfLife;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call) {
        List<Candidate> drawn = Draw.order(candidates, random);
        List<Rival> rivals = new ArrayList<>();
        Instant now = clock.instant();
        drawn.stream()
                .filter(candidate -> !Draw.lastResort(candidate))
                .forEach(candidate -> rivals.add(rival(candidate, now)));
        if (rivals.isEmpty()) {
            return drawn;
        }
        callsSinceChance.incrementAndGet();
        Candidate first = first(rivals, now);
        rivals.sort(Comparator.comparingDouble(Rival::cost));
        List<Candidate> order =
                new ArrayList<>(rivals.stream().map(Rival::candidate).toList());
        drawn.stream().filter(Draw::lastResort).forEach(order::add);
        return Draw.first(first, order);
    }

    @Override
    public void observe(Candidate candidate, Outcome outcome) {
        Instant now = clock.instant();
        switch (outcome) {
            case Outcome.Answered answered ->
                latencies.merge(
                        candidate.target(),
                        Latency.first(answered.toFirstToken(), now),
                        (known, _) -> known.answered(answered.toFirstToken(), now, halfLife));
            case Outcome.Abandoned abandoned ->
                latencies.merge(
                        candidate.target(),
                        Latency.first(abandoned.after(), now),
                        (known, _) -> known.abandoned(abandoned.after(), now));
            case Outcome.Failed failed -> failed(candidate, failed.failure().fault(), now);
        }
    }

    private void failed(Candidate candidate, Fault fault, Instant now) {
        // A request that nobody can answer says nothing about who was asked.
        if (fault != Fault.CALLER && fault != Fault.NOBODY) {
            latencies.merge(candidate.target(), Latency.failed(now), (known, _) -> known.failedAgain(now));
        }
    }

    private Rival rival(Candidate candidate, Instant now) {
        int inLine = candidate.standing().underWay() + 1;
        Optional<Latency> latency = Optional.ofNullable(latencies.get(candidate.target()));
        double cost = latency.map(Latency::seconds).orElse(UNKNOWN) * inLine;
        double doubted = latency.map(known -> known.faded(now, halfLife)).orElse(UNKNOWN) * inLine;
        return new Rival(candidate, cost, doubted, latency.isEmpty() && inLine == 1);
    }

    private Candidate first(List<Rival> rivals, Instant now) {
        Optional<Rival> unknown = rivals.stream().filter(Rival::untried).findFirst();
        if (unknown.isPresent()) {
            return unknown.get().candidate();
        }
        double best = rivals.stream().mapToDouble(Rival::cost).min().orElse(UNKNOWN);
        return chance(rivals, best, now)
                .orElseGet(() -> rivals.stream()
                        .filter(rival -> rival.cost() <= FAR * best)
                        .limit(2)
                        .min(Comparator.comparingDouble(Rival::cost))
                        .orElse(rivals.getFirst()))
                .candidate();
    }

    private Optional<Rival> chance(List<Rival> rivals, double best, Instant now) {
        Optional<Rival> doubted = rivals.stream()
                .filter(rival -> rival.cost() > best && rival.doubted() <= best)
                .min(Comparator.comparingDouble(Rival::doubted));
        int calls = callsSinceChance.get();
        if (doubted.isEmpty() || calls < CALLS_A_CHANCE || !callsSinceChance.compareAndSet(calls, 0)) {
            return Optional.empty();
        }
        latencies.computeIfPresent(doubted.get().candidate().target(), (_, known) -> known.tried(now));
        return doubted;
    }

    /**
     * A candidate that is neither a last resort nor left out.
     *
     * @param cost what it is expected to take
     * @param doubted the same for who doubts old figures
     * @param untried whether nothing is known of it and nobody is finding out
     */
    private record Rival(Candidate candidate, double cost, double doubted, boolean untried) {}
}
