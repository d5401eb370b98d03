// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import io.aisbf.condenser.semantic.unit.Dates;
import io.aisbf.condenser.semantic.unit.Unit;
import io.aisbf.condenser.semantic.words.Language;
import io.aisbf.condenser.semantic.words.Terms;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
    private final Map<String, Integer> numbers = new HashMap<>();
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
        lengths = new int[units.size()];
        timed = new boolean[units.size()];
        asking = new boolean[units.size()];
        speaker = new int[units.size()];
        rows = new int[units.size() + 1];
        Occurrences read = read();
        starts = new int[numbers.size() + 1];
        for (int i = 0; i < read.size; i++) {
            starts[read.terms[i] + 1]++;
        }
        for (int term = 0; term < numbers.size(); term++) {
            starts[term + 1] += starts[term];
        }
        terms = Arrays.copyOf(read.terms, read.size);
        places = new int[read.size];
        counts = new int[read.size];
        int[] next = Arrays.copyOf(starts, numbers.size());
        for (int i = 0; i < read.size; i++) {
            int at = next[read.terms[i]]++;
            places[at] = read.units[i];
            counts[at] = read.counts[i];
        }
        meanLength = Math.max(1, Arrays.stream(lengths).average().orElse(1));
        information = information();
        similar = new Similar(numbers);
    }

    /** A row for each term of each unit, in the order of the units. */
    private static final class Occurrences {
        private int[] terms = new int[1024];
        private int[] units = new int[1024];
        private int[] counts = new int[1024];
        private int size;

        int add(int term, int unit) {
            if (size == terms.length) {
                terms = Arrays.copyOf(terms, 2 * size);
                units = Arrays.copyOf(units, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            terms[size] = term;
            units[size] = unit;
            counts[size] = 1;
            return size++;
        }
    }

    private Occurrences read() {
        Terms terms = new Terms(language);
        Map<String, Boolean> tells = new HashMap<>();
        Occurrences all = new Occurrences();
        int[] rowOf = new int[256];
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            String text = unit.text();
            asking[i] = text.indexOf('?') >= 0 || text.indexOf('\uff1f') >= 0;
            Reader reader = new Reader(all, i, all.size, rowOf);
            terms.read(text, (term, word) -> {
                timed[reader.unit] |= tells.computeIfAbsent(word, key -> Dates.tells(key.toLowerCase(Locale.ROOT)));
                reader.take(term);
            });
            rowOf = reader.rowOf;
            rows[i + 1] = all.size;
            speaker[i] = unit.speaker().isEmpty() ? -1 : number(terms.term(unit.speaker()));
            if (speaker[i] >= 0) {
                speakers.add(speaker[i]);
            }
        }
        return all;
    }

    /** Takes the terms of one unit; {@code rowOf} has the row in which a term was counted last. */
    private final class Reader {
        private final Occurrences all;
        private final int unit;
        private final int first;
        private int[] rowOf;

        Reader(Occurrences all, int unit, int first, int[] rowOf) {
            this.all = all;
            this.unit = unit;
            this.first = first;
            this.rowOf = rowOf;
        }

        void take(String term) {
            if (term.equals(Terms.STOP)) {
                return;
            }
            lengths[unit]++;
            int known = numbers.size();
            int number = numbers.computeIfAbsent(term, _ -> known);
            if (number >= rowOf.length) {
                rowOf = Arrays.copyOf(rowOf, 2 * number);
            }
            int row = number == known ? -1 : rowOf[number];
            if (row >= first && row < all.size && all.terms[row] == number) {
                all.counts[row]++;
            } else {
                rowOf[number] = all.add(number, unit);
            }
        }
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
