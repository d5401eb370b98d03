// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import io.aisbf.text.Vocabulary;
import java.util.BitSet;

/** How much of what a statement says has not been said by those that were chosen before it. For one thread. */
public final class Novelty {
    private final Vocabulary vocabulary;
    private final BitSet told = new BitSet();

    /** Nothing has been chosen. */
    public Novelty(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Takes a statement as chosen. */
    public void tell(Statement statement) {
        for (int word : statement.distinct()) {
            told.set(word);
        }
    }

    /** The share of a statement's information that is new, 0 to 1; it never rises. */
    public double of(Statement statement) {
        double all = 0;
        double known = 0;
        for (int word : statement.distinct()) {
            double surprise = vocabulary.surprise(word);
            all += surprise;
            known += told.get(word) ? surprise : 0;
        }
        return all == 0 ? 0 : 1 - known / all;
    }
}
