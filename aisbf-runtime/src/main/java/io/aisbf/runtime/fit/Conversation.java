// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.plugin.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/** How a conversation is counted, and which stretch of it may be condensed. */
final class Conversation {
    private static final int TOKENS_A_MESSAGE = 4;
    private static final int TOKENS_A_TOOL = 8;
    private static final int TOKENS_A_MEDIUM = 1000;

    private Conversation() {}

    /** The tokens of all a model gets to read: the messages, the tools, the schema of the answer. */
    static long count(ChatRequest request, String model, TokenCounter counter) {
        long sum = count(request.messages(), model, counter);
        for (Tool tool : request.tools()) {
            sum += TOKENS_A_TOOL
                    + counter.count(model, tool.name())
                    + counter.count(model, tool.description().orElse(""))
                    + counter.count(model, tool.parameters().toString());
        }
        if (request.options().shape().orElse(Options.Shape.Json.ANY) instanceof Options.Shape.Schema shape) {
            sum += counter.count(model, shape.schema().toString());
        }
        return sum;
    }

    /** The tokens of messages, each with what its frame costs. */
    static long count(List<Message> messages, String model, TokenCounter counter) {
        long sum = 0;
        for (Message message : messages) {
            sum += TOKENS_A_MESSAGE + parts(message.parts(), model, counter);
        }
        return sum;
    }

    private static long parts(List<Part> parts, String model, TokenCounter counter) {
        long sum = 0;
        for (Part part : parts) {
            sum += switch (part) {
                case Part.Text text -> counter.count(model, text.text());
                case Part.Reasoning thought -> counter.count(model, thought.text());
                case Part.Refusal refusal -> counter.count(model, refusal.text());
                case Part.ToolCall call ->
                    counter.count(model, call.tool())
                            + counter.count(model, call.arguments().toString());
                case Part.ToolResult result -> parts(result.content(), model, counter);
                case Part.Image _, Part.Audio _, Part.Document _ -> TOKENS_A_MEDIUM;
                case Part.Citation citation ->
                    counter.count(model, citation.quote().orElse(""));
                case Part.CachePoint _ -> 0;
                case Part.Other other -> counter.count(model, other.json().toString());
            };
        }
        return sum;
    }

    /**
     * What may change: everything between the instructions at the beginning and the last question of the user, which is
     * cut so that no tool result is parted from its call.
     */
    static Passage passage(List<Message> messages) {
        int start = 0;
        while (start < messages.size() && messages.get(start).role() == Message.Role.SYSTEM) {
            start++;
        }
        int end = messages.size() - 1;
        while (end > start && messages.get(end).role() != Message.Role.USER) {
            end--;
        }
        end = Math.max(start, end);
        return new Passage(
                messages.subList(0, start), messages.subList(start, end), messages.subList(end, messages.size()));
    }

    /** The conversation with another middle. */
    static List<Message> join(Passage passage, List<Message> middle) {
        List<Message> all = new ArrayList<>(passage.before());
        all.addAll(middle);
        all.addAll(passage.after());
        return all;
    }
}
