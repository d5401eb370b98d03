// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

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
import io.aisbf.provider.openai.wire.ThoughtMemory;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request that came as {@code openai-chat}: the client's bytes, of which {@code model} and {@code stream} have been
 * read and everything else is decoded when somebody asks. A change is a splice into the bytes.
 */
public final class OpenAiRequest implements ChatRequest {
    static final String MAX_TOKENS = "max_tokens";
    static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    /** What the accessors stand for; {@code stream_options} is between the client and the writer of its answer. */
    private static final Set<String> KNOWN = Stream.concat(
                    OptionMembers.KNOWN.stream(),
                    Stream.of(
                            "model",
                            "stream",
                            "stream_options",
                            "messages",
                            "tools",
                            "tool_choice",
                            "functions",
                            "function_call",
                            "temperature",
                            "top_p",
                            "top_k",
                            MAX_TOKENS,
                            MAX_COMPLETION_TOKENS,
                            "stop",
                            "seed",
                            "n",
                            "frequency_penalty",
                            "presence_penalty"))
            .collect(Collectors.toUnmodifiableSet());

    private final Members body;
    private final ThoughtMemory memory;
    private final String model;
    private final boolean streaming;
    private List<Call.Loss> losses = List.of();
    private Optional<List<Message>> messages = Optional.empty();
    private Optional<Tools> tools = Optional.empty();
    private Optional<Sampling> sampling = Optional.empty();
    private Optional<Options> options = Optional.empty();
    private Optional<Leftovers> leftovers = Optional.empty();

    private OpenAiRequest(Members body, ThoughtMemory memory, String model, boolean streaming) {
        this.body = body;
        this.memory = memory;
        this.model = model;
        this.streaming = streaming;
    }

    /**
     * The request behind a body.
     *
     * @param memory helps out a client that could not keep the proofs of thoughts
     * @throws io.aisbf.api.call.CallException {@code INVALID_REQUEST} if there is no {@code model} or {@code stream} is
     *     neither true nor false
     */
    public static OpenAiRequest read(Json json, JsonObject object, ThoughtMemory memory) {
        Members body = Members.ofRequest(json, object);
        String model = body.need("model");
        if (model.isBlank()) {
            throw body.wrong("model", "is empty; the name of a target is expected");
        }
        return new OpenAiRequest(body, memory, model, body.bool("stream").orElse(false));
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
        if (messages.isEmpty()) {
            messages = Optional.of(MessageReader.messages(body, memory));
        }
        return messages.get();
    }

    @Override
    public List<Tool> tools() {
        return readTools().functions();
    }

    @Override
    public Optional<ToolChoice> toolChoice() {
        return readTools().choice();
    }

    @Override
    public Sampling sampling() {
        if (sampling.isEmpty()) {
            sampling = Optional.of(SamplingMembers.read(body));
        }
        return sampling.get();
    }

    @Override
    public OptionalInt maxTokens() {
        return sampling.isPresent() ? sampling.get().maxTokens() : SamplingMembers.maxTokens(body);
    }

    @Override
    public Options options() {
        if (options.isEmpty()) {
            options = Optional.of(OptionMembers.read(body));
        }
        return options.get();
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return Collections.unmodifiableSequencedMap(left().members());
    }

    @Override
    public Set<String> binding() {
        return left().binding();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.OPENAI_CHAT, body.object()));
    }

    @Override
    public ChatRequest withModel(String changed) {
        return with(body.object().with("model", RawJson.text(changed)), changed, streaming);
    }

    @Override
    public ChatRequest withMessages(List<Message> changed) {
        List<Call.Loss> lost = new ArrayList<>();
        List<RawJson> elements = new MessageWriter(
                        body.json(), MessageWriter.ANY_NAME, (member, why) -> lost.add(new Call.Loss(member, why)))
                .write(changed);
        OpenAiRequest copy = with(body.object().with("messages", RawJson.array(elements)), model, streaming);
        copy.messages = Optional.of(List.copyOf(changed));
        copy.losses = List.copyOf(lost);
        return copy;
    }

    /** {@code stream_options} goes when the stream goes: without one, OpenAI refuses it. */
    @Override
    public ChatRequest withStreaming(boolean changed) {
        if (changed == streaming) {
            return this;
        }
        JsonObject object = body.object().with("stream", RawJson.bool(changed));
        return with(changed ? object : object.without("stream_options"), model, changed);
    }

    @Override
    public ChatRequest withSampling(Sampling changed) {
        OpenAiRequest copy = with(SamplingMembers.patch(body.object(), sampling(), changed), model, streaming);
        copy.sampling = Optional.of(changed);
        return copy;
    }

    /** What was not carried over when the conversation was changed. */
    List<Call.Loss> losses() {
        return losses;
    }

    private OpenAiRequest with(JsonObject object, String changedModel, boolean changedStreaming) {
        Members changed = Members.ofRequest(body.json(), object);
        OpenAiRequest copy = new OpenAiRequest(changed, memory, changedModel, changedStreaming);
        copy.losses = losses;
        copy.messages = messages;
        copy.tools = tools;
        copy.sampling = sampling;
        copy.options = options;
        return copy;
    }

    private Leftovers left() {
        if (leftovers.isEmpty()) {
            leftovers = Optional.of(Leftovers.of(body, KNOWN, readTools()));
        }
        return leftovers.get();
    }

    private Tools readTools() {
        if (tools.isEmpty()) {
            tools = Optional.of(Tools.read(body));
        }
        return tools.get();
    }
}
