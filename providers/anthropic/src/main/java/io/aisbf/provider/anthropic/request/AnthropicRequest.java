// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.upstream.ConversationWriter;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A request that came as {@code anthropic-messages}: the client's bytes, of which {@code model}, {@code stream} and the
 * presence of {@code max_tokens} have been read and everything else is decoded when somebody asks. A change is a splice
 * into the bytes.
 */
public final class AnthropicRequest implements ChatRequest {
    private static final Set<String> KNOWN = Set.of(
            "model",
            "stream",
            "system",
            "messages",
            "tools",
            "tool_choice",
            "max_tokens",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "thinking",
            "output_config",
            "output_format",
            "metadata",
            "service_tier");
    /** Members of which the answer depends on, though no other protocol has a word for them. */
    private static final Set<String> BINDING = Set.of("mcp_servers", "container");

    private final Members body;
    private final String model;
    private final boolean streaming;
    private List<Call.Loss> losses = List.of();
    private Optional<List<Message>> messages = Optional.empty();
    private Optional<Decoded> decoded = Optional.empty();
    private Optional<Sampling> sampling = Optional.empty();

    private AnthropicRequest(Members body, String model, boolean streaming) {
        this.body = body;
        this.model = model;
        this.streaming = streaming;
    }

    /** What is read in one go, since leftovers are found on the way. */
    private record Decoded(List<Message> messages, ToolReader tools, Options options, Leftovers left) {
        static Decoded read(Members body) {
            Leftovers left = new Leftovers();
            List<Message> messages = MessageReader.messages(body, left);
            ToolReader tools = ToolReader.read(body, left);
            Options options = OptionReader.read(body, tools.parallel(), left);
            left.hints(body, KNOWN);
            for (String name : BINDING) {
                body.get(name).ifPresent(value -> left.binding(name, value));
            }
            return new Decoded(messages, tools, options, left);
        }
    }

    /**
     * The request behind a body.
     *
     * @throws io.aisbf.api.call.CallException {@code INVALID_REQUEST} if there is no {@code model} or no {@code
     *     max_tokens}, or {@code stream} is neither true nor false
     */
    public static AnthropicRequest read(Json json, JsonObject object) {
        Members body = Members.ofRequest(json, object);
        if (body.get("max_tokens").isEmpty()) {
            throw body.wrong(
                    "max_tokens", "is missing; this protocol wants a limit of the answer's tokens (Field required)");
        }
        return of(body);
    }

    /** The request behind a body whose tokens are only counted. */
    public static AnthropicRequest readCount(Json json, JsonObject object) {
        return of(Members.ofRequest(json, object));
    }

    private static AnthropicRequest of(Members body) {
        String model = body.need("model");
        if (model.isBlank()) {
            throw body.wrong("model", "is empty; the name of a target is expected");
        }
        return new AnthropicRequest(body, model, body.bool("stream").orElse(false));
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public boolean streaming() {
        return streaming;
    }

    @Override
    public List<Message> messages() {
        return messages.orElseGet(() -> decoded().messages());
    }

    @Override
    public List<Tool> tools() {
        return decoded().tools().functions();
    }

    @Override
    public Optional<ToolChoice> toolChoice() {
        return decoded().tools().choice();
    }

    @Override
    public Sampling sampling() {
        if (sampling.isEmpty()) {
            sampling = Optional.of(SamplingMembers.read(body));
        }
        return sampling.get();
    }

    @Override
    public Options options() {
        return decoded().options();
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return decoded().left().members();
    }

    @Override
    public Set<String> binding() {
        return decoded().left().binding();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.ANTHROPIC_MESSAGES, body.object()));
    }

    @Override
    public ChatRequest withModel(String changed) {
        AnthropicRequest copy = with(body.object().with("model", RawJson.text(changed)), changed, streaming);
        copy.decoded = decoded;
        return copy;
    }

    @Override
    public ChatRequest withMessages(List<Message> changed) {
        List<Call.Loss> lost = new ArrayList<>(losses);
        ConversationWriter.Written written =
                ConversationWriter.again(changed, (member, why) -> lost.add(new Call.Loss(member, why)));
        JsonObject object = body.object();
        if (written.system().isPresent()) {
            object = object.with("system", written.system().get());
        } else if (object.get("system").isPresent()) {
            object = object.without("system");
        }
        AnthropicRequest copy = with(object.with("messages", RawJson.array(written.messages())), model, streaming);
        copy.messages = Optional.of(List.copyOf(changed));
        copy.losses = List.copyOf(lost);
        return copy;
    }

    @Override
    public ChatRequest withStreaming(boolean changed) {
        if (changed == streaming) {
            return this;
        }
        AnthropicRequest copy = with(body.object().with("stream", RawJson.bool(changed)), model, changed);
        copy.decoded = decoded;
        return copy;
    }

    @Override
    public ChatRequest withSampling(Sampling changed) {
        AnthropicRequest copy = with(SamplingMembers.patch(body.object(), sampling(), changed), model, streaming);
        copy.decoded = decoded;
        copy.sampling = Optional.of(changed);
        return copy;
    }

    /** What was not carried over when the conversation was changed. */
    public List<Call.Loss> losses() {
        return losses;
    }

    private AnthropicRequest with(JsonObject object, String changedModel, boolean changedStreaming) {
        AnthropicRequest copy =
                new AnthropicRequest(Members.ofRequest(body.json(), object), changedModel, changedStreaming);
        copy.losses = losses;
        copy.messages = messages;
        copy.sampling = sampling;
        return copy;
    }

    private Decoded decoded() {
        if (decoded.isEmpty()) {
            decoded = Optional.of(Decoded.read(body));
        }
        return decoded.get();
    }
}
