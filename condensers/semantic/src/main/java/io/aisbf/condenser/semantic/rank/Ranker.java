// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import io.aisbf.condenser.semantic.unit.Unit;
import java.util.Map;
import java.util.Set;

/**
 * Says of every unit of a passage how much it helps with a question, without any model. The steps, each of which earns
 * its keep on LoCoMo (the table of the module {@code evaluation} has the figures):
 *
 * <ol>
 *   <li>BM25 (S. Robertson and H. Zaragoza, "The probabilistic relevance framework", 2009) over {@linkplain Concept
 *       things} rather than words;
 *   <li>feedback: the terms of the best units are looked for as well (V. Lavrenko and W. B. Croft, "Relevance-based
 *       language models", SIGIR 2001);
 *   <li>who speaks: a unit of the one that the question names is worth more; so is one that tells a time where the
 *       question asks for one;
 *   <li>neighbours: an answer has its question's words in the turn before it, so a unit takes part in the score of those
 *       around it, and in that of the heading, such as a date, under which it stands;
 *   <li>what the unit tells at all, which decides among those without a common word.
 * </ol>
 *
 * <p>The weights were found by trying on three conversations of LoCoMo's development half (conv-26, 30 and 41) and hold
 * on the other two. For one question; for one thread.
 */
public final class Ranker {
    private static final double SATURATION = 1.57;
    private static final double BY_LENGTH = 0.52;
    private static final double COVERAGE = 0.03;
    private static final double FEEDBACK = 0.3;
    private static final double FROM_BEFORE = 0.35;
    private static final double FROM_QUESTION = 0.11;
    private static final double FROM_AFTER = 0.34;
    private static final double FROM_SECOND_BEFORE = 0.24;
    private static final double FROM_SECOND_AFTER = 0.13;
    private static final double FROM_THIRD = 0.05;
    private static final double SPEAKER = 0.088;
    private static final double ASKED = 0.076;
    private static final double TIMED = 0.041;
    private static final double STRETCH = 0.041;
    private static final double HEADING = 0.186;
    private static final double INFORMATION = 0.099;

    private static final Set<String> WHEN =
            Set.of("when", "year", "month", "date", "day", "wann", "jahr", "monat", "datum", "tag");

    private final Index index;
    private final double[] best;
    private final int[] touched;
    private int touchedSize;

    private Ranker(Index index) {
        this.index = index;
        best = new double[index.size()];
        touched = new int[index.size()];
    }

    /** Scores every unit. */
    public static Scores rank(Index index, Question question) {
        return new Ranker(index).scores(question);
    }

    private Scores scores(Question question) {
        Concept.All asked = Concept.of(question, index);
        double[] scores = new double[index.size()];
        double[] matched = new double[index.size()];
        int[] covered = new int[index.size()];
        double wanted = 0;
        for (Concept concept : asked.concepts()) {
            double named = concept.names() ? concept.weight() * rareness(concept) : 0;
            wanted += concept.terms().isEmpty() ? named / 2 : named;
            collect(concept.terms());
            for (int i = 0; i < touchedSize; i++) {
                covered[touched[i]]++;
                matched[touched[i]] += Math.min(concept.weight() * best[touched[i]], named);
            }
            pour(scores, concept.weight());
        }
        double all = Math.max(1, asked.concepts().size());
        for (int i = 0; i < scores.length; i++) {
            scores[i] *= 1 + COVERAGE * covered[i] / all;
        }
        feedback(scores);
        cues(scores, asked);
        return new Scores(spread(scores, asked), matched, wanted);
    }

    private double rareness(Concept concept) {
        double rareness = Math.log(1 + (index.size() + 0.5) / 0.5);
        for (Map.Entry<Integer, Double> term : concept.terms().entrySet()) {
            if (term.getValue() == 1) {
                rareness = index.rareness(term.getKey());
            }
        }
        return rareness;
    }

