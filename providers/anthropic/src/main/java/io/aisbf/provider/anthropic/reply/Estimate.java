// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.plugin.TokenCounter;

/**
 * How many tokens a question comes to, before its upstream tells: Anthropic's streams begin with that number, others'
 * end with it. The truth follows at the end.
 */
final class Estimate {
    private Estimate() {}

    static long of(ChatRequest request, TokenCounter tokens) {
        StringBuilder all = new StringBuilder();
        for (Message message : request.messages()) {
            message.parts().forEach(part -> add(part, all));
        }
        for (Tool tool : request.tools()) {
            all.append(tool.name()).append(tool.description().orElse("")).append(tool.parameters());
        }
        return tokens.count(request.model(), all);
    }

    private static void add(Part part, StringBuilder all) {
        switch (part) {
            case Part.Text text -> all.append(text.text());
            case Part.Reasoning thought -> all.append(thought.text());
            case Part.ToolCall call -> all.append(call.tool()).append(call.arguments());
            case Part.ToolResult result -> result.content().forEach(inner -> add(inner, all));
            default -> {}
        }
    }
}
