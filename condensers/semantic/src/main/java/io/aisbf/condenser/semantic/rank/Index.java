// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import io.aisbf.condenser.semantic.unit.Unit;
import io.aisbf.condenser.semantic.words.Language;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which unit has which terms, how often, and what is known of each unit without a question. Immutable once made; for all
 * threads. Terms are numbers in the order of their first appearance; postings lie one term after the other in arrays.
 */
public final class Index {
    /** No unit is richer than some hundred rare words, however long it is. */
    private static final double RICHEST = 600;

    private final List<Unit> units;
    private final Language language;
    private final Map<String, Integer> numbers;
    private final Set<Integer> speakers = new HashSet<>();
    private final int[] speaker;
    private final int[] rows;
    private final int[] terms;
    private final int[] starts;
    private final int[] places;
    private final int[] counts;
    private final int[] lengths;
    private final double meanLength;
    private final boolean[] timed;
    private final boolean[] asking;
    private final double[] information;
    private final Similar similar;

    /** Reads the units. */
    public Index(List<Unit> units, Language language) {
        this.units = List.copyOf(units);
        this.language = language;
        Reading read = new Reading(units, language);
        numbers = read.numbers;
        lengths = read.lengths;
        speaker = read.speakers;
        timed = read.timed;
        asking = read.asking;
        rows = read.firstRows;
        terms = Arrays.copyOf(read.terms, read.size);
        starts = starts(terms, numbers.size());
        places = new int[read.size];
        counts = new int[read.size];
        int[] next = Arrays.copyOf(starts, numbers.size());
        for (int i = 0; i < read.size; i++) {
            int at = next[read.terms[i]]++;
            places[at] = read.units[i];
            counts[at] = read.counts[i];
        }
        Arrays.stream(speaker).filter(name -> name >= 0).forEach(speakers::add);
        meanLength = Math.max(1, Arrays.stream(lengths).average().orElse(1));
        information = information();
        similar = new Similar(numbers);
    }

    /** Where the postings of each term begin, and where the last ones end. */
    private static int[] starts(int[] terms, int different) {
        int[] starts = new int[different + 1];
        for (int term : terms) {
            starts[term + 1]++;
        }
        for (int term = 0; term < different; term++) {
            starts[term + 1] += starts[term];
        }
        return starts;
    }

    /** How much each unit tells that the others do not: the sum of its terms' rareness, 1 for a rich one. */
    private double[] information() {
        double[] sums = new double[units.size()];
        for (int term = 0; term < numbers.size(); term++) {
            double rareness = rareness(term);
            for (int at = starts[term]; at < starts[term + 1]; at++) {
                sums[places[at]] += rareness;
            }
        }
        double most = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = units.get(i).heading() ? 0 : sums[i];
            most = Math.max(most, Math.min(sums[i], RICHEST));
        }
        for (int i = 0; i < sums.length && most > 0; i++) {
            sums[i] = Math.min(1, 2 * sums[i] / most);
        }
        return sums;
    }

    /** The units. */
    public List<Unit> units() {
        return units;
    }

    /** How many units there are. */
    public int size() {
        return units.size();
    }

    Language language() {
        return language;
    }

    /** The number of a term; -1 if no unit has it. */
    int number(String term) {
        return numbers.getOrDefault(term, -1);
    }

    /** How many different terms there are. */
    int terms() {
        return numbers.size();
    }

    Similar similar() {
        return similar;
    }

    /** Whether a term is the name of somebody who speaks. */
    boolean speaker(int term) {
        return speakers.contains(term);
    }

    /** Whether it is that name's bearer who says the unit. */
    boolean speaks(int unit, int name) {
        return speaker[unit] == name;
    }

    /** The different terms of a unit. */
    IntStream terms(int unit) {
        return Arrays.stream(terms, rows[unit], rows[unit + 1]);
    }

    int from(int term) {
        return starts[term];
    }

    int to(int term) {
        return starts[term + 1];
    }

    int place(int at) {
        return places[at];
    }

    int count(int at) {
        return counts[at];
    }

    /** In how many units a term is. */
    int spread(int term) {
        return starts[term + 1] - starts[term];
    }

    /** How rare a term is: the logarithm of the odds against it, as in BM25; never negative. */
    double rareness(int term) {
        int spread = spread(term);
        return Math.log(1 + (units.size() - spread + 0.5) / (spread + 0.5));
    }

    /** The length of a unit in terms, relative to the mean. */
    double relativeLength(int unit) {
        return lengths[unit] / meanLength;
    }

    int length(int unit) {
        return lengths[unit];
    }

    /** Whether a unit tells when something was. */
    boolean timed(int unit) {
        return timed[unit];
    }

    /** Whether a unit asks something. */
    boolean asking(int unit) {
        return asking[unit];
    }

    /** How much a unit tells, from 0 to 1. */
    public double information(int unit) {
        return information[unit];
    }
}
