// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.condenser.semantic.rank.Index;
import io.aisbf.condenser.semantic.rank.Order;
import io.aisbf.condenser.semantic.unit.Fences;
import io.aisbf.condenser.semantic.unit.Piece;
import io.aisbf.condenser.semantic.unit.Turns;
import java.util.BitSet;
import java.util.List;

/**
 * Puts the best units into the room there is: the better first, a shorter one a little sooner than a longer one of the
 * same score. What was condensed before gets half of the room at most, so that it gives way to what is new. Guesses what
 * units cost, counts the result, and corrects the guess. For one passage.
 */
final class Packing {
    /** A unit's score is divided by its tokens to this power. */
    private static final double THRIFT = 0.067;

    private static final int ENOUGH_TRIES = 4;
    private static final int MOST_TRIES = 16;
    private static final double FULL = 0.97;
    private static final double AIM = 0.985;
    /** A guess that was too high is corrected by so much at least, lest the same units are tried again. */
    private static final double STEP = 0.02;

    private static final long LEAST_ROOM = 64;

    private final Index index;
    private final Layout layout;
    private final TokenCounter counter;
    private final Budget budget;
    private final double[] costs;

    Packing(Index index, Layout layout, TokenCounter counter, Budget budget) {
        this.index = index;
        this.layout = layout;
        this.counter = counter;
        this.budget = budget;
        costs = Costs.of(index.units());
    }

    /** The passage with what was chosen; as it was, if that is not smaller. */
    List<Message> pack(List<Message> messages, Choice choice) {
        int[] order = Order.of(thrifty(choice.scores()));
        Digest digest = new Digest(index.units(), layout, messages);
        long goal = Math.max(LEAST_ROOM, budget.goal());
        long overhead = digest.overhead(counter, budget.model());
        double error = 1;
        List<Message> fits = messages;
        long size = -1;
        for (int i = 0; i < MOST_TRIES && !(i >= ENOUGH_TRIES && size >= 0); i++) {
            BitSet kept = keep(order, choice.chosen(), (goal - overhead) / error);
            List<Message> result = digest.messages(kept);
            long tokens = digest.size(result, counter, budget.model());
            if (kept.isEmpty() || (tokens <= goal && tokens >= FULL * goal && tokens > size)) {
                fits = kept.isEmpty() ? fits : result;
                break;
            }
            if (tokens <= goal && tokens > size) {
                fits = result;
                size = tokens;
            }
            double wrong = (tokens - overhead) / Math.max(1, AIM * goal - overhead);
            error *= tokens > goal ? Math.max(wrong, 1 + STEP * (i + 1)) : wrong;
        }
        return digest.size(fits, counter, budget.model()) < budget.now() ? fits : messages;
    }

    private double[] thrifty(double[] scores) {
        double[] thrifty = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            thrifty[i] = scores[i] / Math.pow(costs[i], THRIFT);
        }
        return thrifty;
    }

    private BitSet keep(int[] order, BitSet chosen, double room) {
        BitSet kept = new BitSet();
        double left = fill(kept, order, chosen, room);
        BitSet others = new BitSet();
        others.set(0, costs.length);
        others.andNot(chosen);
        fill(kept, order, others, chosen.isEmpty() ? left : Math.min(left, room / 2));
        return kept;
    }

    private double fill(BitSet kept, int[] order, BitSet among, double room) {
        double left = room;
        double old = room / 2;
        for (int unit : order) {
            boolean digested = index.units().get(unit).piece().kind() == Piece.Kind.DIGESTED;
            if (among.get(unit) && costs[unit] <= (digested ? Math.min(old, left) : left) && legal(unit)) {
                kept.set(unit);
                left -= costs[unit];
                old -= digested ? costs[unit] : 0;
            }
        }
        return left;
    }

    /** A fence that is open, or that could not stay as it is, is not kept. */
    private boolean legal(int number) {
        String text = index.units().get(number).text();
        return !Fences.mayBeIn(text) || (Fences.closed(text) && !Turns.forged(text));
    }
}
