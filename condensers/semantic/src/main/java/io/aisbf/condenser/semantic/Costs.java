// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.condenser.semantic.unit.Unit;
import io.aisbf.text.Words;
import java.util.List;

/**
 * What units come to in tokens, guessed by their characters: counting each of thousands would take longer than ranking
 * them. The guesses are right relative to each other; {@link Packing} finds out by what they are wrong.
 */
final class Costs {
    private static final double LETTER = 0.22;
    private static final double SPACE = 0.02;
    private static final double DIGIT = 0.4;
    private static final double OTHER = 0.5;
    private static final double FOREIGN = 0.4;
    private static final double UNSPACED = 0.9;
    /** The mark before a turn and the line's end; the dots between two sentences of one. */
    private static final double TURN = 3;

    private static final double GAP = 1.5;

    private Costs() {}

    static double[] of(List<Unit> units) {
        double[] costs = new double[units.size()];
        for (int i = 0; i < costs.length; i++) {
            Unit unit = units.get(i);
            boolean whole = unit.length() == unit.piece().text().length();
            costs[i] = of(unit.piece().text(), unit.from(), unit.to()) + (whole ? TURN : GAP);
        }
        return costs;
    }

    private static double of(String text, int from, int to) {
        double cost = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                cost += LETTER;
            } else if (c <= ' ') {
                cost += SPACE;
            } else if (c >= '0' && c <= '9') {
                cost += DIGIT;
            } else if (c < 0x80) {
                cost += OTHER;
            } else {
                cost += Words.unspaced(c) ? UNSPACED : FOREIGN;
            }
        }
        return cost;
    }
}
