// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.request.BlockReader;
import io.aisbf.provider.anthropic.wire.Stops;
import io.aisbf.provider.anthropic.wire.UsageMembers;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.Silence;
import io.aisbf.wire.tool.ToolNames;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A whole answer that came as {@code anthropic-messages}: the upstream's bytes, decoded when somebody asks. */
final class AnthropicResponse implements ChatResponse {
    private final Members body;
    private final Supplier<ToolNames> names;
    private Optional<List<Choice>> choices = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    private AnthropicResponse(Members body, Supplier<ToolNames> names) {
        this.body = body;
        this.names = names;
    }

    /**
     * The answer behind a body.
     *
     * @param names those of the request's tools, by which the client knows them
     * @throws io.aisbf.api.call.CallException {@code MALFORMED_REPLY} if it is no message
     */
    static AnthropicResponse read(Json json, JsonObject object, Supplier<ToolNames> names) {
        Members body = Members.ofReply(json, object);
        if (body.get("content")
                .filter(value -> value.kind() == RawJson.Kind.ARRAY)
                .isEmpty()) {
            throw body.wrong("content", "is no array: this is no message");
        }
        if (body.get("stop_reason").isEmpty()
                && body.get("content").filter(Silence::isEmpty).isPresent()) {
            throw body.wrong("content", "holds no answer");
        }
        return new AnthropicResponse(body, names);
    }

    @Override
    public String id() {
        return body.text("id").orElse("");
    }

    @Override
    public String model() {
        return body.text("model").orElse("");
    }

    @Override
    public List<Choice> choices() {
        if (choices.isEmpty()) {
            List<Part> parts =
                    BlockReader.answer(body).stream().map(this::named).toList();
            boolean called = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
            FinishReason finish = Stops.read(body.words("stop_reason"), body.text("stop_sequence"), called);
            Message.Origin origin = new Message.Origin(WireName.ANTHROPIC_MESSAGES, turn(body.object()));
            Message message = new Message(Message.Role.ASSISTANT, parts, Optional.of(origin));
            choices = Optional.of(List.of(new Choice(0, message, finish)));
        }
        return choices.get();
    }

    /** What of an answer is a turn of a conversation. */
    private static RawJson turn(JsonObject answer) {
        return JsonObject.EMPTY
                .with("role", RawJson.text("assistant"))
                .with("content", answer.get("content").orElseThrow())
                .raw();
    }

    private Part named(Part part) {
        return part instanceof Part.ToolCall call
                ? new Part.ToolCall(call.id(), names.get().original(call.tool()), call.arguments())
                : part;
    }

    @Override
    public Usage usage() {
        if (usage.isEmpty()) {
            usage = Optional.of(UsageMembers.of(body).usage());
        }
        return usage.get();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.ANTHROPIC_MESSAGES, body.object()));
    }
}
