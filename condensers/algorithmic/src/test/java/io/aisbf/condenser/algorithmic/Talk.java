// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.TokenCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A conversation that grows line by line in a test, and is condensed as a whole. */
final class Talk {
    static final TokenCounter TOKENS = (_, text) -> (text.length() + 3) / 4;

    private final List<Message> messages = new ArrayList<>();
    private final CondensationMethod method = new Algorithmic(TOKENS, 1);

    /** A call of a tool and what it answered. */
    void tool(String name, String result) {
        String id = "call_" + messages.size();
        RawJson arguments = RawJson.of("{\"path\":\"A.java\"}");
        messages.add(new Message(Role.ASSISTANT, List.of(new Part.ToolCall(id, name, arguments)), Optional.empty()));
        Part answer = new Part.ToolResult(id, List.of(new Part.Text(result)), false);
        messages.add(new Message(Role.TOOL, List.of(answer), Optional.empty()));
    }

    void user(String text) {
        say(Role.USER, text);
    }

    void say(Role role, String text) {
        messages.add(Message.of(role, text));
    }

    List<Message> messages() {
        return messages;
    }

    /** What the messages are condensed to for a goal; somebody has read them. */
    List<Message> condensed(long goal) throws Exception {
        List<Message> after = List.of(Message.of(Role.ASSISTANT, "I see."));
        return method.condense(
                new Passage(List.of(), messages, after),
                new Budget("test/model", tokens(), goal),
                Call.start("test", Duration.ofMinutes(1)));
    }

    long tokens() {
        return tokens(messages);
    }

    static long tokens(List<Message> messages) {
        return messages.stream()
                .mapToLong(message -> TOKENS.count("", said(message)))
                .sum();
    }

    /** All text of a message, that of a tool's result too. */
    static String said(Message message) {
        StringBuilder said = new StringBuilder();
        for (Part part : message.parts()) {
            switch (part) {
                case Part.Text text -> said.append(text.text());
                case Part.ToolResult result ->
                    said.append(said(new Message(Role.TOOL, result.content(), Optional.empty())));
                default -> {}
            }
        }
        return said.toString();
    }
}
