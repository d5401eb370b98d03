// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

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
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A request that came as {@code openai-responses}: the client's bytes, of which {@code model} and {@code stream} have
 * been read and everything else is decoded when somebody asks. A change is a splice into the bytes.
 */
public final class ResponsesRequest implements ChatRequest {
    private static final WireName OWN = WireName.OPENAI_RESPONSES;

    private final Members body;
    private final String model;
    private final boolean streaming;
    private List<Call.Loss> losses = List.of();
    private Optional<List<Message>> messages = Optional.empty();
    private Optional<InputReader.Conversation> conversation = Optional.empty();
    private Optional<ToolReader.Offer> offer = Optional.empty();
    private Optional<Sampling> sampling = Optional.empty();
    private Optional<OptionReader.Wishes> wishes = Optional.empty();

    private ResponsesRequest(Members body, String model, boolean streaming) {
        this.body = body;
        this.model = model;
        this.streaming = streaming;
    }

    /**
     * The request behind a body.
     *
     * @throws io.aisbf.api.call.CallException {@code INVALID_REQUEST} if there is no {@code model} or {@code stream} is
     *     neither true nor false
     */
    public static ResponsesRequest read(Json json, JsonObject object) {
        Members body = Members.ofRequest(json, object);
        String model = body.need("model");
        if (model.isBlank()) {
            throw body.wrong("model", "is empty; the name of a target is expected");
        }
        return new ResponsesRequest(body, model, body.bool("stream").orElse(false));
    }

    /** A request as one of this protocol, if that is what it came as. */
    public static Optional<ResponsesRequest> of(Json json, ChatRequest request) {
        if (request instanceof ResponsesRequest own) {
            return Optional.of(own);
        }
        return request.wire().filter(wire -> wire.format().equals(OWN)).map(wire -> read(json, wire.json()));
    }

    /** The names of the tools that take bare text. */
    public Set<String> customTools() {
        return readTools().custom();
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
            messages = Optional.of(readInput().messages());
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
    public Options options() {
        return readOptions().options();
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        SequencedMap<String, RawJson> extras = new LinkedHashMap<>(RequestMembers.others(body));
        extras.putAll(readOptions().leftovers());
        extras.putAll(readTools().leftovers());
        extras.putAll(readInput().leftovers());
        return Collections.unmodifiableSequencedMap(extras);
    }

    @Override
    public Set<String> binding() {
        Set<String> binding = new LinkedHashSet<>(RequestMembers.others(body).keySet());
        binding.retainAll(RequestMembers.BINDING);
        if (readTools().forced()) {
            binding.add("tool_choice");
        }
        return Collections.unmodifiableSet(binding);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(OWN, body.object()));
    }

    @Override
    public ChatRequest withModel(String changed) {
        ResponsesRequest copy = with(body.object().with("model", RawJson.text(changed)), changed, streaming);
        copy.conversation = conversation;
        return copy;
    }

    @Override
    public ChatRequest withMessages(List<Message> changed) {
        List<Call.Loss> lost = new ArrayList<>();
        InputWriter.Written written = new InputWriter(
                        body.json(),
                        InputWriter.Names.of(customTools()),
                        (member, why) -> lost.add(new Call.Loss(member, why)))
                .write(changed);
        JsonObject object = written.instructions()
                .map(words -> body.object().with("instructions", words))
                .orElseGet(() -> body.object().without("instructions"));
        ResponsesRequest copy = with(object.with("input", written.input()), model, streaming);
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
        ResponsesRequest copy = with(changed ? object : object.without("stream_options"), model, changed);
        copy.conversation = conversation;
        return copy;
    }

    @Override
    public ChatRequest withSampling(Sampling changed) {
        ResponsesRequest copy = with(SamplingMembers.patch(body.object(), sampling(), changed), model, streaming);
        copy.conversation = conversation;
        copy.sampling = Optional.of(changed);
        return copy;
    }

    /** What was not carried over when the conversation was changed. */
    List<Call.Loss> losses() {
        return losses;
    }

    private ResponsesRequest with(JsonObject object, String changedModel, boolean changedStreaming) {
        ResponsesRequest copy =
                new ResponsesRequest(Members.ofRequest(body.json(), object), changedModel, changedStreaming);
        copy.losses = losses;
        copy.messages = messages;
        copy.offer = offer;
        copy.sampling = sampling;
        copy.wishes = wishes;
        return copy;
    }

    private InputReader.Conversation readInput() {
        if (conversation.isEmpty()) {
            conversation = Optional.of(InputReader.read(body));
        }
        return conversation.get();
    }

    private ToolReader.Offer readTools() {
        if (offer.isEmpty()) {
            offer = Optional.of(ToolReader.read(body));
        }
        return offer.get();
    }

    private OptionReader.Wishes readOptions() {
        if (wishes.isEmpty()) {
            wishes = Optional.of(OptionReader.read(body));
        }
        return wishes.get();
    }
}
