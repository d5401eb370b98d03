// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.condenser.semantic.rank.Question;
import io.aisbf.condenser.semantic.unit.Turns;
import java.util.ArrayList;
import java.util.List;

/**
 * What the user wants to know at the end of a passage: his last words after it, and, with less weight, what he said
 * before them. Where he has said nothing since the passage, as in the middle of a long piece of work with tools, it is
 * what he said last.
 */
final class Asked {
    private static final int EARLIER = 2;
    private static final double EARLIER_WEIGHT = 0.3;

    private Asked() {}

    static Question of(Passage passage) {
        if (passage.after().isEmpty()) {
            return new Question(List.of());
        }
        List<Question.Part> parts = last(passage.after(), 1 + EARLIER);
        if (parts.isEmpty()) {
            parts = last(passage.changeable(), 1);
        }
        return new Question(parts.isEmpty() ? last(passage.before(), 1) : parts);
    }

    private static List<Question.Part> last(List<Message> messages, int most) {
        List<Question.Part> parts = new ArrayList<>();
        for (Message message : messages.reversed()) {
            String text = message.text();
            if (message.role() == Message.Role.USER
                    && !text.isBlank()
                    && !Turns.isDigest(text)
                    && parts.size() < most) {
                parts.add(new Question.Part(text, parts.isEmpty() ? 1 : EARLIER_WEIGHT));
            }
        }
        return parts;
    }
}
