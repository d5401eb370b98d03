// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.ProviderContract;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider promises, and what this one adds. */
class AnthropicTest extends ProviderContract {
    private static final String MODELS =
            "{\"data\":[{\"type\":\"model\",\"id\":\"claude-opus-4-8\",\"display_name\":\"Claude\",\"created_at\":\"2026-01-01T00:00:00Z\","
                + "\"max_input_tokens\":200000},{\"type\":\"model\",\"id\":\"claude-haiku-4-5\"}],\"has_more\":false}";

    @Override
    protected ProviderFactory factory() {
        return new AnthropicFactory();
    }

    @Override
    protected Json json() {
        return new JacksonJson();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "endpoint", "http://localhost:1/",
                "api_key", "sk-ant-own",
                "mid_conversation_system", true,
                "default_max_tokens", 500,
                "thinking", "budget");
    }

    @Override
    protected FixedContext context() {
        return FixedContext.of(json()).withHttp(new ScriptedUpstream(AnthropicTest::answer));
    }

    private static Answer answer(Upstream.Request request) {
        String path = request.uri().getPath();
        if (path.endsWith("/count_tokens")) {
            return Answer.json(200, "{\"input_tokens\":42}");
        }
        if (path.endsWith("/models")) {
            return Answer.json(200, MODELS);
        }
        boolean stream = request.headers().getOrDefault("accept", "").contains("event-stream");
        return stream ? Answer.events(Samples.THOUGHTS_AND_TOOLS) : Answer.json(200, Samples.THOUGHTS_AND_TOOLS_WHOLE);
    }

    @Test
    void asksWhereAndAsWhomItIsConfigured() throws Exception {
        Upstream.Request sent = chat(settings(), question(), call());

        assertEquals("http://localhost:1/v1/messages", sent.uri().toString());
        assertEquals(
                Map.of(
                        "x-api-key", "sk-ant-own",
                        "anthropic-version", "2023-06-01",
                        "content-type", "application/json",
                        "accept", "application/json"),
                sent.headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://h/v1", "https://h/v1/", "https://h", "https://h/"})
    void theVersionInTheAddressMayBeLeftOut(String endpoint) throws Exception {
        Upstream.Request sent = chat(Map.of("endpoint", endpoint, "api_key", "k"), question(), call());

        assertEquals("https://h/v1/messages", sent.uri().toString());
    }

    @Test
    void theKeyCanTravelAsBearer() throws Exception {
        Upstream.Request sent = chat(Map.of("api_key", "k", "auth_header", "authorization"), question(), call());

        assertEquals("Bearer k", sent.headers().get("authorization"));
        assertEquals("https://api.anthropic.com/v1/messages", sent.uri().toString());
        assertFalse(sent.headers().containsKey("x-api-key"));
    }

    @Test
    void versionAndBetasOfAClientOfThisProtocolArePassedOn() throws Exception {
        Map<String, String> theirs =
                Map.of("anthropic-version", "2026-10-21", "anthropic-beta", "a-2026-01-01, b-2026-02-02");
        Call.Client client = new Call.Client(name -> Optional.ofNullable(theirs.get(name)), Optional.empty());
        Call call = Call.start("c", client, Duration.ofMinutes(1), System::nanoTime);

        Upstream.Request relayed = chat(settings(), relayed(), call);
        Upstream.Request translated = chat(settings(), question(), call);

        assertEquals("2026-10-21", relayed.headers().get("anthropic-version"));
        assertEquals("a-2026-01-01, b-2026-02-02", relayed.headers().get("anthropic-beta"));
        assertEquals("2023-06-01", translated.headers().get("anthropic-version"));
        assertFalse(translated.headers().containsKey("anthropic-beta"));
    }

    @Test
    void aLimitOfItsOwnIsSentWhereTheClientSetsNone() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(AnthropicTest::answer);
        provider(settings(), upstream).chat(question(), call()).close();

        assertTrue(upstream.lastBody().contains("\"max_tokens\":500"), upstream.lastBody());
    }

    @Test
    void countsTokensWithoutWhatCountingDoesNotKnow() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(AnthropicTest::answer);
        Provider.TokenCounting counting = (Provider.TokenCounting) provider(settings(), upstream);

        assertEquals(42, counting.countTokens(relayed(), call()));

        assertEquals(
                "http://localhost:1/v1/messages/count_tokens",
                upstream.requests().getLast().uri().toString());
        assertFalse(upstream.lastBody().contains("max_tokens"), upstream.lastBody());
        assertTrue(upstream.lastBody().contains("\"hi\""), upstream.lastBody());
        assertTrue(upstream.allEnd());
    }

    @Test
    void knowsHowMuchItsModelsTake() throws Exception {
        var models =
                ((Provider.Models) provider(settings(), new ScriptedUpstream(AnthropicTest::answer))).models(call());

        assertEquals("claude-opus-4-8", models.getFirst().id());
        assertEquals(200_000, models.getFirst().contextTokens().orElse(0));
    }

    @ParameterizedTest
    @CsvSource({"200, true", "404, true", "405, true", "401, false", "500, false"})
    void aProbeListsModelsOrLearnsThatThereIsNoList(int status, boolean lives) throws Exception {
        ScriptedUpstream upstream = ScriptedUpstream.answering(Answer.json(status, status == 200 ? MODELS : "{}"));
        Provider.Probe provider = (Provider.Probe) provider(settings(), upstream);

        if (lives) {
            provider.probe(call());
        } else {
            assertThrows(CallException.class, () -> provider.probe(call()));
        }
        assertEquals(
                "http://localhost:1/v1/models?limit=1",
                upstream.requests().getLast().uri().toString());
        assertTrue(upstream.allEnd());
    }

    @ParameterizedTest
    @CsvSource({
        "401, authentication_error, KEY_REFUSED",
        "402, billing_error, QUOTA_EXHAUSTED",
        "404, not_found_error, UNKNOWN_MODEL",
        "413, request_too_large, REQUEST_TOO_LARGE",
        "429, rate_limit_error, RATE_LIMITED",
        "500, api_error, PROVIDER_FAILED",
        "529, overloaded_error, OVERLOADED"
    })
    void understandsWhyItIsRefused(int status, String type, Failure expected) {
        String body =
                "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"No\"},\"request_id\":\"r\"}";
        Provider provider = provider(settings(), ScriptedUpstream.answering(Answer.json(status, body)));

        CallException refused = assertThrows(CallException.class, () -> provider.chat(question(), call()));

        assertEquals(expected, refused.failure());
    }

    @Test
    void withoutAKeyOfItsOwnTheClientsIsPassedOn() throws Exception {
        Call.Client client = new Call.Client(name -> Optional.empty(), Optional.of(new Secret("sk-client")));
        Call call = Call.start("c", client, Duration.ofMinutes(1), System::nanoTime);

        assertEquals("sk-client", chat(Map.of(), question(), call).headers().get("x-api-key"));
    }

    @ParameterizedTest
    @CsvSource({"thinking, loudly", "default_max_tokens, 0", "mid_conversation_system, maybe"})
    void aSettingThatMeansNothingStopsTheStart(String key, String value) {
        SettingsException wrong = assertThrows(
                SettingsException.class, () -> provider(Map.of("api_key", "k", key, value), new ScriptedUpstream()));

        assertTrue(String.valueOf(wrong.getMessage()).contains(key), wrong.getMessage());
    }

    private ChatRequest relayed() {
        byte[] body = "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        return new AnthropicMessagesFactory()
                .create(MapSettings.of(Map.of()), context())
                .readRequest(json().object(body), Map.of());
    }

    private Upstream.Request chat(Map<String, ?> settings, ChatRequest request, Call call) throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(AnthropicTest::answer);
        provider(settings, upstream).chat(request, call).close();
        return upstream.requests().getLast();
    }

    private Provider provider(Map<String, ?> settings, ScriptedUpstream upstream) {
        return factory().create(MapSettings.of(settings), context().withHttp(upstream));
    }
}
