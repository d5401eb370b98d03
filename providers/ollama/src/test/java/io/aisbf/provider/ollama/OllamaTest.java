// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.Fold;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.ProviderContract;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every provider promises, and what this one adds. */
class OllamaTest extends ProviderContract {
    private static final String END =
            "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":4,\"eval_count\":3}";

    private final OllamaChat chat = new OllamaChat(new JacksonJson(), InstantSource.system());
    private final OllamaGenerate generate = new OllamaGenerate(new JacksonJson(), InstantSource.system());

    @Override
    protected ProviderFactory factory() {
        return new OllamaFactory();
    }

    @Override
    protected Json json() {
        return new JacksonJson();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("endpoint", "http://localhost:1/", "api_key", "sk-own");
    }

    @Override
    protected FixedContext context() {
        return context(new ScriptedUpstream(OllamaTest::answer));
    }

    private FixedContext context(ScriptedUpstream upstream) {
        return FixedContext.of(json()).withFormats(chat, generate).withHttp(upstream);
    }

    private static Answer answer(Upstream.Request request) {
        String path = request.uri().getPath();
        String body = body(request);
        return switch (path) {
            case "/api/chat" ->
                body.contains("\"stream\":true")
                        ? Answer.of(
                                200, "application/x-ndjson", Samples.lines(said("One "), said("two three"), last("")))
                        : Answer.json(200, last("One two three"));
            case "/api/generate" -> Answer.json(200, Samples.GENERATE);
            case "/api/embed" ->
                Answer.json(
                        200,
                        "{\"model\":\"all-minilm\",\"embeddings\":[[0.010071029,-0.1],[3,4],[1,2]],\"total_duration\":14143917,"
                            + "\"load_duration\":1019500,\"prompt_eval_count\":8}");
            case "/api/embeddings" -> Answer.json(200, "{\"embedding\":[0.5,1.5]}");
            case "/api/tags" ->
                Answer.json(
                        200,
                        "{\"models\":[{\"name\":\"deepseek-r1:latest\",\"model\":\"deepseek-r1:latest\",\"modified_at\":"
                            + "\"2025-05-10T08:06:48.639712648-07:00\",\"size\":4683075271,\"digest\":\"0a8c\",\"details\":{}},"
                            + "{\"name\":\"llama3.2:3b\"},{\"name\":\"llama3.2:3b\"}]}");
            case "/api/version" -> Answer.json(200, "{\"version\":\"0.12.6\"}");
            default -> throw new AssertionError("nobody asks for " + path);
        };
    }

    private static String said(String text) {
        return "{\"model\":\"test-model\",\"created_at\":\"2025-11-20T10:12:03.1Z\",\"message\":{\"role\":\"assistant\",\"content\":\""
                + text + "\"},\"done\":false}";
    }

    private static String last(String text) {
        return said(text).replace("\"done\":false}", END);
    }

