// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.text.talk.Digest;
import io.aisbf.text.talk.Heading;
import io.aisbf.text.talk.Janitor;
import io.aisbf.text.talk.Layout;
import io.aisbf.text.talk.Pins;
import io.aisbf.text.talk.Reading;
import io.aisbf.text.talk.Room;
import io.aisbf.text.talk.Sizes;
import io.aisbf.text.talk.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a passage in three layers. What must not be forgotten, the goal and what was said to be so for good, stays word
 * for word. The newest groups stay as messages. What lies between is cut where the subject changes, and of each stretch
 * the less is kept the older it is. Before any of it, results of tools give way to a line each, the oldest first, as long
 * as that is enough: what the model said about them stays.
 *
 * <p>With a model, stretches are told in its words instead of the passage's, as far as these are borne out.
 */
final class Hierarchical implements CondensationMethod {
    private static final double NEWEST_SHARE = .4;
    private static final double GOAL_SHARE = .2;
    private static final double PINS_SHARE = .45;

    private final TokenCounter tokens;
    private final Janitor janitor;

    Hierarchical(TokenCounter tokens, Janitor janitor) {
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
        Masks masks = new Masks(messages, sizes);
        List<Message> masked = masks.until(budget.goal());
        if (sizes.of(masked) <= budget.goal()) {
            return masked;
        }
        Layout layout = Layout.of(masked, sizes, budget.goal(), NEWEST_SHARE, Integer.MAX_VALUE);
        Digest digest = digest(layout, sizes, janitor.turn(call));
        Optional<List<Message>> result = layout.with(digest, sizes, now);
        return result.orElse(sizes.of(masked) < now ? masked : messages);
    }

    private Digest digest(Layout layout, Sizes sizes, Janitor.Turn turn) throws InterruptedException {
        String made = janitor.present() ? "quoted, or told by a model and checked" : "quoted by sentences";
        Reading reading = Reading.of(layout.aged());
        Room room = new Room(sizes, made, layout.room());
        Set<Statement> told = goal(reading, room, (long) (layout.room() * GOAL_SHARE));
        Set<Statement> pinned = new HashSet<>();
        long forPins = (long) (layout.room() * PINS_SHARE);
        for (Statement pin : Pins.of(reading, told)) {
            if (room.take(new Digest.Line(Heading.KEPT, pin.line()), forPins)) {
                pinned.add(pin);
            }
        }
        told.addAll(pinned);
        Stretches stretches = new Stretches(reading, told, sizes);
        Abstracts abstracts = new Abstracts(janitor, turn, sizes);
        return new Digest(made, Lines.inOrder(reading, pinned, room, stretches.tell(room, abstracts)));
    }

    /** Tells the goal, and says which statements that were; what has no room may still be pinned. */
    private static Set<Statement> goal(Reading reading, Room room, long most) {
        Set<Statement> told = new HashSet<>();
        long before = room.left();
        for (Statement statement : Pins.goal(reading)) {
            Digest.Line line = new Digest.Line(Heading.GOAL, statement.text());
            if (before - room.left() + room.size(line) <= most && room.take(line)) {
                told.add(statement);
            }
        }
        return told;
    }
}
