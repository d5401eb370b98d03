// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.ProviderContract;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.wire.reach.UpstreamSettings;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every provider promises, and what this one adds. */
class OpenAiTest extends ProviderContract {
    private static final String EMBEDDINGS =
            "{\"data\":[{\"index\":0,\"embedding\":[1,2]},{\"index\":1,\"embedding\":[3,4]},{\"index\":2,\"embedding\":[1,2]}]}";
    private static final String MODELS = "{\"data\":[{\"id\":\"a/b\",\"owned_by\":\"x\"},{\"id\":\"c\"}]}";

    private final OpenAiChat format = new OpenAiChat(new JacksonJson(), InstantSource.system());

    @Override
    protected ProviderFactory factory() {
        return new OpenAiFactory();
    }

    @Override
    protected Json json() {
        return new JacksonJson();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("endpoint", "http://localhost:1/v1/", "api_key", "sk-own");
    }

    @Override
    protected FixedContext context() {
        return FixedContext.of(json()).withFormats(format).withHttp(new ScriptedUpstream(OpenAiTest::answer));
    }

    private static Answer answer(Upstream.Request request) {
        String path = request.uri().getPath();
        if (path.endsWith("/embeddings")) {
            return Answer.json(200, EMBEDDINGS);
        }
        if (path.endsWith("/models")) {
            return Answer.json(200, MODELS);
        }
        boolean stream = request.headers().getOrDefault("accept", "").contains("event-stream");
        return stream ? Answer.events(Samples.OPENAI_TOOLS) : Answer.json(200, Samples.OPENAI_TOOLS_WHOLE);
    }

    @Test
    void asksWhereAndAsWhomItIsConfigured() throws Exception {
        // long method: a table of headers
        Upstream.Request plain = request(settings());
        Upstream.Request azure = request(Map.of(
                "endpoint", "https://r.openai.azure.com/openai/deployments/d",
                "api_key", "azure-key",
                "auth_header", "api-key",
                "query", Map.of("api-version", "2025-01-01 preview"),
                "organization", "org",
                "project", "proj",
                "extra_headers", Map.of("X-Title", "t", "X-N", 7),
                "timeouts", Map.of("connect", "1s", "idle", "250ms")));

        assertEquals(URI.create("http://localhost:1/v1/chat/completions"), plain.uri());
        assertEquals("Bearer sk-own", plain.headers().get("authorization"));
        assertEquals("application/json", plain.headers().get("content-type"));
        assertEquals(Upstream.Deadlines.DEFAULT, plain.deadlines());
        assertEquals(
                "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2025-01-01%20preview",
                azure.uri().toString());
        assertEquals(
                Map.of(
                        "api-key", "azure-key",
                        "openai-organization", "org",
                        "openai-project", "proj",
                        "x-title", "t",
                        "x-n", "7",
                        "content-type", "application/json",
                        "accept", "application/json"),
                azure.headers());
        assertEquals(Duration.ofSeconds(1), azure.deadlines().connect());
        assertEquals(Duration.ofMillis(250), azure.deadlines().idle());
        assertEquals(Upstream.Deadlines.DEFAULT.total(), azure.deadlines().total());
    }

    @Test
    void theFirstOfSeveralKeysIsUsed() throws Exception {
        Upstream.Request request = request(Map.of("api_keys", List.of("one", "two")));

        assertEquals("Bearer one", request.headers().get("authorization"));
        assertEquals("https://api.openai.com/v1/chat/completions", request.uri().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:1/v1, max_tokens",
        "https://api.openai.com/v1, max_completion_tokens",
        "https://r.openai.azure.com/openai/v1, max_completion_tokens"
    })
    void theLimitOfTokensHasTheNameThatTheEndpointKnows(String endpoint, String member) throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(OpenAiTest::answer);
        ChatRequest request = question().withSampling(limited(5));

        provider(Map.of("endpoint", endpoint, "api_key", "k"), upstream)
                .chat(request, call())
                .close();

