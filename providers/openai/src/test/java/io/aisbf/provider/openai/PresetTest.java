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
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Endpoints of which only the key has to be known. */
class PresetTest {
    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());

    static Set<String> types() {
        return Preset.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyPresetIsOneThatWorks(String type) {
        Preset preset = Optional.ofNullable(Preset.all().get(type)).orElseThrow();

        assertTrue(type.matches("[a-z0-9_-]+"), type);
        preset.endpoint().map(URI::create).ifPresent(uri -> {
            boolean local = "localhost".equals(uri.getHost()) && !preset.keyRequired();
            assertEquals(local ? "http" : "https", uri.getScheme());
            assertFalse(uri.toString().endsWith("/"), uri::toString);
        });
        assertTrue(preset.keyVariable().stream().allMatch(name -> name.matches("[A-Z0-9_]+")));
        assertTrue(preset.keyVariable().isPresent() || !preset.keyRequired() || type.equals("openai"));
        assertTrue(Set.of("openai-chat", "openai-responses").containsAll(preset.protocols()));
        assertEquals("openai-chat", preset.protocols().getFirst());
        Map<String, Object> settings = preset.endpoint().isPresent()
                ? Map.of("type", type)
                : Map.of("type", type, "endpoint", "https://one.openai.azure.com/openai/v1");
        OpenAiSettings read = OpenAiSettings.read(MapSettings.of(settings), json);
        assertEquals(preset.authHeader(), read.upstream().authHeader());
        assertEquals(preset.unsupported(), read.upstream().unsupported());
    }

    @Test
    void everyPresetIsATypeOfItsOwn() {
        Set<String> types = new OpenAiFactory().aliases();

        assertTrue(types.containsAll(List.of("groq", "azure", "openrouter", "mistral", "llamacpp")), types::toString);
        assertFalse(types.contains("openai"));
    }

    @Test
    void theTypeIsAllThatHasToBeWritten() throws Exception {
        Upstream.Request groq = asked(Map.of("type", "groq", "api_key", "gsk-1"));
        Upstream.Request own = asked(Map.of("type", "groq", "api_key", "gsk-1", "endpoint", "http://localhost:1/v1"));

        assertEquals(URI.create("https://api.groq.com/openai/v1/chat/completions"), groq.uri());
        assertEquals("Bearer gsk-1", groq.headers().get("authorization"));
        assertEquals(URI.create("http://localhost:1/v1/chat/completions"), own.uri());
    }

    @Test
    void whatRunsOnOnesOwnMachineNeedsNoKey() throws Exception {
        Upstream.Request request = asked(Map.of("type", "llamacpp"));

        assertEquals(URI.create("http://localhost:8080/v1/chat/completions"), request.uri());
        assertFalse(request.headers().containsKey("authorization"));
    }

    @Test
    void aKeyIsMissedByTheNameOfItsVariable() {
        MapSettings settings = MapSettings.of(Map.of("type", "siliconflow"));

        assertEquals(
                "no key (set SILICONFLOW_API_KEY)",
                new OpenAiFactory()
                        .create(settings, FixedContext.of(json).withFormats(format))
                        .unavailable()
                        .orElse(""));
    }

    @Test
    void anEndpointThatEachAccountHasOfItsOwnIsAskedFor() {
        MapSettings settings = MapSettings.of(Map.of("type", "azure", "api_key", "k"));

        SettingsException missing = assertThrows(SettingsException.class, () -> OpenAiSettings.read(settings, json));

        assertTrue(String.valueOf(missing.getMessage()).contains("endpoint"), missing.getMessage());
    }

    @Test
    void refusesLinesThatNobodyUnderstands() {
        for (String line : List.of("groq.adress", "endpoint")) {
            Properties lines = new Properties();
            lines.setProperty(line, "x");
            assertThrows(IllegalStateException.class, () -> Preset.read(lines), line);
        }
        Properties word = new Properties();
        word.setProperty("groq.stream_usage", "perhaps");
        assertThrows(IllegalStateException.class, () -> Preset.read(word));
    }

    private Upstream.Request asked(Map<String, Object> settings) throws Exception {
        ScriptedUpstream http = ScriptedUpstream.answering(Answer.json(200, Samples.OPENAI_TOOLS_WHOLE));
        new OpenAiFactory()
                .create(
                        MapSettings.of(settings),
                        FixedContext.of(json).withFormats(format).withHttp(http))
                .chat(
                        ChatRequest.of("m", List.of(Message.of(Message.Role.USER, "hi"))),
                        Call.start("c", Duration.ofMinutes(1)))
                .close();
        return http.requests().getLast();
    }
}
