// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.talk;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was said in a conversation, as far as a choice goes by it. Instructions are left aside: those of agents are the
 * same whatever is asked, and longer than the question.
 */
public final class Talk {
    private Talk() {}

    /**
     * What the person said, the newest first; turns without text are left out. Empty where the messages cannot be read:
     * whether the request will do is for the candidate to judge.
     */
    public static List<String> turns(ChatRequest request) {
        List<String> turns = new ArrayList<>();
        for (Message message : messages(request).reversed()) {
            String text = message.role() == Role.USER ? text(message) : "";
            if (!text.isBlank()) {
                turns.add(text);
            }
        }
        return turns;
    }

    /** What the person said last; empty if nothing. */
    public static String last(ChatRequest request) {
        for (Message message : messages(request).reversed()) {
            String text = message.role() == Role.USER ? text(message) : "";
            if (!text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    /** All messages; none where they cannot be read. */
    public static List<Message> messages(ChatRequest request) {
        try {
            return request.messages();
        } catch (CallException unreadable) {
            return List.of();
        }
    }

    private static String text(Message message) {
        return message.parts().stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }
}
