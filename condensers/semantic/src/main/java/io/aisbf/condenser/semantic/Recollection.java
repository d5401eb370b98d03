// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Excerpt;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.condenser.semantic.rank.Index;
import io.aisbf.condenser.semantic.rank.Order;
import io.aisbf.condenser.semantic.rank.Scores;
import io.aisbf.condenser.semantic.unit.Fences;
import io.aisbf.condenser.semantic.unit.Piece;
import io.aisbf.condenser.semantic.unit.Unit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What of a passage is worth being put before a question: units near the best one, and none at all where even the best
 * has little of what the question names, as with thanks or small talk.
 */
final class Recollection {
    /** The best unit must have so much of the question's rareness. */
    private static final double LEAST_SHARE = 0.2;
    /** And so much at all: one word that most units do not have. */
    private static final double LEAST_MATCHED = 2.5;
    /** Units below this share of the best score are not worth their tokens. */
    private static final double NEAR = 0.35;
    /** Who said it and when, which the gateway puts before each excerpt. */
    private static final long FRAME = 10;

    private Recollection() {}

    static List<Excerpt> of(Index index, Scores scores, TokenCounter counter, Budget budget) {
        double most = 0;
        for (double matched : scores.matched()) {
            most = Math.max(most, matched);
        }
        if (most < LEAST_MATCHED || most < LEAST_SHARE * scores.wanted()) {
            return List.of();
        }
        BitSet kept = new BitSet();
        int[] order = Order.of(scores.scores());
        double least = NEAR * scores.scores()[order[0]];
        long left = budget.goal();
        for (int unit : order) {
            if (left <= FRAME || scores.scores()[unit] < least) {
                break;
            }
            long tokens = FRAME
                    + counter.count(budget.model(), index.units().get(unit).text());
            if (tokens <= left && fit(index.units().get(unit))) {
                kept.set(unit);
                left -= tokens;
            }
        }
        return excerpts(index.units(), kept);
    }

    /** A date alone helps nobody, a call is nobody's words, and an open fence would swallow what follows. */
    private static boolean fit(Unit unit) {
        return !unit.heading() && unit.piece().kind() != Piece.Kind.CALL && Fences.closed(unit.text());
    }

    /** Runs of units that stand side by side in one text are one excerpt. */
    private static List<Excerpt> excerpts(List<Unit> units, BitSet kept) {
        List<Excerpt> excerpts = new ArrayList<>();
        int unit = kept.nextSetBit(0);
        while (unit >= 0) {
            Unit first = units.get(unit);
            int last = unit;
            while (kept.get(last + 1) && units.get(last + 1).sameText(first)) {
                last++;
            }
            excerpt(first, units.get(last)).ifPresent(excerpts::add);
            unit = kept.nextSetBit(last + 1);
        }
        return List.copyOf(excerpts);
    }

    /** What stands from one unit to another; nothing if its code would not be the same code behind another text. */
    private static Optional<Excerpt> excerpt(Unit first, Unit last) {
        String source = first.piece().text();
        boolean fence = Fences.begins(source.substring(first.from(), last.to()));
        if (fence && (first.from() == 0 || source.charAt(first.from() - 1) != '\n')) {
            return Optional.empty();
        }
        String text = source.substring(fence ? first.from() - 1 : first.from(), last.to());
        List<Fences.Block> code = Fences.in(text);
        boolean same = code.stream().allMatch(Fences.Block::closed)
                && Fences.in(source).containsAll(code);
        return same ? Optional.of(new Excerpt(first.piece().message(), text)) : Optional.empty();
    }
}
