// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.runtime.json.JacksonJson;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may write, and what not. */
class OpenAiSettingsTest {
    private final Json json = new JacksonJson();

    @Test
    void everySettingIsRead() {
        // long method: a table of settings
        Map<String, Object> all = new HashMap<>(Map.of(
                "endpoint",
                "https://h/v1",
                "api_key",
                "a",
                "api_keys",
                List.of("b"),
                "api_key_required",
                true,
                "auth_header",
                "api-key",
                "organization",
                "o",
                "project",
                "p",
                "extra_headers",
                Map.of("x-a", "b"),
                "extra_body",
                Map.of("store", false),
                "query",
                Map.of("a", "b")));
        all.putAll(Map.of(
                "unsupported",
                List.of("seed"),
                "stream_usage",
                false,
                "max_tokens_member",
                "max_tokens",
                "type",
                "openai",
                "protocols",
                List.of("openai-chat"),
                "timeouts",
                Map.of("connect", "1s", "first_byte", "1s", "idle", "1s", "total", "1s")));
        MapSettings settings = MapSettings.of(all);

        create(settings);

        assertEquals(List.of(), settings.unread());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        endpoint      | ftp://x            | address
        endpoint      | localhost          | address
        endpoint      | http://h/v1?a=b    | query
        endpoint      | http://u:p@h/v1    | api_key
        auth_header   | a b                | header
        auth_header   | Host               | header
        extra_headers | x                  | map
        extra_body    | x                  | map
        protocols     | smoke              | openai-responses
        max_tokens_member | tokens         | max_completion_tokens
        """)
    void refusesSettingsThatCannotBeMeant(String key, String value, String said) {
        SettingsException wrong =
                assertThrows(SettingsException.class, () -> create(MapSettings.of(Map.of(key, value))));

        assertTrue(String.valueOf(wrong.getMessage()).contains(said), wrong.getMessage());
        assertTrue(String.valueOf(wrong.getMessage()).contains(key), wrong.getMessage());
    }

    @Test
    void refusesHeadersThatBelongToTheGatewayOrBreakTheMessage() {
        for (Map<String, String> headers :
                List.of(Map.of("Content-Length", "1"), Map.of("a b", "1"), Map.of("x", "a\r\nb: c"))) {
            Map<String, Object> settings = Map.of("extra_headers", headers);
            assertThrows(SettingsException.class, () -> create(MapSettings.of(settings)), headers::toString);
        }
    }

    private void create(MapSettings settings) {
        OpenAiChat format = new OpenAiChat(json, InstantSource.system());
        new OpenAiFactory().create(settings, FixedContext.of(json).withFormats(format));
    }
}
