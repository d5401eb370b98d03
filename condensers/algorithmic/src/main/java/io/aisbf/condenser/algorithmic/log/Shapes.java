// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mines the templates of a log in the manner of Drain (He, Zhu, Zheng and Lyu, "Drain: an online log parsing approach
 * with fixed depth tree", ICWS 2017): words with digits are variable, lines of the same words are of one shape, and
 * shapes of the same length with six tenths of their words alike are of one kind. Words that nearly all lines have, such
 * as the machine's name, do not count as likeness.
 */
final class Shapes {
    private static final double ALIKE = .6;
    private static final double EVERYWHERE = .6;
    private static final int MOST_COMPARED = 200;

    private final List<Shape> list = new ArrayList<>();
    private final int[] ofEntry;
    private final Map<Long, Integer> lines = new HashMap<>();
    private final int[] kindLines;
    private int total;

    /** The shapes of a log; with {@code strict}, of output in which every word may be what matters. */
    Shapes(List<Entry> entries, boolean strict) {
        ofEntry = new int[entries.size()];
        read(entries, new Words(strict));
        frequencies();
        if (strict) {
            for (int i = 0; i < list.size(); i++) {
                list.get(i).kind(i);
            }
        } else {
            merge();
        }
        kindLines = new int[list.size()];
        list.forEach(shape -> kindLines[shape.kind()] += shape.lines());
    }

    private void read(List<Entry> entries, Words words) {
        Map<Long, Integer> known = new HashMap<>();
        for (int i = 0; i < ofEntry.length; i++) {
            Entry entry = entries.get(i);
            words.read(entry.text(), entry.said(), entry.end());
            Integer number = known.putIfAbsent(words.key(), list.size());
            if (number == null) {
                number = list.size();
                list.add(new Shape(words.copy(), i, words.start(entry.said())));
            }
            list.get(number).count(entry.count());
            ofEntry[i] = number;
            total += entry.count();
        }
    }

    private void frequencies() {
        for (Shape shape : list) {
            long[] words = shape.words();
            for (int i = 0; i < words.length; i++) {
                if (words[i] != Words.VARIABLE && !before(words, i)) {
                    lines.merge(words[i], shape.lines(), Integer::sum);
                }
            }
        }
    }

    private static boolean before(long[] words, int at) {
        for (int i = 0; i < at && i < 64; i++) {
            if (words[i] == words[at]) {
                return true;
            }
        }
        return false;
    }

    /** Gives each shape the kind of the first more frequent one that it is like. */
    private void merge() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt((Integer i) -> -list.get(i).lines()).thenComparing(i -> i));
        Map<Integer, List<Integer>> byLength = new HashMap<>();
        for (int number : order) {
            Shape shape = list.get(number);
            List<Integer> same = byLength.computeIfAbsent(shape.words().length, _ -> new ArrayList<>());
            int kind = number;
            for (int i = 0; i < same.size() && i < MOST_COMPARED && kind == number; i++) {
                kind = alike(list.get(same.get(i)).words(), shape.words()) ? same.get(i) : number;
            }
            shape.kind(kind);
            if (kind == number) {
                same.add(number);
            }
        }
    }

    private boolean alike(long[] one, long[] other) {
        int equal = 0;
        int compared = 0;
        for (int i = 0; i < one.length; i++) {
            boolean same = one[i] == other[i];
            if (same && (one[i] == Words.VARIABLE || linesWith(one[i]) > total * EVERYWHERE)) {
                continue;
            }
            compared++;
            equal += same ? 1 : 0;
        }
        return equal >= 2 && equal >= compared * ALIKE;
    }

    /** Who speaks, such as the component: the first word of a line that does not stand in most lines. */
    long speaker(Shape shape) {
        for (long word : shape.words()) {
            if (word != Words.VARIABLE && linesWith(word) <= total * EVERYWHERE) {
                return word;
            }
        }
        return Words.VARIABLE;
    }

    /** All shapes in the order of their first lines. */
    List<Shape> list() {
        return list;
    }

    /** The number of an entry's shape. */
    int of(int entry) {
        return ofEntry[entry];
    }

    /** How many lines are of a kind. */
    int linesOf(int kind) {
        return kindLines[kind];
    }

    /** How many kinds there are. */
    int kinds() {
        int kinds = 0;
        for (int count : kindLines) {
            kinds += count > 0 ? 1 : 0;
        }
        return kinds;
    }

    /** How many lines have a word. */
    int linesWith(long word) {
        return lines.getOrDefault(word, 0);
    }

    /** How many lines there are. */
    int total() {
        return total;
    }
}
