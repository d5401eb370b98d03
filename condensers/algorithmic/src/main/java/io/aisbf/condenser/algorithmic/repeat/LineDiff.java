// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.repeat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where two texts differ, by lines. Patience diff (Bram Cohen): lines that occur once in both texts hold the rest in
 * place, and between them it is done again. Where there are none, the longest common subsequence is looked for if the
 * stretches are short; if they are long, all of them counts as changed. Time is bounded: near to linear for texts that
 * have lines of their own.
 */
final class LineDiff {
    private static final long LARGEST_TABLE = 200_000;
    private static final int DEEPEST = 40;

    private final List<String> old;
    private final List<String> fresh;
    private final List<Change> changes = new ArrayList<>();

    private LineDiff(List<String> old, List<String> fresh) {
        this.old = old;
        this.fresh = fresh;
    }

    /** Old lines {@code [oldFrom, oldTo)} became new lines {@code [newFrom, newTo)}. */
    record Change(int oldFrom, int oldTo, int newFrom, int newTo) {}

    /** All changes in order; none of them touch. */
    static List<Change> of(List<String> old, List<String> fresh) {
        LineDiff diff = new LineDiff(old, fresh);
        diff.between(0, old.size(), 0, fresh.size(), 0);
        return diff.joined();
    }

    private void between(int oldFrom, int oldTo, int newFrom, int newTo, int depth) {
        int a = oldFrom;
        int b = newFrom;
        while (a < oldTo && b < newTo && old.get(a).equals(fresh.get(b))) {
            a++;
            b++;
        }
        int aEnd = oldTo;
        int bEnd = newTo;
        while (aEnd > a && bEnd > b && old.get(aEnd - 1).equals(fresh.get(bEnd - 1))) {
            aEnd--;
            bEnd--;
        }
        if (a == aEnd || b == bEnd) {
            change(a, aEnd, b, bEnd);
            return;
        }
        List<int[]> held = depth < DEEPEST ? held(a, aEnd, b, bEnd) : List.of();
        if (held.isEmpty()) {
            table(a, aEnd, b, bEnd);
            return;
        }
        for (int[] pair : held) {
            between(a, pair[0], b, pair[1], depth + 1);
            a = pair[0] + 1;
            b = pair[1] + 1;
        }
        between(a, aEnd, b, bEnd, depth + 1);
    }

    private void change(int oldFrom, int oldTo, int newFrom, int newTo) {
        if (oldFrom < oldTo || newFrom < newTo) {
            changes.add(new Change(oldFrom, oldTo, newFrom, newTo));
        }
    }

    /** Pairs of lines that occur once on either side, as many as stand in the same order. */
    private List<int[]> held(int oldFrom, int oldTo, int newFrom, int newTo) {
        Map<String, Integer> inOld = once(old, oldFrom, oldTo);
        Map<String, Integer> inNew = once(fresh, newFrom, newTo);
        List<int[]> pairs = new ArrayList<>();
        for (int i = newFrom; i < newTo; i++) {
            int there = inNew.getOrDefault(fresh.get(i), -1) == i ? inOld.getOrDefault(fresh.get(i), -1) : -1;
            if (there >= 0) {
                pairs.add(new int[] {there, i});
            }
        }
        return rising(pairs);
    }

    /** Where each line stands that occurs once; -1 for the others. */
    private static Map<String, Integer> once(List<String> lines, int from, int to) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = from; i < to; i++) {
            places.merge(lines.get(i), i, (_, _) -> -1);
        }
        return places;
    }

    /** The longest part whose old places rise, by patience sorting. */
    private static List<int[]> rising(List<int[]> pairs) {
        int[] tops = new int[pairs.size()];
        int[] before = new int[pairs.size()];
        int piles = 0;
        for (int i = 0; i < pairs.size(); i++) {
            int low = 0;
            int high = piles;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (pairs.get(tops[middle])[0] < pairs.get(i)[0]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low > 0 ? tops[low - 1] : -1;
            tops[low] = i;
            piles = Math.max(piles, low + 1);
        }
        int[][] chosen = new int[piles][];
        int at = piles > 0 ? tops[piles - 1] : -1;
        for (int i = piles - 1; i >= 0; i--) {
            chosen[i] = pairs.get(at);
            at = before[at];
        }
        return Arrays.asList(chosen);
    }

    /** The longest common subsequence of two short stretches. */
    private void table(int oldFrom, int oldTo, int newFrom, int newTo) {
        int height = oldTo - oldFrom;
        int width = newTo - newFrom;
        if ((long) height * width > LARGEST_TABLE) {
            change(oldFrom, oldTo, newFrom, newTo);
            return;
        }
        int[][] longest = new int[height + 1][width + 1];
        for (int i = height - 1; i >= 0; i--) {
            for (int j = width - 1; j >= 0; j--) {
                longest[i][j] = old.get(oldFrom + i).equals(fresh.get(newFrom + j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < height || j < width) {
            if (i < height && j < width && old.get(oldFrom + i).equals(fresh.get(newFrom + j))) {
                i++;
                j++;
            } else if (j == width || (i < height && longest[i + 1][j] >= longest[i][j + 1])) {
                change(oldFrom + i, oldFrom + i + 1, newFrom + j, newFrom + j);
                i++;
            } else {
                change(oldFrom + i, oldFrom + i, newFrom + j, newFrom + j + 1);
                j++;
            }
        }
    }

    private List<Change> joined() {
        List<Change> joined = new ArrayList<>();
        for (Change next : changes) {
            Change last = joined.isEmpty() ? new Change(-1, -1, -1, -1) : joined.getLast();
            if (last.oldTo() == next.oldFrom() && last.newTo() == next.newFrom()) {
                joined.removeLast();
                joined.add(new Change(last.oldFrom(), next.oldTo(), last.newFrom(), next.newTo()));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }
}