    private static String body(Upstream.Request request) {
        StringBuilder all = new StringBuilder();
        for (ByteBuffer slice : request.body()) {
            all.append(StandardCharsets.UTF_8.decode(slice.duplicate()));
        }
        return all.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:11434, http://localhost:11434/api/chat",
        "http://localhost:11434/, http://localhost:11434/api/chat",
        "http://localhost:11434/api, http://localhost:11434/api/chat",
        "https://ollama.com/proxy/api/, https://ollama.com/proxy/api/chat"
    })
    void reachesTheApiBehindAnyBase(String endpoint, String expected) throws Exception {
        ScriptedUpstream upstream = ScriptedUpstream.answering(Answer.json(200, last("x")));
        try (Provider provider = factory().create(MapSettings.of(Map.of("endpoint", endpoint)), context(upstream))) {
            provider.chat(question(), call()).close();
        }
        assertEquals(expected, upstream.requests().getLast().uri().toString());
    }

    @Test
    void saysWhatToWriteInsteadOfOpenAisDoor() {
        MapSettings settings = MapSettings.of(Map.of("endpoint", "http://localhost:11434/v1"));
        SettingsException wrong =
                assertThrows(SettingsException.class, () -> factory().create(settings, context()));
        assertTrue(String.valueOf(wrong.getMessage()).contains("type: openai"), wrong::getMessage);
    }

    @Test
    void needsNoKeyAndSendsTheOneItHas() throws Exception {
        ScriptedUpstream upstream = ScriptedUpstream.answering(Answer.json(200, last("x")));
        try (Provider keyless = factory().create(MapSettings.of(Map.of("auth_header", "x-key")), context(upstream));
                Provider keyed = create(context(upstream))) {
            assertTrue(keyless.unavailable().isEmpty());
            keyless.chat(question(), call()).close();
            keyed.chat(question(), call()).close();
        }
        assertEquals("127.0.0.1", upstream.requests().getFirst().uri().getHost());
        assertEquals("Bearer sk-own", upstream.requests().getLast().headers().get("authorization"));
    }

    @Test
    void aPromptArrivesAsAPrompt() throws Exception {
        String body = "{\"model\":\"m\",\"prompt\":\"Why?\",\"stream\":false,\"raw\":true,\"context\":[1,2]}";
        ScriptedUpstream upstream = new ScriptedUpstream(OllamaTest::answer);
        ChatRequest request = generate.readRequest(json().object(body.getBytes(StandardCharsets.UTF_8)), Map.of());
        try (Provider provider = create(context(upstream));
                var reply = provider.chat(request, call())) {
            assertEquals(
                    "Blue.", Fold.whole(reply).choices().getFirst().message().text());
        }
        assertEquals("/api/generate", upstream.requests().getLast().uri().getPath());
        assertEquals(body, upstream.lastBody());
    }

    @Test
    void aPromptThatBecameAConversationArrivesAsAChat() throws Exception {
        String body =
                "{\"model\":\"m\",\"prompt\":\"Why?\",\"system\":\"s\",\"stream\":false,\"options\":{\"num_ctx\":8},"
                        + "\"keep_alive\":\"5m\"}";
        ScriptedUpstream upstream = new ScriptedUpstream(OllamaTest::answer);
        ChatRequest request = generate.readRequest(json().object(body.getBytes(StandardCharsets.UTF_8)), Map.of())
                .withMessages(List.of(
                        Message.of(Message.Role.USER, "a"),
                        Message.of(Message.Role.ASSISTANT, "b"),
                        Message.of(Message.Role.USER, "c")));
        try (Provider provider = create(context(upstream))) {
            provider.chat(request, call()).close();
        }
        assertEquals("/api/chat", upstream.requests().getLast().uri().getPath());
        assertEquals(
                "{\"model\":\"m\",\"stream\":false,\"options\":{\"num_ctx\":8},\"keep_alive\":\"5m\",\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},"
                        + "{\"role\":\"user\",\"content\":\"c\"}]}",
                upstream.lastBody());
    }

    @Test
    void forcedOptionsLeaveTheOthersAlone() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(OllamaTest::answer);
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":false,"
                + "\"options\":{\"temperature\":0.5,\"num_ctx\":1}}";
        ChatRequest request = chat.readRequest(json().object(body.getBytes(StandardCharsets.UTF_8)), Map.of());
        MapSettings settings = MapSettings.of(Map.of("extra_body", Map.of("options", Map.of("num_ctx", 8192))));
        try (Provider provider = factory().create(settings, context(upstream))) {
            provider.chat(request, call()).close();
            assertTrue(upstream.lastBody().endsWith("\"options\":{\"temperature\":0.5,\"num_ctx\":8192}}"));
            provider.chat(question(), call()).close();
            assertTrue(upstream.lastBody().endsWith("\"options\":{\"num_ctx\":8192}}"), upstream::lastBody);
        }
    }

    @Test
    void embedsThroughTheDoorTheClientCameBy() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(OllamaTest::answer);
        var single = chat.readEmbeddingRequest(
                json().object("{\"model\":\"m:latest\",\"prompt\":\"x\"}".getBytes(StandardCharsets.UTF_8)),
                Map.of(WireFormat.ENDPOINT, "/api/embeddings"));
        assertEquals("m", single.model());
        try (Provider provider = create(context(upstream))) {
            EmbeddingReply reply = ((Provider.Embeddings) provider).embed(single, call());
            assertEquals("/api/embeddings", upstream.requests().getLast().uri().getPath());
            assertEquals(1.5f, reply.vectors().getFirst()[1]);
        }
    }

    @Test
    void listsWhatIsInstalledOnce() throws Exception {
        try (Provider provider = create(context())) {
            assertEquals(
                    List.of("deepseek-r1:latest", "llama3.2:3b"),
                    ((Provider.Models) provider)
                            .models(call()).stream().map(ModelInfo::id).toList());
        }
    }

    @Test
    void livesIfItTellsItsVersion() throws Exception {
        try (Provider provider = create(context());
                Provider old = create(context(ScriptedUpstream.answering(Answer.json(404, "404 page not found"))));
                Provider broken = create(context(ScriptedUpstream.answering(Answer.json(500, "{\"error\":\"x\"}"))))) {
            ((Provider.Probe) provider).probe(call());
            ((Provider.Probe) old).probe(call());
            CallException dead = assertThrows(CallException.class, () -> ((Provider.Probe) broken).probe(call()));
            assertEquals(Failure.PROVIDER_FAILED, dead.failure());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, the input length exceeds the context length, CONTEXT_TOO_LONG",
        "400, registry.ollama.ai/library/gemma:2b does not support tools, INVALID_REQUEST",
        "404, model x not found, UNKNOWN_MODEL",
        "401, unauthorized, KEY_REFUSED",
        "429, too many requests, RATE_LIMITED",
        "500, llama runner process has terminated, PROVIDER_FAILED",
        "503, server busy, OVERLOADED"
    })
    void understandsWhatItRefuses(int status, String words, Failure failure) throws Exception {
        Answer refusal = Answer.json(status, "{\"error\":\"" + words + "\"}");
        ScriptedUpstream upstream = ScriptedUpstream.answering(refusal);
        try (Provider provider = create(context(upstream))) {
            for (boolean streaming : List.of(false, true)) {
                ChatRequest asked = question().withStreaming(streaming);
                CallException told = assertThrows(CallException.class, () -> provider.chat(asked, call()));
                assertEquals(failure, told.failure());
            }
        }
        assertTrue(upstream.allEnd());
    }
}
