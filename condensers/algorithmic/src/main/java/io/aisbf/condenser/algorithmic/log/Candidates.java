// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import io.aisbf.condenser.algorithmic.text.Handle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The lines that may stand in a digest: for each kind one that stands for all of it, one for each shape besides, those
 * with a number far out, and those that the question is about.
 */
final class Candidates {
    private static final int LONGEST_LINE = 1200;
    private static final int LINE_START = 800;
    private static final int LINE_END = 200;
    private static final double NEAR_BEST = .4;
    private static final int ALIKE = 3;
    private static final int NUMBER = 4;
    private static final int BAD = 2;
    private static final double FAR_OUT = 3.5;
    private static final double MANY = 3;
    private static final double FREQUENT = 200;

    private final List<Entry> entries;
    private final Shapes shapes;
    private final double each;
    private final double[] rarities;
    private final double[] asked;
    private final double[] severe = new double[4];
    private final List<Candidate> all = new ArrayList<>();

    /** Prices lines at so many tokens a character. */
    Candidates(List<Entry> entries, Shapes shapes, double each, Question question) {
        this.entries = entries;
        this.shapes = shapes;
        this.each = each;
        rarities = Outliers.of(entries, shapes);
        asked = question.empty() ? new double[0] : question.scores(entries);
        severities();
        shapes();
        outliers();
    }

    /** In how many bits the severities come: where every line is an error, an error is worth nothing. */
    private void severities() {
        int[] lines = new int[severe.length];
        for (Shape shape : shapes.list()) {
            for (int bad = severity(shape); bad > 0; bad--) {
                lines[bad] += shape.lines();
            }
        }
        for (int bad = 1; bad < severe.length; bad++) {
            severe[bad] = bad * Choice.log2((double) shapes.total() / Math.max(1, lines[bad]));
        }
    }

    private int severity(Shape shape) {
        Entry first = entries.get(shape.first());
        return Severity.of(first.text(), first.said(), first.end());
    }

    private void shapes() {
        Map<Integer, Integer> leaders = new HashMap<>();
        for (int i = 0; i < shapes.list().size(); i++) {
            int kind = shapes.list().get(i).kind();
            leaders.merge(kind, i, (a, b) -> lines(b) > lines(a) ? b : a);
        }
        for (int i = 0; i < shapes.list().size(); i++) {
            Shape shape = shapes.list().get(i);
            boolean leads = leaders.getOrDefault(shape.kind(), -1) == i;
            boolean many = leads && shapes.linesOf(shape.kind()) > 1;
            String text = entries.get(shape.first()).text();
            int bad = severity(shape);
            double worth = severe[bad] + (many ? many(shapes.linesOf(shape.kind())) : 0);
            all.add(candidate(
                    shape.first(), many ? text.substring(shape.start()) : text, many, worth, leads || bad >= BAD));
        }
    }

    /** What it is worth that a line stands for so many: something from one in two hundred on. */
    private double many(int lines) {
        return MANY * Math.max(0, Choice.log2(FREQUENT * lines / shapes.total()));
    }

    private int lines(int shape) {
        return shapes.list().get(shape).lines();
    }

    private void outliers() {
        for (int i = 0; i < rarities.length; i++) {
            if (rarities[i] > 0) {
                all.add(candidate(i, entries.get(i).text(), false, rarities[i] * FAR_OUT, true));
            }
        }
    }

    private Candidate candidate(int entry, String shown, boolean leads, double extra, boolean kept) {
        String cut = shown;
        if (shown.length() > LONGEST_LINE) {
            String middle = shown.substring(LINE_START, shown.length() - LINE_END);
            cut = shown.substring(0, LINE_START)
                    + Handle.of(middle, middle.length() + " characters")
                    + shown.substring(shown.length() - LINE_END);
        }
        return new Candidate(entry, cut, leads, cut.length() * each + (leads ? NUMBER : 1), extra, kept);
    }

    /** Those that are always kept. */
    List<Candidate> kept() {
        return all.stream().filter(Candidate::kept).toList();
    }

    /** All that are chosen by worth. */
    List<Candidate> others() {
        return all;
    }

    /** What the question is about, the best first; of lines that are alike no more than a few. */
    List<Candidate> asked() {
        double best = 0;
        for (double score : asked) {
            best = Math.max(best, score);
        }
        double enough = Math.max(1, best * NEAR_BEST);
        List<Integer> hits = IntStream.range(0, asked.length)
                .filter(i -> asked[i] >= enough)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -asked[i]).thenComparing(i -> i))
                .toList();
        Map<Integer, Integer> seen = new HashMap<>();
        return hits.stream()
                .filter(i -> seen.merge(shapes.of(i), 1, Integer::sum) <= ALIKE)
                .map(i -> candidate(i, entries.get(i).text(), false, asked[i], true))
                .toList();
    }

    /** The last lines, as many as go into so many tokens. */
    List<Candidate> latest(double tokens) {
        List<Candidate> late = new ArrayList<>();
        double left = tokens;
        for (int i = entries.size() - 1; i >= 0 && left > 0; i--) {
            Candidate candidate = candidate(i, entries.get(i).text(), false, 0, false);
            left -= candidate.cost();
            if (left > 0) {
                late.add(candidate);
            }
        }
        return late;
    }
}