    /** What the units score by one thing: by the best of its terms that each has. */
    private void collect(Map<Integer, Double> terms) {
        for (Map.Entry<Integer, Double> entry : terms.entrySet()) {
            int term = entry.getKey();
            double worth = entry.getValue() * index.rareness(term);
            for (int at = index.from(term); at < index.to(term); at++) {
                int unit = index.place(at);
                int count = index.count(at);
                double norm = 1 - BY_LENGTH + BY_LENGTH * index.relativeLength(unit);
                double score = worth * count * (SATURATION + 1) / (count + SATURATION * norm);
                if (best[unit] == 0) {
                    touched[touchedSize++] = unit;
                }
                best[unit] = Math.max(best[unit], score);
            }
        }
    }

    private void pour(double[] scores, double weight) {
        for (int i = 0; i < touchedSize; i++) {
            scores[touched[i]] += weight * best[touched[i]];
            best[touched[i]] = 0;
        }
        touchedSize = 0;
    }

    private void feedback(double[] scores) {
        double[] back = new double[scores.length];
        for (Map.Entry<Integer, Double> term :
                Feedback.terms(index, smooth(scores)).entrySet()) {
            collect(Map.of(term.getKey(), 1.0));
            pour(back, term.getValue());
        }
        normalise(scores);
        normalise(back);
        for (int i = 0; i < scores.length; i++) {
            scores[i] += FEEDBACK * back[i];
        }
        normalise(scores);
    }

    private void cues(double[] scores, Concept.All asked) {
        boolean when = asked.words().stream().anyMatch(WHEN::contains);
        for (int i = 0; i < scores.length; i++) {
            if (!index.units().get(i).heading()) {
                scores[i] *= 1 + (isAsked(i, asked) ? SPEAKER : 0);
                scores[i] += when && index.timed(i) ? TIMED : 0;
            }
        }
    }

    private boolean isAsked(int unit, Concept.All asked) {
        return asked.asked().size() == 1
                && index.speaks(unit, asked.asked().iterator().next());
    }

    /** Neighbours, stretches, headings and what units tell at all. */
    private double[] spread(double[] scores, Concept.All asked) {
        double[] spread = smooth(scores);
        double[] stretches = Stretches.shares(index, scores);
        for (int i = 0; i < spread.length; i++) {
            spread[i] += STRETCH * stretches[i];
        }
        normalise(spread);
        double heading = 0;
        int stretch = -1;
        for (int i = 0; i < spread.length; i++) {
            Unit unit = index.units().get(i);
            if (unit.stretch() != stretch) {
                stretch = unit.stretch();
                heading = unit.heading() ? scores[i] : 0;
            }
            if (unit.heading()) {
                spread[i] /= 2;
            } else {
                spread[i] += HEADING * heading + INFORMATION * index.information(i) + (isAsked(i, asked) ? ASKED : 0);
            }
        }
        return spread;
    }

    private double[] smooth(double[] scores) {
        double[] smooth = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            double score = scores[i];
            if (!index.units().get(i).heading()) {
                double before = FROM_BEFORE + (i > 0 && index.asking(i - 1) ? FROM_QUESTION : 0);
                score += before * at(scores, i, i - 1) + FROM_AFTER * at(scores, i, i + 1);
                score += FROM_SECOND_BEFORE * at(scores, i, i - 2) + FROM_SECOND_AFTER * at(scores, i, i + 2);
                score += FROM_THIRD * (at(scores, i, i - 3) + at(scores, i, i + 3));
            }
            smooth[i] = score;
        }
        return smooth;
    }

    private double at(double[] scores, int unit, int other) {
        if (other < 0 || other >= scores.length) {
            return 0;
        }
        Unit neighbour = index.units().get(other);
        return neighbour.heading()
                        || neighbour.stretch() != index.units().get(unit).stretch()
                ? 0
                : scores[other];
    }

    private static void normalise(double[] scores) {
        double most = 0;
        for (double score : scores) {
            most = Math.max(most, score);
        }
        for (int i = 0; i < scores.length && most > 0; i++) {
            scores[i] /= most;
        }
    }
}
