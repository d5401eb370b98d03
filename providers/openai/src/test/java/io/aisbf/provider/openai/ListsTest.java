// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.EmbeddingRequest.Input;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.WireBody;
import io.aisbf.runtime.json.JacksonJson;
import java.time.Duration;
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

/** Embeddings and lists of models, both ways. */
class ListsTest {
    /** 1.5 and -2 as 32-bit floats in little-endian order. */
    private static final String BASE64 = "AADAPwAAAMA=";

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void inputsMayBeTextsOrTokens() {
        assertEquals(List.of(new Input.Text("a")), asked("\"a\"").inputs());
        assertEquals(
                List.of(new Input.Text("a"), new Input.Text("b")),
                asked("[\"a\",\"b\"]").inputs());
        assertEquals(
                List.of(new Input.Tokens(List.of(1, 200))), asked("[1, 2e2]").inputs());
        assertEquals(
                List.of(new Input.Tokens(List.of(1)), new Input.Tokens(List.of(2, 3))),
                asked("[[1],[2,3]]").inputs());
        assertEquals(Optional.of(64), asked("\"a\"").dimensions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "{}", "[{}]", "[1.5]", "[[1],[\"a\"]]", "[1e12]"})
    void anInputOfAnotherTypeIsTheClientsMistake(String input) {
        CallException wrong =
                assertThrows(CallException.class, () -> asked(input).inputs());

        assertEquals(Failure.INVALID_REQUEST, wrong.failure());
        assertTrue(wrong.details().member().orElseThrow().startsWith("input"));
    }

    @Test
    void aRequestForEmbeddingsIsRelayedButForItsModel() {
        EmbeddingRequest request = asked("[ \"a\" ]").withModel("other");

        assertEquals(
                "{\"model\":\"other\", \"dimensions\":64,\"input\": [ \"a\" ],\"x\":1e+2}",
                format.writeEmbeddingRequest(request, call).json().toString());
        assertEquals(
                "{\"model\":\"m\",\"input\":[\"a\"],\"encoding_format\":\"float\"}",
                format.writeEmbeddingRequest(EmbeddingRequest.of("m", List.of("a")), call)
                        .json()
                        .toString());
    }

    @Test
    void vectorsAreReadInEitherSpellingAndPutInOrder() throws Exception {
        EmbeddingReply reply = format.readEmbeddings(
                Reply.json(
                        "{\"model\":\"e\",\"data\":[{\"index\":1,\"embedding\":\"" + BASE64
                                + "\"},{\"index\":0,\"embedding\":[0.1,1e2]}],\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}"),
                call);

        assertArrayEquals(new float[] {0.1f, 100}, reply.vectors().getFirst());
        assertArrayEquals(new float[] {1.5f, -2}, reply.vectors().getLast());
        assertEquals(Usage.of(4, 0), reply.usage());
        assertEquals("e", reply.model());
    }

    @Test
    void anAnswerReachesTheClientAsItCame() throws Exception {
        String body = "{ \"data\":[{\"embedding\":[1e0, 0.30000000000000004]}],\"x\":{} }";
        MemorySink sink = new MemorySink();
        format.writeEmbeddings(format.readEmbeddings(Reply.json(body), call), asked("\"a\""), sink);

        assertEquals(body, sink.body());
    }

