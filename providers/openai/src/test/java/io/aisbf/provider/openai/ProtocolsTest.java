// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.provider.openai.responses.OpenAiResponsesFactory;
import io.aisbf.runtime.json.JacksonJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which of its protocols an endpoint is asked. */
class ProtocolsTest {
    private static final String RESPONSE =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"model\":\"m\",\"status\":\"completed\",\"output\":"
                + "[{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":"
                + "[{\"type\":\"output_text\",\"text\":\"hi\",\"annotations\":[]}]}],\"usage\":{\"input_tokens\":1,"
                + "\"output_tokens\":1,\"total_tokens\":2}}";

    private final Json json = new JacksonJson();
    private final WireFormat chat = new OpenAiChat(json, InstantSource.system());
    private final WireFormat responses =
            new OpenAiResponsesFactory().create(MapSettings.of(Map.of()), FixedContext.of(json));
    private final ScriptedUpstream http =
            new ScriptedUpstream(request -> request.uri().getPath().endsWith("/responses")
                    ? Answer.json(200, RESPONSE)
                    : Answer.json(200, Samples.OPENAI_TOOLS_WHOLE));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        openai   | -                            | -                             | /v1/chat/completions | /v1/responses        | /v1/chat/completions
        openai   | https://h/v1                 | -                             | /v1/chat/completions | /v1/chat/completions | /v1/chat/completions
        openai   | https://h/v1                 | openai-responses,openai-chat  | /v1/chat/completions | /v1/responses        | /v1/responses
        openai   | https://h/v1                 | openai-responses              | /v1/responses        | /v1/responses        | /v1/responses
        openai   | https://r.openai.azure.com/v1 | -                            | /v1/chat/completions | /v1/responses        | /v1/chat/completions
        llamacpp | -                            | -                             | /v1/chat/completions | /v1/responses        | /v1/chat/completions
        mistral  | -                            | -                             | /v1/chat/completions | /v1/chat/completions | /v1/chat/completions
        """)
    void theClientsOwnProtocolIsSpokenWhereItCanBe(
            String type, String endpoint, String protocols, String ofChat, String ofResponses, String ofOthers)
            throws Exception {
        Map<String, Object> settings = new HashMap<>(Map.of("type", type, "api_key", "k"));
        if (endpoint != null) {
            settings.put("endpoint", endpoint);
        }
        if (protocols != null) {
            settings.put("protocols", List.of(protocols.split(",")));
        }
        try (Provider provider = provider(settings, chat, responses)) {
            assertEquals(ofChat, asked(provider, chatRequest()));
            assertEquals(ofResponses, asked(provider, responsesRequest()));
            assertEquals(ofOthers, asked(provider, foreign()));
        }
    }

    @Test
    void aRequestForResponsesKeepsItsBytes() throws Exception {
        try (Provider provider = provider(Map.of("api_key", "k"), chat, responses)) {
            asked(provider, responsesRequest());
            assertEquals("{\"model\":\"m\", \"input\":\"hi\",\"x\":1e2}", http.lastBody());
        }
    }

    @Test
    void onlyStreamsOfChatCompletionsAreAskedForTheirUsage() throws Exception {
        try (Provider provider = provider(Map.of("api_key", "k"), chat, responses)) {
            asked(provider, chatRequest().withStreaming(true));
            assertTrue(http.lastBody().contains("stream_options"), http.lastBody());
            asked(provider, responsesRequest().withStreaming(true));
            assertFalse(http.lastBody().contains("stream_options"), http.lastBody());
        }
    }

    @Test
    void withoutAPluginForResponsesTheOtherOneIsSpoken() throws Exception {
        try (Provider provider = provider(Map.of("api_key", "k"), chat)) {
            assertEquals("/v1/chat/completions", asked(provider, responsesRequest()));
        }
        Map<String, Object> meant = Map.of("api_key", "k", "protocols", List.of("openai-responses"));
        assertThrows(SettingsException.class, () -> provider(meant, chat));
    }

    private Provider provider(Map<String, Object> settings, WireFormat... formats) {
        return new OpenAiFactory()
                .create(
                        MapSettings.of(settings),
                        FixedContext.of(json).withFormats(formats).withHttp(http));
    }

    private String asked(Provider provider, ChatRequest request) throws Exception {
        provider.chat(request, Call.start("c", Duration.ofMinutes(1))).close();
        return http.requests().getLast().uri().getPath();
    }

    private ChatRequest chatRequest() {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        return chat.readRequest(json.object(Reply.bytes(body)), Map.of());
    }

    private ChatRequest responsesRequest() {
        String body = "{\"model\":\"m\", \"input\":\"hi\",\"x\":1e2}";
        return responses.readRequest(json.object(Reply.bytes(body)), Map.of());
    }

    private static ChatRequest foreign() {
        return ChatRequest.of("m", List.of(Message.of(Message.Role.USER, "hi")));
    }
}
