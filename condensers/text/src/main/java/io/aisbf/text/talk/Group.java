// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Messages that stand or fall together: what the model says in one go, the tools it calls there and what they answer.
 *
 * @param from the first of them
 * @param to the one after the last
 * @param whole whether every call has its result here and every result its call; one that is not may not be taken away
 */
public record Group(int from, int to, boolean whole) {
    /** The groups of a conversation, in order. */
    public static List<Group> of(List<Message> messages) {
        List<Group> groups = new ArrayList<>();
        Set<String> open = new HashSet<>();
        int from = 0;
        for (int i = 0; i < messages.size(); i++) {
            if (i > from && begins(messages.get(i), messages.get(i - 1), open)) {
                groups.add(of(messages, from, i));
                from = i;
                open.clear();
            }
            for (Part part : messages.get(i).parts()) {
                if (part instanceof Part.ToolCall call) {
                    open.add(call.id());
                } else if (part instanceof Part.ToolResult result) {
                    open.remove(result.callId());
                }
            }
        }
        if (from < messages.size()) {
            groups.add(of(messages, from, messages.size()));
        }
        return List.copyOf(groups);
    }

    private static boolean begins(Message message, Message before, Set<String> open) {
        return switch (message.role()) {
            case TOOL -> false;
            case ASSISTANT -> open.isEmpty() && before.role() != Role.ASSISTANT;
            case USER, SYSTEM -> open.isEmpty() || !answers(message);
        };
    }

    private static boolean answers(Message message) {
        return message.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
    }

    private static Group of(List<Message> messages, int from, int to) {
        Set<String> calls = new HashSet<>();
        Set<String> open = new HashSet<>();
        boolean whole = true;
        for (Message message : messages.subList(from, to)) {
            whole &= message.role() != Role.SYSTEM;
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    whole &= calls.add(call.id());
                    open.add(call.id());
                } else if (part instanceof Part.ToolResult result) {
                    whole &= open.remove(result.callId());
                }
            }
        }
        return new Group(from, to, whole && open.isEmpty());
    }

    /** Its messages. */
    public List<Message> in(List<Message> messages) {
        return messages.subList(from, to);
    }
}
