// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat.Endpoint;
import io.aisbf.api.wire.WireFormat.Purpose;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models, embeddings and greetings as clients of Ollama get them. */
class ListsTest {
    private final Json json = new JacksonJson();
    private final OllamaChat chat = new OllamaChat(json, InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
    private final MemorySink sink = new MemorySink();
    private final Call call = Call.start("call-1", Duration.ofMinutes(1));

    private JsonObject object(String text) {
        return json.object(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyModelHasADigestToCutAndADateToRead() throws Exception {
        chat.writeModels(List.of(new ModelInfo("openai/gpt-5", "openai", OptionalLong.empty())), sink);
        JsonObject model = json.object(
                json.array(object(sink.body()).get("models").orElseThrow()).getFirst());
        assertEquals("\"openai/gpt-5\"", model.get("name").orElseThrow().toString());
        assertEquals("\"openai/gpt-5\"", model.get("model").orElseThrow().toString());
        assertEquals(64 + 2, model.get("digest").orElseThrow().length());
        assertEquals(
                "\"2026-01-01T00:00:00Z\"",
                model.get("modified_at").orElseThrow().toString());
        assertEquals("0", model.get("size").orElseThrow().toString());
        assertTrue(model.get("details").orElseThrow().toString().contains("\"families\":[\"openai\"]"));
    }

    @Test
    void aShownModelTellsItsContextAndWhatItMayBeAsked() throws Exception {
        chat.writeModel(new ModelInfo("a/b", "a", OptionalLong.of(128_000)), sink);
        assertEquals(
                "{\"modelfile\":\"FROM a/b\\n"
                    + "\",\"parameters\":\"\",\"template\":\"{{ .Prompt }}\",\"details\":{\"parent_model\":\"\","
                    + "\"format\":\"remote\",\"family\":\"a\",\"families\":[\"a\"],\"parameter_size\":\"\",\"quantization_level\":\"\"},"
                    + "\"model_info\":{\"general.architecture\":\"remote\",\"remote.context_length\":128000},"
                    + "\"capabilities\":[\"completion\",\"tools\",\"vision\"],\"modified_at\":\"2026-01-01T00:00:00Z\"}",
                sink.body());
        assertEquals("a/b", chat.readShowRequest(object("{\"model\":\"a/b\",\"verbose\":false}")));
        CallException wrong = assertThrows(CallException.class, () -> chat.readShowRequest(object("{}")));
        assertEquals(Optional.of("model"), wrong.details().member());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/version", "HEAD /api/version", "GET /api/ps"})
    void greetsWithoutAnybodyBehindIt(String place) throws Exception {
        Endpoint endpoint = chat.endpoints().stream()
                .filter(one -> one.purpose() == Purpose.GREET)
                .filter(one -> place.equals(one.method() + " " + one.path()))
                .findFirst()
                .orElseThrow();
        chat.greet(endpoint, sink);
        assertEquals(200, sink.status());
        String expected = switch (place) {
            case "GET /api/version" -> "{\"version\":\"0.12.11\"}";
            case "GET /api/ps" -> "{\"models\":[]}";
            default -> "";
        };
        assertEquals(expected, sink.body());
    }

    @Test
    void embedsOneTextOrMany() {
        EmbeddingRequest one = chat.readEmbeddingRequest(object("{\"model\":\"m\",\"input\":\"a\"}"), Map.of());
        EmbeddingRequest many = chat.readEmbeddingRequest(
                object("{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"dimensions\":3}"), Map.of());
        assertEquals(List.of(new EmbeddingRequest.Input.Text("a")), one.inputs());
        assertEquals(2, many.inputs().size());
        assertEquals(Optional.of(3), many.dimensions());
        WireBody body = chat.writeEmbeddingRequest(many.withModel("n"), call);
        assertEquals(
                "{\"model\":\"n\",\"input\":[\"a\",\"b\"],\"dimensions\":3}",
                body.json().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input\":\"a\"}",
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"input\":[1]}",
                "{\"model\":\"m\",\"input\":{}}",
                "{\"model\":\"m\",\"prompt\":7}"
            })
    void refusesWhatIsNoTextToEmbed(String body) {
        CallException wrong = assertThrows(
                CallException.class,
                () -> chat.readEmbeddingRequest(object(body), Map.of()).inputs());
        assertEquals(Failure.INVALID_REQUEST, wrong.failure());
    }

    @Test
    void answersTheOlderWayWithOneVector() throws Exception {
        EmbeddingRequest old = chat.readEmbeddingRequest(object("{\"model\":\"m\",\"prompt\":\"a\"}"), Map.of());
        EmbeddingReply reply = EmbeddingReply.of("x", List.of(new float[] {0.1f, 2}), Usage.of(4, 0));
        chat.writeEmbeddings(reply, old, sink);
        assertEquals("{\"embedding\":[0.1,2.0]}", sink.body());
        MemorySink newer = new MemorySink();
        chat.writeEmbeddings(reply, EmbeddingRequest.of("m", List.of("a")), newer);
        assertEquals(
                "{\"model\":\"x\",\"embeddings\":[[0.1,2.0]],\"total_duration\":1,\"load_duration\":0,\"prompt_eval_count\":4}",
                newer.body());
    }

    @Test
    void writesAForeignRequestForEmbeddings() {
        EmbeddingRequest texts = EmbeddingRequest.of("m", List.of("a"));
        WireBody body = chat.writeEmbeddingRequest(texts, call);
        assertEquals(WireName.OLLAMA_CHAT, body.format());
        assertEquals("{\"model\":\"m\",\"input\":[\"a\"]}", body.json().toString());
    }

    @Test
    void readsVectorsAsTheyAreSpelled() throws Exception {
        MemorySink relayed = new MemorySink();
        String answer = "{ \"model\":\"m\",\"embeddings\":[[1e0,-0.5]],\"prompt_eval_count\":8}";
        ScriptedUpstream upstream = ScriptedUpstream.answering(Answer.json(200, answer));
        EmbeddingReply reply = chat.readEmbeddings(
                upstream.send(
                        new Upstream.Request(
                                "POST",
                                URI.create("http://127.0.0.1/"),
                                Map.of(),
                                List.of(),
                                Upstream.Deadlines.DEFAULT),
                        call),
                call);
        assertArrayEquals(new float[] {1, -0.5f}, reply.vectors().getFirst());
        assertEquals(Usage.of(8, 0), reply.usage());
        chat.writeEmbeddings(
                reply, chat.readEmbeddingRequest(object("{\"model\":\"m\",\"input\":\"a\"}"), Map.of()), relayed);
        assertEquals(answer, relayed.body());
    }

    @Test
    void whatNoAccessorOfAnEmbeddingRequestStandsForIsLeft() {
        EmbeddingRequest request = chat.readEmbeddingRequest(
                object("{\"model\":\"m\",\"input\":\"a\",\"truncate\":false,\"keep_alive\":\"5m\","
                        + "\"options\":{\"num_ctx\":64}}"),
                Map.of());
        EmbeddingRequest older = chat.readEmbeddingRequest(
                object("{\"model\":\"m\",\"prompt\":\"a\",\"options\":{\"seed\":1}}"), Map.of());

        assertEquals(
                List.of("truncate", "keep_alive", "options.num_ctx"),
                List.copyOf(request.extras().keySet()));
        assertEquals(List.of("options.seed"), List.copyOf(older.extras().keySet()));
    }

    @Test
    void hintsOfAForeignEmbeddingRequestAreDeclared() {
        String written = chat.writeEmbeddingRequest(
                        new Foreign("m", List.of(new EmbeddingRequest.Input.Text("a"))), call)
                .json()
                .toString();

        assertEquals("{\"model\":\"m\",\"input\":[\"a\"],\"dimensions\":3}", written);
        assertEquals(
                List.of("some.hint"),
                call.losses().stream().map(Call.Loss::member).toList());
    }

    /** A request for embeddings of another protocol, with a hint. */
    private record Foreign(String model, List<Input> inputs) implements EmbeddingRequest {
        @Override
        public Optional<Integer> dimensions() {
            return Optional.of(3);
        }

        @Override
        public SequencedMap<String, RawJson> extras() {
            return new LinkedHashMap<>(Map.of("some.hint", RawJson.of("1")));
        }

        @Override
        public Optional<WireBody> wire() {
            return Optional.empty();
        }

        @Override
        public EmbeddingRequest withModel(String changed) {
            return new Foreign(changed, inputs);
        }
    }
}
