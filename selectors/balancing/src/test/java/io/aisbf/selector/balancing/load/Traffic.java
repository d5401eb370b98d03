// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.selector.balancing.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Calls that arrive at random, are sent where {@code least_latency} says, and are answered as slowly as their candidate
 * is: first tokens after a time that scatters about the candidate's own, then text for twice that long. Nobody waits:
 * time is a number.
 */
final class Traffic {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double SCATTER = 0.3;

    private final double[] seconds;
    private final int[] underWay;
    private final int[] calls;
    private final Random random = new Random(11);
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingDouble(Event::at));
    private final LeastLatency strategy;
    private double now;
    private double outliers;
    private double factor;

    /** Between candidates of the same weight whose first tokens take so long. */
    Traffic(double... seconds) {
        this.seconds = seconds.clone();
        this.underWay = new int[seconds.length];
        this.calls = new int[seconds.length];
        this.strategy = new LeastLatency(Duration.ofSeconds(30), this::instant, new Random(12));
    }

    /** A part of the answers takes so many times as long. */
    Traffic withOutliers(double part, double times) {
        outliers = part;
        factor = times;
        return this;
    }

    /** From now on that candidate takes so long. */
    void becomes(int candidate, double changed) {
        seconds[candidate] = changed;
    }

    /** Counts from here. */
    void forget() {
        Arrays.fill(calls, 0);
    }

    /** So many calls arrive, at that rate. */
    void run(int count, double perSecond) throws Exception {
        for (int arrived = 0; arrived < count; arrived++) {
            double next = now + random.nextExponential() / perSecond;
            while (!events.isEmpty() && events.peek().at() <= next) {
                happen(events.remove());
            }
            now = next;
            send();
        }
    }

    /** A candidate's part of the calls. */
    double share(int candidate) {
        return calls[candidate] / (double) Arrays.stream(calls).sum();
    }

    private void send() throws Exception {
        List<Candidate> candidates = new ArrayList<>();
        for (Candidate candidate : Given.candidates(filled(1))) {
            candidates.add(Given.busy(candidate, underWay[candidates.size()]));
        }
        int chosen = Integer.parseInt(Given.first(strategy, candidates).substring(1));
        calls[chosen]++;
        underWay[chosen]++;
        double unlucky = random.nextDouble() < outliers ? factor : 1;
        double first = seconds[chosen] * Math.exp(SCATTER * random.nextGaussian()) * unlucky;
        events.add(new Event(now + 3 * first, candidates.get(chosen), chosen, first));
    }

    private void happen(Event event) {
        now = event.at();
        underWay[event.number()]--;
        Duration first = Duration.ofMillis(Math.round(event.first() * 1000));
        strategy.observe(event.candidate(), new Outcome.Answered(first, first.multipliedBy(3), Usage.NONE));
    }

    private double[] filled(double value) {
        double[] values = new double[seconds.length];
        Arrays.fill(values, value);
        return values;
    }

    private Instant instant() {
        return START.plusNanos(Math.round(now * 1e9));
    }

    @Override
    public String toString() {
        return "calls " + Arrays.toString(calls) + " for first tokens after " + Arrays.toString(seconds) + " s";
    }

    /** The end of an answer, which is when its outcome is told. */
    private record Event(double at, Candidate candidate, int number, double first) {}
}
