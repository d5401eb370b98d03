// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.request.MessageWriter;
import io.aisbf.provider.openai.wire.UsageMembers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a whole answer that came in another format, or from no wire at all. */
final class ResponseWriter {
    private ResponseWriter() {}

    /** The answer; {@code created} in seconds since 1970. What it cannot carry is declared on the call. */
    static RawJson write(ChatResponse response, Call call, long created) {
        JsonWriter writer = new JsonWriter().object();
        writer.name("id").text(response.id().isBlank() ? "chatcmpl-" + call.id() : response.id());
        writer.name("object").text("chat.completion").name("created").number(created);
        writer.name("model").text(response.model()).name("choices").array();
        for (ChatResponse.Choice choice : response.choices()) {
            List<Part> parts = choice.message().parts();
            boolean called = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
            writer.object().name("index").number(choice.index());
            message(parts, writer.name("message"), call);
            writer.name("logprobs").raw(RawJson.NULL);
            writer.name("finish_reason").text(Finish.write(choice.finish(), called)).end();
        }
        UsageMembers.write(response.usage(), writer.end().name("usage"));
        return writer.end().finish();
    }

    private static void message(List<Part> parts, JsonWriter writer, Call call) {
        List<RawJson> calls = new ArrayList<>();
        for (Part part : parts) {
            switch (part) {
                case Part.ToolCall toolCall -> calls.add(MessageWriter.call(toolCall));
                case Part.Reasoning thought when thought.signature().isPresent() -> lose(call, "reasoning signature");
                case Part.Text _, Part.Refusal _, Part.Reasoning _ -> {}
                case Part.Other other -> lose(call, other.type());
                default -> lose(call, part.getClass().getSimpleName());
            }
        }
        writer.object().name("role").text("assistant").name("content");
        boolean silent = parts.stream().noneMatch(Part.Text.class::isInstance);
        if (silent) {
            writer.raw(RawJson.NULL);
        } else {
            writer.text(text(parts));
        }
        String refusal = parts.stream()
                .filter(Part.Refusal.class::isInstance)
                .map(part -> ((Part.Refusal) part).text())
                .collect(Collectors.joining());
        writer.name("refusal").raw(refusal.isEmpty() ? RawJson.NULL : RawJson.text(refusal));
        String thoughts = parts.stream()
                .filter(Part.Reasoning.class::isInstance)
                .map(part -> ((Part.Reasoning) part).text())
                .collect(Collectors.joining());
        if (!thoughts.isEmpty()) {
            writer.name("reasoning_content").text(thoughts);
        }
        if (!calls.isEmpty()) {
            writer.name("tool_calls").raw(RawJson.array(calls));
        }
        writer.end();
    }

    /** The text parts of an answer follow each other without a break, as their deltas would in a stream. */
    private static String text(List<Part> parts) {
        return parts.stream()
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining());
    }

    private static void lose(Call call, String what) {
        call.declareLoss(what, "openai-chat has no such part");
    }
}
