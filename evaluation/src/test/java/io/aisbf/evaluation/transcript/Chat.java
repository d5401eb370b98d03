// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.transcript;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import java.util.ArrayList;
import java.util.List;

/** A person and a model, taking turns. */
final class Chat {
    private static final int MOST_TURNS = 40;

    private final Dice dice;
    private final Prose prose;
    private final Oddities oddities;

    Chat(Dice dice) {
        this.dice = dice;
        this.prose = new Prose(dice);
        this.oddities = new Oddities(dice);
    }

    /** Ends with a question. */
    List<Message> transcript() {
        List<Message> messages = new ArrayList<>();
        if (dice.chance(70)) {
            messages.add(oddities.instructions());
        }
        int turns = dice.scaled(2, MOST_TURNS);
        for (int turn = 0; turn < turns; turn++) {
            messages.add(oddities.user());
            oddities.between(messages);
            messages.add(oddities.assistant());
        }
        messages.add(Message.of(Role.USER, prose.question()));
        return messages;
    }
}
