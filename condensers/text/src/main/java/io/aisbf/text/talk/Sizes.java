// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.plugin.TokenCounter;
import java.util.List;

/**
 * What things come to in tokens, as one target counts them.
 *
 * @param counter how tokens are counted
 * @param model the target, as {@code provider/model}
 */
public record Sizes(TokenCounter counter, String model) {
    private static final int MESSAGE = 4;
    private static final int MEDIUM = 1000;

    /** What a text comes to. */
    public long of(String text) {
        return counter.count(model, text);
    }

    /** What messages come to, each with its frame. */
    public long of(List<Message> messages) {
        return messages.stream().mapToLong(this::of).sum();
    }

    /** What a message comes to, with its frame. */
    public long of(Message message) {
        return MESSAGE + parts(message.parts());
    }

    private long parts(List<Part> parts) {
        long sum = 0;
        for (Part part : parts) {
            sum += switch (part) {
                case Part.Text text -> of(text.text());
                case Part.Reasoning thought -> of(thought.text());
                case Part.Refusal refusal -> of(refusal.text());
                case Part.ToolCall call -> of(call.tool()) + of(call.arguments().toString());
                case Part.ToolResult result -> parts(result.content());
                case Part.Image _, Part.Audio _, Part.Document _ -> MEDIUM;
                case Part.Citation citation -> of(citation.quote().orElse(""));
                case Part.CachePoint _ -> 0;
                case Part.Other other -> of(other.json().toString());
                default -> 0;
            };
        }
        return sum;
    }
}