        assertTrue(upstream.lastBody().contains("\"" + member + "\":5"), upstream.lastBody());
    }

    @Test
    void withoutAKeyOfItsOwnTheClientsIsPassedOn() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(OpenAiTest::answer);
        Provider provider = provider(Map.of(), upstream);

        assertEquals(Optional.empty(), provider.unavailable());
        provider.chat(question(), keyed()).close();
        assertEquals("Bearer sk-client", upstream.requests().getLast().headers().get("authorization"));

        CallException none = assertThrows(CallException.class, () -> provider.chat(question(), call()));
        assertEquals(Failure.UNAVAILABLE, none.failure());
        assertEquals(1, upstream.requests().size());

        provider(Map.of("api_key_required", false), upstream)
                .chat(question(), call())
                .close();
        assertEquals(
                Optional.empty(),
                Optional.ofNullable(upstream.requests().getLast().headers().get("authorization")));
    }

    @Test
    void aKeyThatIsConfiguredAndNotSetMakesItUnavailable() {
        OpenAiSettings read = OpenAiSettings.read(MapSettings.of(Map.of()), json());
        UpstreamSettings known = read.upstream();
        UpstreamSettings unset = new UpstreamSettings(
                "eu",
                known.endpoint(),
                known.query(),
                known.key(),
                Optional.of("no key (set EU_KEY)"),
                true,
                known.authHeader(),
                known.headers(),
                known.forced(),
                known.unsupported(),
                known.deadlines());
        OpenAiSettings settings = read.withUpstream(unset);
        Provider provider = new OpenAi(settings, format, Optional.empty(), context());

        assertEquals(Optional.of("no key (set EU_KEY)"), provider.unavailable());
        CallException refused = assertThrows(CallException.class, () -> provider.chat(question(), call()));
        assertTrue(String.valueOf(refused.getMessage()).contains("no key (set EU_KEY)"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"true, KEY_REFUSED", "false, UNAUTHENTICATED"})
    void aRefusedKeyIsTheFaultOfWhoeverSetIt(boolean configured, Failure expected) {
        ScriptedUpstream upstream =
                ScriptedUpstream.answering(Answer.json(401, "{\"error\":{\"message\":\"Incorrect key sk-abcdefgh\"}}"));
        Provider provider = provider(configured ? settings() : Map.of(), upstream);

        CallException refused = assertThrows(CallException.class, () -> provider.chat(question(), keyed()));

        assertEquals(expected, refused.failure());
        assertTrue(upstream.allEnd());
        assertTrue(!String.valueOf(refused.getMessage()).contains("sk-"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"200, true", "404, true", "405, true", "401, false", "500, false"})
    void aProbeListsModelsOrLearnsThatThereIsNoList(int status, boolean lives) throws Exception {
        ScriptedUpstream upstream = ScriptedUpstream.answering(Answer.json(status, status == 200 ? MODELS : "{}"));
        OpenAi provider = (OpenAi) provider(settings(), upstream);

        if (lives) {
            provider.probe(call());
        } else {
            assertThrows(CallException.class, () -> provider.probe(call()));
        }
        assertEquals("GET", upstream.requests().getLast().method());
        assertTrue(upstream.allEnd());
    }

    private Upstream.Request request(Map<String, ?> settings) throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(OpenAiTest::answer);
        provider(settings, upstream)
                .chat(ChatRequest.of("m", List.of(Message.of(Message.Role.USER, "hi"))), call())
                .close();
        return upstream.requests().getLast();
    }

    private Provider provider(Map<String, ?> settings, ScriptedUpstream upstream) {
        return factory().create(MapSettings.of(settings), context().withHttp(upstream));
    }

    private static Sampling limited(int tokens) {
        Sampling none = Sampling.DEFAULT;
        return new Sampling(
                none.temperature(),
                none.topP(),
                none.topK(),
                OptionalInt.of(tokens),
                none.stop(),
                none.seed(),
                none.choices(),
                none.frequencyPenalty(),
                none.presencePenalty());
    }

    private static Call keyed() {
        Call.Client client = new Call.Client(name -> Optional.empty(), Optional.of(new Secret("sk-client")));
        return Call.start("c", client, Duration.ofMinutes(1), System::nanoTime);
    }
}
