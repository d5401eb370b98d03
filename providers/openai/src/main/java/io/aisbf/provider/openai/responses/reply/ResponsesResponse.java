// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.reply;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.item.Counts;
import io.aisbf.provider.openai.responses.item.Outcome;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.Silence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A whole answer that came as {@code openai-responses}: the upstream's bytes, decoded when somebody asks. */
final class ResponsesResponse implements ChatResponse {
    private static final Set<String> NO_ANSWER = Set.of("failed", "cancelled");

    private final Members body;
    private final UnaryOperator<String> original;
    private Optional<List<Choice>> choices = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    private ResponsesResponse(Members body, UnaryOperator<String> original) {
        this.body = body;
        this.original = original;
    }

    /**
     * The answer behind a body.
     *
     * @param original the client's name for a tool
     * @throws CallException if there is no output in it, or it tells that there will be none
     */
    static ResponsesResponse read(Json json, JsonObject object, UnaryOperator<String> original) {
        Members body = Members.ofReply(json, object);
        String status = body.text("status").orElse(Outcome.COMPLETED);
        if (NO_ANSWER.contains(status)) {
            throw new CallException(Failure.PROVIDER_FAILED, "The provider's answer " + status + " without a reason");
        }
        if (body.get("output")
                .filter(output -> output.kind() == RawJson.Kind.ARRAY)
                .isEmpty()) {
            throw body.wrong("output", "is missing; an array of items is expected");
        }
        if (body.get("status").isEmpty()
                && body.get("output").filter(Silence::isEmpty).isPresent()) {
            throw body.wrong("output", "holds no answer");
        }
        return new ResponsesResponse(body, original);
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
            List<Part> parts = new ArrayList<>();
            List<Probability> tokens = new ArrayList<>();
            for (Members item : body.children("output")) {
                parts.addAll(OutputReader.parts(item, original));
                tokens.addAll(OutputReader.probabilities(item));
            }
            boolean called = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
            Message message = new Message(Message.Role.ASSISTANT, parts, Optional.empty());
            choices = Optional.of(List.of(new Choice(0, message, Outcome.read(body, called), tokens)));
        }
        return choices.get();
    }

    @Override
    public Usage usage() {
        if (usage.isEmpty()) {
            usage = Optional.of(Counts.of(body).orElse(Usage.NONE));
        }
        return usage.get();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.OPENAI_RESPONSES, body.object()));
    }
}
