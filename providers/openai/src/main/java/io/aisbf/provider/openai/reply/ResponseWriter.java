// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.wire.UsageMembers;
import io.aisbf.provider.openai.wire.Weights;
import java.util.List;

/** Writes a whole answer that came in another format, or from no wire at all. */
final class ResponseWriter {
    private ResponseWriter() {}

    /** The answer; {@code created} in seconds since 1970. What it cannot carry is declared on the call. */
    static RawJson write(Json json, ChatResponse response, UsageNote note, Call call, long created) {
        JsonWriter writer = new JsonWriter().object();
        writer.name("id").text(response.id().isBlank() ? "chatcmpl-" + call.id() : response.id());
        writer.name("object").text("chat.completion").name("created").number(created);
        writer.name("model").text(response.model()).name("choices").array();
        for (ChatResponse.Choice choice : response.choices()) {
            List<Part> parts = choice.message().parts();
            boolean called = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
            writer.object().name("index").number(choice.index());
            new Answer(json, call).write(parts, writer.name("message"));
            Weights.write(choice.probabilities(), writer);
            writer.name("finish_reason")
                    .text(Finish.write(choice.finish(), called))
                    .end();
        }
        UsageMembers.write(response.usage(), note, writer.end().name("usage"));
        return writer.end().finish();
    }
}
