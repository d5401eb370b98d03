// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.conversational;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.text.talk.Digest;
import io.aisbf.text.talk.Janitor;
import io.aisbf.text.talk.Layout;
import io.aisbf.text.talk.Reading;
import io.aisbf.text.talk.Room;
import io.aisbf.text.talk.Sizes;
import java.util.List;
import java.util.Optional;

/**
 * Puts an account of a conversation in its place: what was wanted, decided, found out, preferred and left open. Without
 * a model it is an extract, word for word; with one a summary, made of the summary before it and of what is new, and
 * checked against both. The last groups stay as messages while they take no more than a third of the goal.
 */
final class Conversational implements CondensationMethod {
    private static final double NEWEST_SHARE = 1 / 3.0;
    private static final int NEWEST = 4;
    private static final String EXTRACT = "an extract, word for word";
    private static final String SUMMARY = "a model's summary, checked against what was said";

    private final TokenCounter tokens;
    private final Janitor janitor;

    Conversational(TokenCounter tokens, Janitor janitor) {
        this.tokens = tokens;
        this.janitor = janitor;
    }

    @Override
    public List<Message> condense(Passage passage, Budget budget, Call call) throws InterruptedException {
        List<Message> messages = passage.changeable();
        if (messages.isEmpty() || budget.now() <= budget.goal()) {
            return messages;
        }
        Sizes sizes = new Sizes(tokens, budget.model());
        long now = sizes.of(messages);
        Layout layout = Layout.of(messages, sizes, budget.goal(), NEWEST_SHARE, NEWEST);
        Reading reading = Reading.of(layout.aged());
        Optional<Digest> summary = janitor.present()
                ? new Summary(janitor.turn(call), janitor.reads(), sizes)
                        .of(reading, new Room(sizes, SUMMARY, layout.room()))
                        .map(lines -> new Digest(SUMMARY, lines))
                : Optional.empty();
        Digest digest = summary.isPresent()
                ? summary.get()
                : new Digest(EXTRACT, new Extract(reading).into(new Room(sizes, EXTRACT, layout.room())));
        return layout.with(digest, sizes, now).orElse(messages);
    }
}
