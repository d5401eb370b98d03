// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers that lie far from where those of the same shape and place lie: beyond three times the distance of the
 * quartiles (Tukey's far out values), and nearly three times as large, or ten times as small, as all but a few.
 */
final class Outliers {
    private static final int FEWEST = 8;
    private static final int PLACES = 32;
    private static final double FAR = 3;
    private static final double ABOVE = 2.7;
    private static final double BELOW = .1;
    private static final double MOST = .015;
    private static final int MOST_DIGITS = 15;

    private final Shapes shapes;
    private final List<Entry> entries;
    private final Map<Integer, Values> values = new HashMap<>();

    private Outliers(List<Entry> entries, Shapes shapes) {
        this.entries = entries;
        this.shapes = shapes;
    }

    /** The values of one place. */
    private static final class Values {
        private double[] values = new double[16];
        private int[] owners = new int[16];
        private int count;

        void add(double value, int owner) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
                owners = Arrays.copyOf(owners, count * 2);
            }
            values[count] = value;
            owners[count++] = owner;
        }
    }

    /** For each entry the rarity in bits of the rarest number in it that is far out; 0 for most. */
    static double[] of(List<Entry> entries, Shapes shapes) {
        Outliers outliers = new Outliers(entries, shapes);
        for (int i = 0; i < entries.size(); i++) {
            if (shapes.list().get(shapes.of(i)).lines() >= FEWEST) {
                outliers.read(i);
            }
        }
        double[] rarities = new double[entries.size()];
        outliers.values.values().forEach(place -> mark(place, rarities));
        return rarities;
    }

    private void read(int number) {
        Entry entry = entries.get(number);
        String text = entry.text();
        int place = 0;
        int from = entry.said();
        for (int i = from; i <= entry.end() && place < PLACES; i++) {
            if (i == entry.end() || Words.parts(text.charAt(i)) || text.charAt(i) == ':') {
                double value = number(text, from, i);
                if (value >= 0) {
                    values.computeIfAbsent(shapes.of(number) * PLACES + place, _ -> new Values())
                            .add(value, number);
                }
                place += i > from ? 1 : 0;
                from = i + 1;
            }
        }
    }

    /** A number, perhaps with a short unit behind it; less than zero if it is none. */
    private static double number(String text, int from, int to) {
        if (from >= to) {
            return -1;
        }
        double value = 0;
        double fraction = 0;
        int digits = 0;
        int at = from + (text.charAt(from) == '-' || text.charAt(from) == '+' ? 1 : 0);
        for (; at < to; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                digits++;
                fraction /= 10;
                value = fraction > 0 ? value + (c - '0') * fraction : value * 10 + (c - '0');
            } else if (c == '.' && fraction == 0) {
                fraction = 1;
            } else {
                break;
            }
        }
        boolean unit = to - at <= 3;
        for (int i = at; i < to && unit; i++) {
            unit = Character.isLetter(text.charAt(i)) || text.charAt(i) == '%' || text.charAt(i) == '.';
        }
        return unit && digits > 0 && digits <= MOST_DIGITS ? value : -1;
    }

    private static void mark(Values place, double[] rarities) {
        if (place.count < FEWEST) {
            return;
        }
        double[] sorted = Arrays.copyOf(place.values, place.count);
        Arrays.sort(sorted);
        double low = sorted[place.count / 4];
        double high = sorted[place.count - 1 - place.count / 4];
        double spread = high - low;
        int most = Math.min(place.count / 4, (int) Math.max(2, place.count * MOST));
        double highest = Math.max(high + FAR * spread, ABOVE * sorted[place.count - 1 - most]);
        double lowest = Math.min(low - FAR * spread, BELOW * sorted[most]);
        int far = 0;
        for (double value : sorted) {
            far += value > highest || value < lowest ? 1 : 0;
        }
        double bits = Choice.log2((double) place.count / Math.max(1, far));
        for (int i = 0; i < place.count; i++) {
            if (place.values[i] > highest || place.values[i] < lowest) {
                rarities[place.owners[i]] = Math.max(rarities[place.owners[i]], bits);
            }
        }
    }
}
