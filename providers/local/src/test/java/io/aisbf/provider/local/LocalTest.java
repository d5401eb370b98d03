// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.EmbeddingRequest.Input;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.api.testing.Together;
import io.aisbf.api.wire.WireBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LocalTest {
    private static Provider provider;

    @BeforeAll
    static void create() {
        provider = create(new LocalFactory(), Map.of("parallel", 2));
    }

    @AfterAll
    static void close() {
        provider.close();
    }

    /** What a client asks for. */
    private record Asked(String model, List<Input> inputs, Optional<Integer> dimensions) implements EmbeddingRequest {
        @Override
        public Optional<WireBody> wire() {
            return Optional.empty();
        }

        @Override
        public EmbeddingRequest withModel(String changed) {
            return new Asked(changed, inputs, dimensions);
        }
    }

    @Test
    void embedsEachTextInItsPlaceAndCountsItsTokens() throws Exception {
        EmbeddingReply reply = embed("A dog barks.", "Un chien aboie.", "A dog barks.");
        assertEquals("all-minilm-l6-v2", reply.model());
        assertEquals(3, reply.vectors().size());
        assertArrayEquals(reply.vectors().get(0), reply.vectors().get(2));
        // [CLS] a dog bark ##s . [SEP], twice, and [CLS] un chi ##en ab ##oi ##e . [SEP]
        assertEquals(7 + 9 + 7, reply.usage().input());
        assertEquals(0, reply.usage().output());
    }

    @Test
    void similarTextsAreNearer() throws Exception {
        List<float[]> vectors = embed(
                        "How do I sort a list in Python?", "Sorting an array of numbers", "A recipe for soup")
                .vectors();
        double near = MiniLmTest.cosine(vectors.get(0), vectors.get(1));
        double far = MiniLmTest.cosine(vectors.get(0), vectors.get(2));
        assertTrue(near > far + .3, near + " and " + far);
    }

    @Test
    void aLongListIsEmbeddedInOrder() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            texts.add("number " + i % 5);
        }
        List<float[]> vectors = embed(texts.toArray(String[]::new)).vectors();
        for (int i = 5; i < 50; i++) {
            assertArrayEquals(vectors.get(i % 5), vectors.get(i));
        }
    }

    @Test
    void manyCallsAtOnceGetTheirOwn() throws Exception {
        float[] alone = embed("Everybody asks this.").vectors().getFirst();
        for (EmbeddingReply reply : Together.run(32, () -> embed("Something else.", "Everybody asks this."))) {
            assertArrayEquals(alone, reply.vectors().get(1));
        }
    }

    @Test
    void aTooLongTextIsRefusedWithTheNumbers() {
        CallException told = refused(Failure.CONTEXT_TOO_LONG, () -> embed("short", "word ".repeat(600)));
        assertEquals(
                "input[1] has 602 tokens, and all-minilm-l6-v2 takes at most 512; send it in pieces (256 tokens and"
                        + " fewer are what it was trained on)",
                told.getMessage());
        assertEquals(Optional.of("input[1]"), told.details().member());
    }

    @Test
    void anEmptyTextIsRefused() {
        CallException told = refused(Failure.INVALID_REQUEST, () -> embed("one", " \n"));
        assertEquals("input[1] has no text in it; leave it out", told.getMessage());
        refused(Failure.INVALID_REQUEST, () -> embed());
    }

    @Test
    void tokensOfAnotherModelAreRefused() {
        CallException told = refused(
                Failure.CANNOT_CARRY,
                () -> embed(new Asked(MiniLm.NAME, List.of(new Input.Tokens(List.of(1, 2))), Optional.empty())));
        assertTrue(told.getMessage().endsWith("send the text itself"), told.getMessage());
    }

    @Test
    void otherDimensionsAreRefusedWithTheNumbers() throws Exception {
        List<Input> inputs = List.of(new Input.Text("one"));
        CallException told =
                refused(Failure.CANNOT_CARRY, () -> embed(new Asked(MiniLm.NAME, inputs, Optional.of(256))));
        assertTrue(told.getMessage().contains("384 numbers, and 256 were asked for"), told.getMessage());
        assertEquals(
                384,
                embed(new Asked(MiniLm.NAME, inputs, Optional.of(384)))
                        .vectors()
                        .getFirst()
                        .length);
    }

    @Test
    void anotherModelIsUnknown() {
        CallException told = refused(
                Failure.UNKNOWN_MODEL,
                () -> embed(new Asked("bge-large", List.of(new Input.Text("one")), Optional.empty())));
        assertEquals("provider 'test' has no model 'bge-large'; it has all-minilm-l6-v2", told.getMessage());
    }

    @Test
    void aChatIsSentElsewhereAndTheModelIsLeftAlone() {
        ChatRequest question = ChatRequest.of(MiniLm.NAME, List.of(Message.of(Message.Role.USER, "Hello")));
        CallException told = refused(Failure.CANNOT_CARRY, () -> provider.chat(question, call()));
        assertTrue(told.getMessage().contains("/v1/embeddings"), told.getMessage());
        assertEquals(Failure.Cools.NOTHING, told.failure().cools());
    }

    @Test
    void listsItsModelAndAnswersInThisProcess() throws Exception {
        assertEquals(
                "[ModelInfo[id=all-minilm-l6-v2, owner=test, contextTokens=OptionalLong[512]]]",
                String.valueOf(((Provider.Models) provider).models(call())));
        assertInstanceOf(Provider.InProcess.class, provider);
        assertEquals(Optional.empty(), provider.unavailable());
    }

    @Test
    void sizesThatMakeNoSenseAreRefused() {
        for (Map<String, Object> settings :
                List.<Map<String, Object>>of(Map.of("threads", 0), Map.of("parallel", 1000))) {
            assertThrows(SettingsException.class, () -> create(new LocalFactory(), settings));
        }
    }

    static Provider create(LocalFactory factory, Map<String, Object> settings) {
        return factory.create(MapSettings.of(settings), FixedContext.of(new PlainJson()));
    }

    static Call call() {
        return Call.start("test", Duration.ofMinutes(1));
    }

    private static EmbeddingReply embed(String... texts) throws Exception {
        return embed(EmbeddingRequest.of(MiniLm.NAME, List.of(texts)));
    }

    private static EmbeddingReply embed(EmbeddingRequest request) throws Exception {
        return ((Provider.Embeddings) provider).embed(request, call());
    }

    private static CallException refused(Failure failure, org.junit.jupiter.api.function.Executable asking) {
        CallException told = assertThrows(CallException.class, asking);
        assertEquals(failure, told.failure());
        return told;
    }
}
