// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.ProviderContract;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every provider promises, and what this one adds. */
class GoogleTest extends ProviderContract {
    private static final String MODELS_1 =
            "{\"models\":[{\"name\":\"models/gemini-3-pro\",\"inputTokenLimit\":1048576},"
                    + "{\"name\":\"models/gemini-3-pro\"}],\"nextPageToken\":\"a b\"}";
    private static final String MODELS_2 = "{\"models\":[{\"name\":\"models/gemini-embedding-001\"}]}";
    private static final String EMBEDDINGS =
            "{\"embeddings\":[{\"values\":[1,2]},{\"values\":[3,4.5]},{\"values\":[1,2]}]}";

    private final GeminiContent format = new GeminiContent(new JacksonJson(), InstantSource.system());

    @Override
    protected ProviderFactory factory() {
        return new GoogleFactory();
    }

    @Override
    protected Json json() {
        return new JacksonJson();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("api_key", "AIza-own");
    }

    @Override
    protected FixedContext context() {
        return FixedContext.of(json()).withFormats(format).withHttp(new ScriptedUpstream(GoogleTest::answer));
    }

    private static Answer answer(Upstream.Request request) {
        String uri = request.uri().toString();
        if (uri.contains(":batchEmbedContents")) {
            return Answer.json(200, EMBEDDINGS);
        }
        if (uri.contains(":embedContent")) {
            return Answer.json(200, "{\"embedding\":{\"values\":[0.5]}}");
        }
        if (uri.contains(":countTokens")) {
            return Answer.json(200, "{\"totalTokens\": 31}");
        }
        if (request.method().equals("GET")) {
            return Answer.json(200, uri.contains("pageToken=a+b") ? MODELS_2 : MODELS_1);
        }
        return uri.endsWith(":streamGenerateContent?alt=sse")
                ? Answer.events(Samples.TOOLS)
                : Answer.json(200, Samples.TOOLS_WHOLE);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3-pro, models/gemini-3-pro",
        "models/gemini-3-pro, models/gemini-3-pro",
        "tunedModels/my one, tunedModels/my%20one",
        "openai/gpt-4o, models/openai/gpt-4o",
        "a?b#c, models/a%3Fb%23c",
    })
    void theModelStandsInThePath(String model, String path) throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(GoogleTest::answer);
        Google provider = provider(settings(), upstream);
        ChatRequest request = ChatRequest.of(model, List.of(Message.of(Message.Role.USER, "hi")));

        provider.chat(request, call()).close();
        provider.chat(request.withStreaming(true), call()).close();

        String base = "https://generativelanguage.googleapis.com/v1beta/" + path;
        assertEquals(
                List.of(base + ":generateContent", base + ":streamGenerateContent?alt=sse"),
                upstream.requests().stream().map(sent -> sent.uri().toString()).toList());
        assertEquals("AIza-own", upstream.requests().getLast().headers().get("x-goog-api-key"));
    }

    @Test
    void aClientOfV1IsCarriedToTheVersionOfTheEndpoint() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(GoogleTest::answer);
        Map<String, String> path =
                Map.of("model", "models/g/x", "?alt", "sse", WireFormat.ENDPOINT, "/v1/{+model}:streamGenerateContent");
        ChatRequest request = format.readRequest(json().object(Samples.ODD.getBytes(StandardCharsets.UTF_8)), path);

        provider(Map.of("endpoint", "http://localhost:1/v1alpha/", "api_key", "k", "query", Map.of("a", "b")), upstream)
                .chat(request.withModel("x"), call())
                .close();

        assertEquals(
                "http://localhost:1/v1alpha/models/x:streamGenerateContent?alt=sse&a=b",
                upstream.requests().getLast().uri().toString());
        assertEquals(Samples.ODD, upstream.lastBody());
    }

    @Test
    void listsAllPages() throws Exception {
        List<ModelInfo> models =
                provider(settings(), new ScriptedUpstream(GoogleTest::answer)).models(call());

        assertEquals(
                List.of(
                        new ModelInfo("gemini-3-pro", "google", OptionalLong.of(1_048_576)),
                        new ModelInfo("gemini-embedding-001", "google", OptionalLong.empty())),
                models);
    }

    @Test
    void countsTokensOfTheWholeRequest() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(GoogleTest::answer);
        ChatRequest request = ChatRequest.of("m", List.of(Message.of(Message.Role.USER, "hi")));

        assertEquals(31, provider(settings(), upstream).countTokens(request, call()));
        assertEquals(
                "{\"generateContentRequest\":{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],"
                        + "\"model\":\"models/m\"}}",
                upstream.lastBody());
    }

    @Test
    void embedsInTheFormThatWasAskedFor() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(GoogleTest::answer);
        Google provider = provider(settings(), upstream);

        EmbeddingReply many = provider.embed(EmbeddingRequest.of("e", List.of("a", "b", "c")), call());
        assertEquals(4.5f, many.vectors().get(1)[1]);
        assertEquals("e", many.model());
        assertTrue(
                upstream.lastBody()
                        .startsWith("{\"requests\":[{\"model\":\"models/e\",\"content\":{\"parts\":[{\"text\":"
                                + "\"a\"}]}}"),
                upstream.lastBody());

        EmbeddingRequest one = format.readEmbeddingRequest(
                json().object("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"taskType\":\"X\"}"
                        .getBytes(StandardCharsets.UTF_8)),
                Map.of("model", "models/e"));
        assertEquals(0.5f, provider.embed(one, call()).vectors().getFirst()[0]);
        assertEquals("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"taskType\":\"X\"}", upstream.lastBody());
    }

    @ParameterizedTest
    @CsvSource({"true, KEY_REFUSED", "false, UNAUTHENTICATED"})
    void aWrongKeyIsKnownByItsWords(boolean configured, Failure expected) {
        ScriptedUpstream upstream = ScriptedUpstream.answering(Answer.json(400, Samples.WRONG_KEY));
        Google provider = provider(configured ? settings() : Map.of(), upstream);
        Call.Client client = new Call.Client(name -> Optional.empty(), Optional.of(new Secret("AIza-client")));
        Call call = Call.start("c", client, Duration.ofMinutes(1), System::nanoTime);

        CallException refused = assertThrows(CallException.class, () -> provider.chat(question(), call));

        assertEquals(expected, refused.failure());
        assertTrue(upstream.allEnd());
    }

    @Test
    void theWaitStandsInTheBody() {
        ScriptedUpstream upstream = ScriptedUpstream.answering(Answer.json(429, Samples.RATE));

        CallException refused = assertThrows(
                CallException.class, () -> provider(settings(), upstream).chat(question(), call()));

        assertEquals(Failure.RATE_LIMITED, refused.failure());
        assertEquals(Optional.of(Duration.ofSeconds(37)), refused.details().retryAfter());
    }

    @Test
    void aProbeAsksForOneModel() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(GoogleTest::answer);
        provider(settings(), upstream).probe(call());

        assertTrue(upstream.requests().getLast().uri().toString().endsWith("/models?pageSize=1"));
        assertTrue(upstream.allEnd());
    }

    private Google provider(Map<String, ?> settings, ScriptedUpstream upstream) {
        return (Google) factory().create(MapSettings.of(settings), context().withHttp(upstream));
    }
}
