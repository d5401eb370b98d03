// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

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
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A request that came as {@code gemini-content}: the client's bytes, everything in which is decoded when somebody asks.
 * Model and streaming stand in the path. A change is a splice into the bytes.
 */
public final class GeminiRequest implements ChatRequest {
    /** What the verb of a streamed call is. */
    public static final String STREAM = ":streamGenerateContent";

    private static final String MODEL = "model";

    private final Fields body;
    private final String model;
    private final boolean streaming;
    private final boolean inArray;
    private List<Call.Loss> losses = List.of();
    private Optional<List<Message>> messages = Optional.empty();
    private Optional<ToolReader> tools = Optional.empty();
    private Optional<Sampling> sampling = Optional.empty();
    private Optional<Leftovers> leftovers = Optional.empty();

    private GeminiRequest(Fields body, String model, boolean streaming, boolean inArray) {
        this.body = body;
        this.model = model;
        this.streaming = streaming;
        this.inArray = inArray;
    }

    /**
     * The request behind a body.
     *
     * @throws io.aisbf.api.call.CallException {@code INVALID_REQUEST} if neither path nor body name a model
     */
    public static GeminiRequest read(Json json, JsonObject object, Map<String, String> path) {
        Fields body = Fields.ofRequest(json, object);
        String verb = path.getOrDefault(WireFormat.ENDPOINT, "");
        boolean inArray = !"sse".equals(path.get("?alt"));
        return new GeminiRequest(body, model(body, path), verb.endsWith(STREAM), inArray);
    }

    /** The model that a request is for: the path's, or else the body's. */
    public static String model(Fields body, Map<String, String> path) {
        String name = path.getOrDefault(MODEL, "");
        String model = ModelName.bare(name.isBlank() ? body.text(MODEL).orElse("") : name);
        if (model.isBlank()) {
            throw body.wrong(MODEL, "is empty; write the name of a target into the path, before the colon");
        }
        return model;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public boolean streaming() {
        return streaming;
    }

    /** Whether a streamed answer is to come as an array of chunks rather than as server-sent events. */
    public boolean inArray() {
        return inArray;
    }

    @Override
    public List<Message> messages() {
        if (messages.isEmpty()) {
            messages = Optional.of(ContentReader.messages(body));
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
            sampling = Optional.of(ConfigReader.sampling(ConfigReader.config(body)));
        }
        return sampling.get();
    }

    @Override
    public Options options() {
        return ConfigReader.options(body, ConfigReader.config(body));
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return readLeftovers().extras();
    }

    @Override
    public Set<String> binding() {
        return readLeftovers().binding();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.GEMINI_CONTENT, body.members().object()));
    }

    /** The path names the model; a body that names it too has to agree. */
    @Override
    public ChatRequest withModel(String changed) {
        JsonObject object = body.members().object();
        boolean named = object.get(MODEL).isPresent();
        return with(named ? object.with(MODEL, RawJson.text(ModelName.resource(changed))) : object, changed, streaming);
    }

    @Override
    public ChatRequest withMessages(List<Message> changed) {
        List<Call.Loss> lost = new ArrayList<>();
        ContentWriter.Written written = ContentWriter.write(
                body.json(),
                changed,
                model,
                UnaryOperator.identity(),
                (member, why) -> lost.add(new Call.Loss(member, why)));
        String instruction = body.spelled("systemInstruction");
        JsonObject object = body.members().object().with("contents", RawJson.array(written.contents()));
        object = written.instruction().isPresent()
                ? object.with(instruction, written.instruction().get())
                : object.without(instruction);
        GeminiRequest copy = with(object, model, streaming);
        copy.messages = Optional.of(List.copyOf(changed));
        copy.losses = List.copyOf(lost);
        copy.leftovers = Optional.empty();
        return copy;
    }

    @Override
    public ChatRequest withStreaming(boolean changed) {
        return changed == streaming ? this : with(body.members().object(), model, changed);
    }

    @Override
    public ChatRequest withSampling(Sampling changed) {
        JsonObject config = ConfigReader.config(body).members().object();
        JsonObject patched = ConfigWriter.patched(ConfigReader.config(body), sampling(), changed);
        JsonObject object = patched == config
                ? body.members().object()
                : body.members().object().with(body.spelled("generationConfig"), patched.raw());
        GeminiRequest copy = with(object, model, streaming);
        copy.sampling = Optional.of(changed);
        return copy;
    }

    /** What was not carried over when the conversation was changed. */
    List<Call.Loss> losses() {
        return losses;
    }

    private GeminiRequest with(JsonObject object, String changedModel, boolean changedStreaming) {
        GeminiRequest copy =
                new GeminiRequest(Fields.ofRequest(body.json(), object), changedModel, changedStreaming, inArray);
        copy.losses = losses;
        copy.messages = messages;
        copy.tools = tools;
        copy.sampling = sampling;
        copy.leftovers = leftovers;
        return copy;
    }

    private ToolReader readTools() {
        if (tools.isEmpty()) {
            tools = Optional.of(ToolReader.read(body));
        }
        return tools.get();
    }

    private Leftovers readLeftovers() {
        if (leftovers.isEmpty()) {
            leftovers = Optional.of(Leftovers.read(body, readTools()));
        }
        return leftovers.get();
    }
}
