// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.request;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decodes a client's conversation: the member {@code system}, if there is one, is its first message. */
final class MessageReader {
    /**
     * What Claude Code puts before its instructions for Anthropic's bookkeeping. It changes with every version, and so
     * would spoil another provider's prompt cache.
     */
    private static final String BILLING = "x-anthropic-billing-header:";

    private static final Set<String> MESSAGE = Set.of("role", "content");

    private final Leftovers left;
    private final List<Message> messages = new ArrayList<>();

    private MessageReader(Leftovers left) {
        this.left = left;
    }

    /** The conversation, each message with the bytes it came as. */
    static List<Message> messages(Members body, Leftovers left) {
        if (body.get("messages").isEmpty()) {
            throw body.wrong("messages", "is missing; an array of messages is expected");
        }
        MessageReader reader = new MessageReader(left);
        body.get("system").ifPresent(system -> reader.system(body, system));
        body.children("messages").forEach(reader::message);
        return List.copyOf(reader.messages);
    }

    private void system(Members body, RawJson system) {
        if (system.kind() == RawJson.Kind.STRING) {
            String text = body.need("system");
            if (text.isEmpty()) {
                return;
            }
            boolean noise = text.startsWith(BILLING) && text.indexOf('\n') < 0;
            if (noise) {
                left.hint("system", system);
            }
            if (!noise) {
                add(Role.SYSTEM, List.of(new Part.Text(text)), system);
            }
            return;
        }
        List<Part> parts = new ArrayList<>();
        for (Members block : body.children("system")) {
            List<Part> read = BlockReader.parts(block, left);
            if (parts.isEmpty() && read.getFirst() instanceof Part.Text text && isNoise(text)) {
                left.hint(block.path(), block.object().raw());
            } else {
                parts.addAll(read);
            }
        }
        if (!parts.isEmpty()) {
            add(Role.SYSTEM, parts, system);
        }
    }

    private static boolean isNoise(Part.Text text) {
        return text.text().startsWith(BILLING);
    }

    private void message(Members message) {
        left.hints(message, MESSAGE);
        String role = message.need("role");
        if (message.get("content").isEmpty()) {
            throw message.wrong("content", "is missing; a string or an array of content blocks is expected");
        }
        List<Part> parts = BlockReader.content(message, "content", left);
        Role speaker = switch (role) {
            case "user" -> isResults(parts) ? Role.TOOL : Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> throw message.wrong("role", "is '" + role + "'; use user, assistant or system");
        };
        add(speaker, parts, message.object().raw());
    }

    /** Whether it is the tools that speak, and the person says nothing to it. */
    private static boolean isResults(List<Part> parts) {
        return parts.stream().anyMatch(Part.ToolResult.class::isInstance)
                && parts.stream().allMatch(part -> part instanceof Part.ToolResult || part instanceof Part.CachePoint);
    }

    private void add(Role role, List<Part> parts, RawJson bytes) {
        messages.add(new Message(role, parts, Optional.of(new Message.Origin(WireName.ANTHROPIC_MESSAGES, bytes))));
    }
}
