// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import io.aisbf.condenser.algorithmic.text.Handle;
import io.aisbf.condenser.algorithmic.text.Lines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A log in fewer lines: one line stands for all of its kind, with their number; what is rare, severe or has a number
 * far from all others is there word for word, and so is what the current question is about. In the order of the log.
 */
public final class LogDigest {
    private static final double ASKED = .4;
    private static final double REPETITIVE = .5;
    private static final double SPARE = .97;
    private static final int TRIES = 6;

    private final Entries log;
    private final Shapes shapes;
    private final Candidates candidates;
    private final Wish wish;
    private final SortedMap<Integer, Candidate> shown = new TreeMap<>();
    private final Map<Integer, Integer> leaders = new HashMap<>();
    private double left;

    private LogDigest(Entries log, Shapes shapes, Candidates candidates, Wish wish) {
        this.log = log;
        this.shapes = shapes;
        this.candidates = candidates;
        this.wish = wish;
    }

    /** What a text costs in tokens. */
    @FunctionalInterface
    public interface Price {
        /** Its tokens. */
        long of(String text);
    }

    /**
     * What a digest should be.
     *
     * @param share what part of its tokens it should come to
     * @param each tokens a character, about
     * @param hard whether it must come to that, even if lines are lost that are always kept otherwise
     * @param question what it is asked for
     */
    public record Wish(double share, double each, boolean hard, Question question) {}

    /** The lines of a log as a digest; as they are if that would not be shorter. */
    public static String of(List<String> lines, Wish wish, Price price) {
        Entries log = Entries.of(lines);
        return of(lines, log, new Shapes(log.list(), false), wish, price);
    }

    /**
     * The lines of a command's output as a digest, in which only numbers make no difference; as they are if that would
     * not be shorter, or if few of them are alike.
     */
    public static String ofOutput(List<String> lines, Wish wish, Price price) {
        Entries log = Entries.of(lines);
        Shapes shapes = new Shapes(log.list(), true);
        boolean alike = shapes.kinds() <= log.list().size() * REPETITIVE;
        return alike ? of(lines, log, shapes, wish, price) : Lines.join(lines);
    }

    private static String of(List<String> lines, Entries log, Shapes shapes, Wish wish, Price price) {
        String text = Lines.join(lines);
        double each = wish.each();
        double wanted = text.length() * each * wish.share();
        Candidates candidates = new Candidates(log.list(), shapes, each, wish.question());
        LogDigest digest = new LogDigest(log, shapes, candidates, wish);
        String mark = log.origin().isEmpty() ? Handle.of(text) : log.origin();
        double budget = wanted;
        String said = text;
        for (int i = 0; i < TRIES; i++) {
            said = digest.said(mark, budget, each);
            long tokens = price.of(said);
            if (tokens <= wanted || (tokens > wanted * 2 && !wish.hard())) {
                break;
            }
            budget *= SPARE * wanted / tokens;
        }
        return said.length() < text.length() ? said : text;
    }

    private String said(String mark, double budget, double each) {
        shown.clear();
        leaders.clear();
        String title = mark + Entries.TITLE + log.lines() + " lines; " + Entries.TIMES
                + "N stands for N lines of its kind, the others are word for word";
        left = budget - title.length() * each;
        Choice choice = new Choice(shapes);
        candidates.asked().forEach(hit -> ask(hit, budget, choice));
        if (!wish.hard()) {
            candidates.kept().forEach(kept -> show(kept, choice));
        }
        choice.of(candidates.others(), left).forEach(chosen -> show(chosen, choice));
        candidates.latest(left).forEach(late -> show(late, choice));
        return written(title);
    }

    /** Shows what was asked for as long as there is room left for the rest. */
    private void ask(Candidate hit, double budget, Choice choice) {
        boolean room = left - hit.cost() >= budget * (1 - ASKED);
        if (room || (shown.isEmpty() && hit.cost() <= left)) {
            show(hit, choice);
        }
    }

    private void show(Candidate candidate, Choice choice) {
        if (candidate.leads()) {
            leaders.put(candidate.entry(), shapes.linesOf(kind(candidate.entry())));
        }
        Candidate before = shown.get(candidate.entry());
        if (before == null || before.shown().length() < candidate.shown().length()) {
            shown.put(candidate.entry(), candidate);
            left -= candidate.cost();
            choice.take(candidate);
        }
    }

    private int kind(int entry) {
        return shapes.list().get(shapes.of(entry)).kind();
    }

    /** Each line, those that stand for many with the number of those that are not shown themselves. */
    private String written(String title) {
        Map<Integer, Integer> besides = new HashMap<>();
        for (int entry : shown.keySet()) {
            if (!leaders.containsKey(entry)) {
                besides.merge(kind(entry), log.list().get(entry).count(), Integer::sum);
            }
        }
        List<String> all = new ArrayList<>();
        all.add(title);
        shown.forEach((entry, candidate) -> {
            int count = leaders.getOrDefault(entry, 1)
                    - (leaders.containsKey(entry) ? besides.getOrDefault(kind(entry), 0) : 0);
            all.add(count > 1 ? Entries.TIMES + count + " " + candidate.shown() : candidate.shown());
        });
        return Lines.join(all);
    }
}
