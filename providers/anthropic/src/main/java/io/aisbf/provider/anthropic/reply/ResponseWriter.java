// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.wire.Stops;
import io.aisbf.provider.anthropic.wire.UsageMembers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes a whole answer that came in another format, or from no wire at all. For one answer. */
final class ResponseWriter {
    private final Call call;
    private final List<JsonObject> blocks = new ArrayList<>();
    private int calls;
    private boolean refused;

    private ResponseWriter(Call call) {
        this.call = call;
    }

    /** The answer; what it cannot carry is declared on the call. */
    static RawJson write(ChatResponse response, UsageNote note, Call call) {
        ResponseWriter blocks = new ResponseWriter(call);
        FinishReason finish = FinishReason.Known.STOP;
        for (ChatResponse.Choice choice : response.choices()) {
            if (choice.index() != response.choices().getFirst().index()) {
                call.declareLoss("choices", "anthropic-messages has one answer to a question");
                continue;
            }
            if (!choice.probabilities().isEmpty()) {
                call.declareLoss("logprobs", "anthropic-messages does not tell how likely tokens are");
            }
            choice.message().parts().forEach(blocks::add);
            finish = choice.finish();
        }
        return blocks.message(response, note, finish);
    }

    private RawJson message(ChatResponse response, UsageNote note, FinishReason finish) {
        JsonWriter writer = new JsonWriter().object();
        writer.name("id").text(response.id().isBlank() ? "msg_" + call.id() : response.id());
        writer.name("type").text("message").name("role").text("assistant");
        writer.name("model").text(response.model());
        writer.name("content")
                .raw(RawJson.array(blocks.stream().map(JsonObject::raw).toList()));
        writer.name("stop_reason").text(Stops.write(finish, calls > 0, refused)).name("stop_sequence");
        Stops.sequence(finish).ifPresentOrElse(writer::text, () -> writer.raw(RawJson.NULL));
        UsageMembers.write(response.usage(), note, writer.name("usage"));
        return writer.end().finish();
    }

    private void add(Part part) {
        switch (part) {
            case Part.Text text -> words(text.text());
            case Part.Refusal refusal -> {
                refused = true;
                words(refusal.text());
            }
            case Part.Reasoning thought -> thought(thought);
            case Part.ToolCall asked -> blocks.add(call(asked));
            case Part.Citation citation -> citation(citation);
            case Part.Other other when other.format().equals(WireName.ANTHROPIC_MESSAGES) -> blocks.add(spelled(other));
            case Part.Other other -> lose(other.type());
            default -> lose(part.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
    }

    private static JsonObject spelled(Part.Other other) {
        return other.json().read((source, from, to) -> JsonObject.indexed(source, from, to, List.of()));
    }

    private void words(String text) {
        if (!text.isEmpty()) {
            blocks.add(Outgoing.typed("text").with("text", RawJson.text(text)));
        }
    }

    private void thought(Part.Reasoning thought) {
        Optional<String> data = Outgoing.redacted(thought.text(), thought.signature());
        blocks.add(data.map(hidden -> Outgoing.typed("redacted_thinking").with("data", RawJson.text(hidden)))
                .orElseGet(() -> Outgoing.typed("thinking")
                        .with("thinking", RawJson.text(thought.text()))
                        .with("signature", RawJson.text(Outgoing.proof(thought.signature())))));
    }

    private JsonObject call(Part.ToolCall asked) {
        if (asked.arguments().kind() != RawJson.Kind.OBJECT) {
            throw new CallException(
                    Failure.MALFORMED_REPLY, "the model's arguments for " + asked.tool() + " are no JSON object");
        }
        return Outgoing.typed("tool_use")
                .with("id", RawJson.text(Outgoing.id(asked.id(), call.id(), calls++)))
                .with("name", RawJson.text(asked.tool()))
                .with("input", asked.arguments());
    }

    private void citation(Part.Citation citation) {
        Optional<RawJson> written = Outgoing.citation(citation);
        boolean fits = !blocks.isEmpty() && blocks.getLast().get("text").isPresent() && written.isPresent();
        if (!fits) {
            lose("citations");
            return;
        }
        JsonObject text = blocks.removeLast();
        String before = text.get("citations").map(RawJson::toString).orElse("[]");
        String joined = before.substring(0, before.length() - 1) + (before.length() > 2 ? "," : "");
        blocks.add(text.with("citations", RawJson.of(joined + written.get() + "]")));
    }

    private void lose(String what) {
        call.declareLoss(what, "anthropic-messages has no such part");
    }
}
