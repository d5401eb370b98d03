// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import io.aisbf.distribution.survival.bed.Judge.Judgement;
import io.aisbf.distribution.survival.bed.Judge.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What became of the calls of one mode. Any thread. */
public final class Tally {
    private static final int SHOWN = 5;

    private final String name;
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    private final List<String> wrong = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private int attempts;
    private int bad;
    private int failed;
    private Duration took = Duration.ZERO;

    /** Nothing yet. */
    public Tally(String name) {
        this.name = name;
    }

    /** One call more. */
    public synchronized void add(String what, Judgement judgement, boolean allowed, long nanos) {
        counts.merge(judgement.verdict(), 1, Integer::sum);
        times.add(nanos);
        if (!allowed) {
            failed++;
            complain(what + " " + judgement.verdict() + ": " + judgement.words());
        }
    }

    /** Something that is not as it should be; the first few are kept. */
    public synchronized void complain(String words) {
        if (wrong.size() < SHOWN) {
            wrong.add(name + ": " + words);
        }
    }

    /** What the upstreams counted. */
    public synchronized void attempts(int all, int ofBad) {
        attempts = all;
        bad = ofBad;
    }

    /** How long all of it took. */
    public synchronized void took(Duration time) {
        took = time;
    }

    /** {@return the mode} */
    public String name() {
        return name;
    }

    /** {@return how many calls there were} */
    public synchronized int calls() {
        return times.size();
    }

    /** {@return how many calls got that} */
    public synchronized int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    /** {@return how many times upstreams were asked} */
    public synchronized int attempts() {
        return attempts;
    }

    /** {@return how many times the faulty one was asked} */
    public synchronized int bad() {
        return bad;
    }

    /** {@return how long all of it took} */
    public synchronized Duration took() {
        return took;
    }

    /** {@return what is not as it should be} */
    public synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** {@return the time within which that share of calls was over, in milliseconds} */
    public synchronized double millis(double share) {
        List<Long> sorted = times.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())) / 1e6;
    }

    /** {@return a row of a table} */
    public synchronized String row() {
        return "| %s | %d | %.2f %% | %d | %d | %d | %.2f | %.0f | %.0f |"
                .formatted(
                        name,
                        calls(),
                        calls() == 0 ? 0.0 : 100.0 * failed / calls(),
                        count(Verdict.REFUSED),
                        count(Verdict.BROKEN),
                        bad(),
                        calls() == 0 ? 0.0 : (double) attempts() / calls(),
                        millis(0.5),
                        millis(0.99));
    }

    /** {@return the head of the table} */
    public static String head() {
        return "| mode | calls | failed | told of their own fault | broke after beginning | asked of the faulty one"
                + " | attempts per call | p50 ms | p99 ms |\n|---|---|---|---|---|---|---|---|---|";
    }
}
