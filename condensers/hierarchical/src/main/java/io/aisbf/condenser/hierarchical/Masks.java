// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.text.talk.Group;
import io.aisbf.text.talk.Sizes;
import io.aisbf.text.talk.ToolLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts one line in the place of what a tool answered, where that is shorter. Only groups that are whole are touched. */
final class Masks {
    private final List<Message> messages;
    private final Sizes sizes;

    Masks(List<Message> messages, Sizes sizes) {
        this.messages = messages;
        this.sizes = sizes;
    }

    /** The messages with results masked, the oldest first, until they come to the goal or all are masked. */
    List<Message> until(long goal) {
        List<Message> masked = new ArrayList<>(messages);
        long now = sizes.of(messages);
        for (Group group : Group.of(messages)) {
            Map<String, Part.ToolCall> calls = new HashMap<>();
            for (int i = group.from(); group.whole() && i < group.to() && now > goal; i++) {
                Message shorter = masked(messages.get(i), calls);
                long saved = sizes.of(messages.get(i)) - sizes.of(shorter);
                if (saved > 0) {
                    masked.set(i, shorter);
                    now -= saved;
                }
            }
        }
        return List.copyOf(masked);
    }

    private Message masked(Message message, Map<String, Part.ToolCall> calls) {
        List<Part> parts = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolCall call) {
                calls.put(call.id(), call);
            }
            parts.add(part instanceof Part.ToolResult result ? masked(result, calls) : part);
        }
        return parts.equals(message.parts()) ? message : message.withParts(parts);
    }

    private Part masked(Part.ToolResult result, Map<String, Part.ToolCall> calls) {
        return Optional.ofNullable(calls.get(result.callId()))
                .map(call -> ToolLine.masked(call, result))
                .filter(mask -> size(mask) < size(result))
                .orElse(result);
    }

    private long size(Part.ToolResult result) {
        return sizes.of(new Message(Message.Role.TOOL, List.of(result), Optional.empty()));
    }
}
