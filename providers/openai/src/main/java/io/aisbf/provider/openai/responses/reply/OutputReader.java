// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.reply;

import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.chat.Part;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.item.Calls;
import io.aisbf.provider.openai.responses.item.Contents;
import io.aisbf.provider.openai.responses.item.Probabilities;
import io.aisbf.provider.openai.responses.item.Thoughts;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/** Decodes the items of an answer's output once they are complete. */
final class OutputReader {
    private OutputReader() {}

    /**
     * The parts behind an item.
     *
     * @param original the client's name for a tool
     */
    static List<Part> parts(Members item, UnaryOperator<String> original) {
        String type = item.need("type");
        return switch (type) {
            case "message" -> Contents.read(item, "content", new LinkedHashMap<>());
            case "reasoning" -> List.of(Thoughts.read(item));
            case "function_call" -> {
                Part.ToolCall call = Calls.function(item);
                yield List.of(new Part.ToolCall(call.id(), original.apply(call.tool()), call.arguments()));
            }
            case "custom_tool_call" -> List.of(Calls.custom(item));
            default -> List.of(other(item, type));
        };
    }

    /** How likely the words of a message were. */
    static List<Probability> probabilities(Members item) {
        List<Probability> tokens = new ArrayList<>();
        if (item.text("type").filter("message"::equals).isPresent()) {
            item.children("content").forEach(part -> tokens.addAll(Probabilities.read(part, "logprobs")));
        }
        return tokens;
    }

    static Part.Other other(Members item, String type) {
        return new Part.Other(WireName.OPENAI_RESPONSES, type, item.object().raw(), true);
    }
}
