// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.condenser.semantic.rank.Index;
import io.aisbf.condenser.semantic.rank.Order;
import io.aisbf.condenser.semantic.rank.Question;
import io.aisbf.condenser.semantic.rank.Ranker;
import io.aisbf.condenser.semantic.rank.Unasked;
import io.aisbf.condenser.semantic.unit.Piece;
import io.aisbf.condenser.semantic.unit.Pieces;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what helps with the question, word for word, in the order in which it was said. Which that is, a {@link Ranker}
 * tells without a model; where the operator names one, a {@link Janitor} has a say too. Where nothing is asked, what
 * tells most is kept.
 *
 * <p>The turns that are left become one message of the user that says what it is. A tool's call and its result go into
 * it together; where their other half lies outside of the passage they stay messages of their own.
 */
final class Semantic implements CondensationMethod, CondensationMethod.Recalling {
    private final TokenCounter counter;
    private final Optional<Janitor> janitor;
    private final Indexes indexes = new Indexes();

    Semantic(TokenCounter counter, Optional<Janitor> janitor) {
        this.counter = counter;
        this.janitor = janitor;
    }

    @Override
    public List<Message> condense(Passage passage, Budget budget, Call call) throws InterruptedException {
        if (passage.changeable().isEmpty() || budget.now() <= budget.goal()) {
            return passage.changeable();
        }
        Layout layout = Layout.of(passage.changeable());
        List<Piece> pieces = Pieces.of(passage.before(), passage.changeable(), passage.digested()).stream()
                .filter(piece -> layout.cuts(piece.message()))
                .toList();
        if (pieces.isEmpty()) {
            return passage.changeable();
        }
        Index index = indexes.of(pieces);
        Packing packing = new Packing(index, layout, counter, budget);
        return packing.pack(passage.changeable(), choice(index, Asked.of(passage), budget, call));
    }

    private Choice choice(Index index, Question question, Budget budget, Call call) throws InterruptedException {
        if (question.isEmpty()) {
            return Choice.of(Unasked.scores(index));
        }
        Choice ranked = Choice.of(Ranker.rank(index, question).scores());
        if (janitor.isEmpty()) {
            return ranked;
        }
        return janitor.get()
                .choose(index, question, Order.of(ranked.scores()), budget.model(), call)
                .map(ranked::withChosen)
                .orElse(ranked);
    }

    @Override
    public List<Excerpt> recall(Passage passage, Budget budget, Call call) {
        Question question = Asked.of(passage);
        List<Piece> pieces = Pieces.of(passage.before(), passage.changeable(), passage.digested());
        if (question.isEmpty() || pieces.isEmpty()) {
            return List.of();
        }
        Index index = indexes.of(pieces);
        return Recollection.of(index, Ranker.rank(index, question), counter, budget);
    }
}
