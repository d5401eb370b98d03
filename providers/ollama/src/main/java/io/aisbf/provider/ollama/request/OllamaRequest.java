// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

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
 * A request that came through one of Ollama's doors: the client's bytes, of which {@code model} and {@code stream} have
 * been read and everything else is decoded when somebody asks. A change is a splice into the bytes.
 *
 * <p>A request without a single message asks Ollama to load the model, or, with {@code keep_alive} 0, to unload it. No
 * other protocol has words for that: its absent words are among the {@link #binding}.
 */
public final class OllamaRequest implements ChatRequest {
    private static final Set<String> CHAT =
            Set.of("model", "stream", "messages", "tools", "options", "format", "think", "logprobs", "top_logprobs");
    private static final Set<String> GENERATE = Set.of(
            "model", "stream", "prompt", "system", "images", "options", "format", "think", "logprobs", "top_logprobs");
    /** What makes another question of it; empty ones, which Ollama's own client sends, say nothing. */
    private static final Set<String> BINDING = Set.of("template", "raw", "context", "suffix");

    private static final Set<RawJson> NOTHING = Set.of(RawJson.text(""), RawJson.bool(false), RawJson.array(List.of()));

    private final Door door;
    private final Members body;
    private final String model;
    private final boolean streaming;
    private List<Call.Loss> losses = List.of();
    private Optional<List<Message>> messages = Optional.empty();
    private Optional<ToolMembers> tools = Optional.empty();
    private Optional<Sampling> sampling = Optional.empty();
    private Optional<Options> options = Optional.empty();

    private OllamaRequest(Door door, Members body, String model, boolean streaming) {
        this.door = door;
        this.body = body;
        this.model = model;
        this.streaming = streaming;
    }

    /**
     * The request behind a body; one that does not say otherwise wants a stream.
     *
     * @throws io.aisbf.api.call.CallException {@code INVALID_REQUEST} if there is no {@code model} or {@code stream} is
     *     neither true nor false
     */
    public static OllamaRequest read(Json json, Door door, JsonObject object) {
        Members body = Members.ofRequest(json, object);
        String model = body.need("model");
        if (model.isBlank()) {
            throw body.wrong("model", "is empty; the name of a target is expected");
        }
        return new OllamaRequest(
                door, body, Door.untagged(model), body.bool("stream").orElse(true));
    }

    /** Whether nothing is asked but that the model be loaded or unloaded. */
    public boolean loads() {
        return messages().isEmpty();
    }

    /** Whether the model is to be unloaded rather than loaded. */
    public boolean unloads() {
        return body.get("keep_alive")
                .map(RawJson::toString)
                .filter(value -> value.matches("\"?0+(\\.0+)?[a-z]*\"?"))
                .isPresent();
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
            messages = Optional.of(door == Door.CHAT ? MessageReader.messages(body) : Prompt.messages(body));
        }
        return messages.get();
    }

    @Override
    public List<Tool> tools() {
        return readTools().functions();
    }

    @Override
    public Optional<ToolChoice> toolChoice() {
        return Optional.empty();
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
        if (options.isEmpty()) {
            options = Optional.of(OptionMembers.read(body));
        }
        return options.get();
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        SequencedMap<String, RawJson> extras = new LinkedHashMap<>(body.leftovers(door == Door.CHAT ? CHAT : GENERATE));
        extras.entrySet().removeIf(member -> BINDING.contains(member.getKey()) && NOTHING.contains(member.getValue()));
        extras.putAll(SamplingMembers.leftovers(body));
        if (door == Door.CHAT) {
            extras.putAll(MessageReader.leftovers(body));
            extras.putAll(readTools().others());
        }
        if (loads()) {
            String words = door == Door.CHAT ? "messages" : "prompt";
            extras.put(words, body.get(words).orElse(RawJson.NULL));
        }
        return Collections.unmodifiableSequencedMap(extras);
    }

    @Override
    public Set<String> binding() {
        Set<String> binding = new LinkedHashSet<>(extras().keySet());
        binding.removeIf(member -> !BINDING.contains(member) && !member.equals("messages") && !member.equals("prompt"));
        return binding;
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(door.format(), body.object()));
    }

    @Override
    public OllamaRequest withModel(String changed) {
        return with(body.object().with("model", RawJson.text(changed)), changed, streaming);
    }

    /** At {@link Door#GENERATE} there is no place for a conversation: another one goes out as a chat. */
    @Override
    public ChatRequest withMessages(List<Message> changed) {
        if (door == Door.GENERATE) {
            return changed.equals(messages()) ? this : new RewordedPrompt(this, changed);
        }
        List<Call.Loss> lost = new ArrayList<>();
        List<RawJson> elements =
                MessageWriter.write(body.json(), changed, (member, why) -> lost.add(new Call.Loss(member, why)));
        OllamaRequest copy = with(body.object().with("messages", RawJson.array(elements)), model, streaming);
        copy.messages = Optional.of(List.copyOf(changed));
        copy.losses = List.copyOf(lost);
        return copy;
    }

    @Override
    public OllamaRequest withStreaming(boolean changed) {
        return changed == streaming ? this : with(body.object().with("stream", RawJson.bool(changed)), model, changed);
    }

    @Override
    public OllamaRequest withSampling(Sampling changed) {
        JsonObject patched = SamplingMembers.patch(body.json(), body.object(), sampling(), changed);
        OllamaRequest copy = with(patched, model, streaming);
        copy.sampling = Optional.of(changed);
        return copy;
    }

    /** What was not carried over when the conversation was changed. */
    List<Call.Loss> losses() {
        return losses;
    }

    /** The body as it is now. */
    JsonObject object() {
        return body.object();
    }

    private OllamaRequest with(JsonObject object, String changedModel, boolean changedStreaming) {
        Members changed = Members.ofRequest(body.json(), object);
        OllamaRequest copy = new OllamaRequest(door, changed, changedModel, changedStreaming);
        copy.losses = losses;
        copy.messages = messages;
        copy.tools = tools;
        copy.sampling = sampling;
        copy.options = options;
        return copy;
    }

    private ToolMembers readTools() {
        if (tools.isEmpty()) {
            tools = Optional.of(door == Door.CHAT ? ToolMembers.read(body) : ToolMembers.NONE);
        }
        return tools.get();
    }
}
