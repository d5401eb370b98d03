// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import java.util.BitSet;

/** What of a passage is to be kept, as far as there is room. */
final class Choice {
    private final double[] scores;
    private final BitSet chosen;

    private Choice(double[] scores, BitSet chosen) {
        this.scores = scores;
        this.chosen = chosen;
    }

    static Choice of(double[] scores) {
        return new Choice(scores, new BitSet());
    }

    Choice withChosen(BitSet units) {
        return new Choice(scores, units);
    }

    /** By unit; the higher, the sooner it is kept. */
    double[] scores() {
        return scores;
    }

    /** Units that a model has chosen: they come first, and the others fill half of the room. */
    BitSet chosen() {
        return chosen;
    }
}
