// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.part.CallPairs;
import io.aisbf.provider.google.part.PartReader;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes a conversation: the instruction first, as a message of the system's, then each content as a message. */
final class ContentReader {
    private ContentReader() {}

    /** The conversation, each message with the bytes it came as. */
    static List<Message> messages(Fields body) {
        List<Message> messages = new ArrayList<>();
        instruction(body).ifPresent(messages::add);
        List<Fields> contents = body.children("contents");
        if (contents.isEmpty()) {
            throw body.wrong("contents", "is missing or empty; at least one content is expected");
        }
        CallPairs pairs = new CallPairs();
        for (int i = 0; i < contents.size(); i++) {
            messages.add(message(contents.get(i), i, pairs));
        }
        return List.copyOf(messages);
    }

    private static Message message(Fields content, int index, CallPairs pairs) {
        String role = content.words("role").orElse("user");
        boolean models = role.equals("model");
        if (!models && !List.of("user", "function", "tool").contains(role)) {
            throw content.wrong("role", "is '" + role + "'; use user or model");
        }
        pairs.content(index, models);
        List<Part> parts = new ArrayList<>();
        for (Fields part : content.children("parts")) {
            PartReader.read(part, pairs).forEach(read -> add(read, parts));
            pairs.nextPart();
        }
        boolean results = !parts.isEmpty() && parts.stream().allMatch(Part.ToolResult.class::isInstance);
        return new Message(models ? Role.ASSISTANT : results ? Role.TOOL : Role.USER, parts, origin(content));
    }

    /**
     * A foreign signature that travelled on the part after the words it closes goes back to them. Words that came in
     * several pieces were one thought.
     */
    private static void add(Part part, List<Part> parts) {
        boolean afterThought = !parts.isEmpty()
                && parts.getLast() instanceof Part.Reasoning thought
                && thought.signature().isEmpty();
        if (afterThought && part instanceof Part.Reasoning more && continues(more)) {
            Part.Reasoning thought = (Part.Reasoning) parts.removeLast();
            parts.add(new Part.Reasoning(thought.text() + more.text(), more.signature()));
        } else {
            parts.add(part);
        }
    }

    private static boolean continues(Part.Reasoning more) {
        return !more.text().isEmpty()
                || more.signature().filter(proof -> !Signatures.isOwn(proof)).isPresent();
    }

    private static Optional<Message> instruction(Fields body) {
        Optional<RawJson> value = body.get("systemInstruction");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Message.Origin origin = new Message.Origin(WireName.GEMINI_CONTENT, value.get());
        List<Part> parts = new ArrayList<>();
        if (value.get().kind() == RawJson.Kind.STRING) {
            parts.add(new Part.Text(body.text("systemInstruction").orElse("")));
        } else {
            List<Fields> said = body.child("systemInstruction")
                    .map(content -> content.children("parts"))
                    .orElse(List.of());
            said.forEach(part -> parts.addAll(PartReader.read(part, new CallPairs())));
        }
        return Optional.of(new Message(Role.SYSTEM, parts, Optional.of(origin)));
    }

    private static Optional<Message.Origin> origin(Fields content) {
        return Optional.of(new Message.Origin(WireName.GEMINI_CONTENT, content.raw()));
    }
}