    @Test
    void foreignVectorsAreSpelledAsTheClientAsked() throws Exception {
        EmbeddingReply foreign = EmbeddingReply.of("e", List.of(new float[] {1.5f, -2}), Usage.of(3, 0));
        String frame = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":%s}],"
                + "\"model\":\"e\",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}";

        assertEquals(frame.formatted("[1.5,-2.0]"), answered(foreign, "float"));
        assertEquals(frame.formatted("\"" + BASE64 + "\""), answered(foreign, "base64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"data\":[]}", "{\"data\":5}", "<html>", "", "{\"error\":{\"message\":\"x\"}}"})
    void anAnswerWithoutVectorsIsNone(String body) {
        Reply reply = Reply.json(body);

        assertThrows(CallException.class, () -> format.readEmbeddings(reply, call));
        assertTrue(reply.closed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"AAA\"", "\"%\"", "[\"a\"]", "{}"})
    void aVectorThatIsNoneIsAMalformedReply(String vector) throws Exception {
        EmbeddingReply reply = format.readEmbeddings(Reply.json("{\"data\":[{\"embedding\":" + vector + "}]}"), call);

        assertEquals(
                Failure.MALFORMED_REPLY,
                assertThrows(CallException.class, reply::vectors).failure());
    }

    @Test
    void modelsAreListedAsOpenAiListsThem() throws Exception {
        MemorySink all = new MemorySink();
        MemorySink one = new MemorySink();
        ModelInfo known = new ModelInfo("a/b", "x", OptionalLong.of(8192));
        String entry = "{\"id\":\"a/b\",\"object\":\"model\",\"created\":0,\"owned_by\":\"x\",\"context_length\":8192}";

        format.writeModels(List.of(known, new ModelInfo("r", "aisbf", OptionalLong.empty())), all);
        format.writeModel(known, one);

        assertEquals(entry, one.body());
        assertEquals(
                "{\"object\":\"list\",\"data\":[" + entry
                        + ",{\"id\":\"r\",\"object\":\"model\",\"created\":0,\"owned_by\":\"aisbf\"}]}",
                all.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"object\":\"list\",\"data\":%s}", " %s ", "{\"data\":%s,\"models\":[]}"})
    void listsAreReadInDataOrBare(String frame) throws Exception {
        String entries =
                "[{\"id\":\"a\",\"owned_by\":\"x\",\"max_model_len\":4096},{\"id\":\"b/c\",\"context_length\":null},"
                        + "{\"id\":\"a\"},{\"name\":\"no id\"}]";

        assertEquals(
                List.of(new ModelInfo("a", "x", OptionalLong.of(4096)), new ModelInfo("b/c", "", OptionalLong.empty())),
                format.readModels(Reply.json(frame.formatted(entries)), call));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "<html>", "", "[", "{\"data\":{}}", "{\"error\":\"x\"}", "[1]"})
    void whatIsNoListIsAFailure(String body) {
        assertThrows(CallException.class, () -> format.readModels(Reply.json(body), call));
    }

    private EmbeddingRequest asked(String input) {
        String body = "{\"model\":\"m\", \"dimensions\":64,\"input\": " + input + ",\"x\":1e+2}";
        return format.readEmbeddingRequest(json.object(Reply.bytes(body)), Map.of());
    }

    private String answered(EmbeddingReply reply, String spelling) throws Exception {
        String body = "{\"model\":\"m\",\"input\":\"a\",\"encoding_format\":\"" + spelling + "\"}";
        MemorySink sink = new MemorySink();
        format.writeEmbeddings(reply, format.readEmbeddingRequest(json.object(Reply.bytes(body)), Map.of()), sink);
        return sink.body();
    }

    @Test
    void whatNoAccessorOfAnEmbeddingRequestStandsForIsLeft() {
        EmbeddingRequest request = format.readEmbeddingRequest(
                json.object(Reply.bytes("{\"model\":\"m\",\"input\":\"a\",\"dimensions\":3,\"user\":\"u\","
                        + "\"encoding_format\":\"base64\",\"x\":null,\"input_type\":\"query\"}")),
                Map.of());

        assertEquals(List.of("user", "input_type"), List.copyOf(request.extras().keySet()));
    }

    @Test
    void hintsOfAForeignEmbeddingRequestAreDeclared() {
        String written = format.writeEmbeddingRequest(
                        new Foreign("m", List.of(new EmbeddingRequest.Input.Text("a"))), call)
                .json()
                .toString();

        assertEquals("{\"model\":\"m\",\"input\":[\"a\"],\"dimensions\":3,\"encoding_format\":\"float\"}", written);
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
