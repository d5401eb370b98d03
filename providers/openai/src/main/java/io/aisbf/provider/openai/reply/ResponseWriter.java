// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.request.MessageWriter;
import io.aisbf.provider.openai.wire.UsageMembers;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            writer.name("finish_reason")
                    .text(Finish.write(choice.finish(), called))
                    .end();
        }
        UsageMembers.write(response.usage(), writer.end().name("usage"));
        return writer.end().finish();
    }

    private static void message(List<Part> parts, JsonWriter writer, Call call) {
        parts.forEach(part -> declare(part, call));
        boolean silent = parts.stream().noneMatch(Part.Text.class::isInstance);
        writer.object().name("role").text("assistant");
        writer.name("content")
                .raw(silent ? RawJson.NULL : RawJson.text(joined(parts, Part.Text.class, Part.Text::text)));
        String refusal = joined(parts, Part.Refusal.class, Part.Refusal::text);
        writer.name("refusal").raw(refusal.isEmpty() ? RawJson.NULL : RawJson.text(refusal));
        String thoughts = joined(parts, Part.Reasoning.class, Part.Reasoning::text);
        if (!thoughts.isEmpty()) {
            writer.name("reasoning_content").text(thoughts);
        }
        List<RawJson> calls =
                kind(parts, Part.ToolCall.class).map(MessageWriter::call).toList();
        if (!calls.isEmpty()) {
            writer.name("tool_calls").raw(RawJson.array(calls));
        }
        writer.end();
    }

    private static void declare(Part part, Call call) {
        switch (part) {
            case Part.Reasoning thought when thought.signature().isPresent() -> lose(call, "reasoning signature");
            case Part.Text _, Part.Refusal _, Part.Reasoning _, Part.ToolCall _ -> {}
            case Part.Other other -> lose(call, other.type());
            default -> lose(call, part.getClass().getSimpleName());
        }
    }

    /** Parts of one kind follow each other without a break, as their deltas would in a stream. */
    private static <P extends Part> String joined(List<Part> parts, Class<P> kind, Function<P, String> words) {
        return kind(parts, kind).map(words).collect(Collectors.joining());
    }

    private static <P extends Part> Stream<P> kind(List<Part> parts, Class<P> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast);
    }

    private static void lose(Call call, String what) {
        call.declareLoss(what, "openai-chat has no such part");
    }
}
