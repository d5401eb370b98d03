// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.wire.WireFormat.Endpoint;
import io.aisbf.api.wire.WireFormat.Purpose;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several protocols on one port: who is meant, and in whose words failures are told. */
@Timeout(30)
class SharedPathsTest {
    private static final List<String> GEMINI_SIGNS = List.of("x-goog-api-key", "?key");

    private final RichFormat openAi = new RichFormat(
            "openai-chat",
            new Endpoint("POST", "/v1/chat/completions", Purpose.CHAT),
            new Endpoint("GET", "/v1/models", Purpose.LIST_MODELS),
            new Endpoint("GET", "/v1/models/{+model}", Purpose.SHOW_MODEL));
    private final RichFormat anthropic = new RichFormat(
            "anthropic",
            new Endpoint("POST", "/v1/messages", Purpose.CHAT),
            new Endpoint("POST", "/v1/messages/count_tokens", Purpose.COUNT_TOKENS),
            new Endpoint("GET", "/v1/models", Purpose.LIST_MODELS, List.of("anthropic-version")),
            new Endpoint("HEAD", "/api/hello", Purpose.GREET));
    private final RichFormat gemini = new RichFormat(
            "gemini",
            new Endpoint("POST", "/v1/models/{+model}:generateContent", Purpose.CHAT),
            new Endpoint("POST", "/v1/{+model}:generateContent", Purpose.CHAT),
            new Endpoint("GET", "/v1/models", Purpose.LIST_MODELS, GEMINI_SIGNS),
            new Endpoint("GET", "/v1beta/models/{+model}", Purpose.SHOW_MODEL));
    private final RichFormat ollama = new RichFormat(
            "ollama",
            new Endpoint("POST", "/api/chat", Purpose.CHAT),
            new Endpoint("POST", "/api/show", Purpose.SHOW_MODEL),
            new Endpoint("GET", "/api/version", Purpose.GREET));
    private final Door door = new Door(Door::echo, false, Duration.ZERO, anthropic, gemini, ollama, openAi);

    @AfterEach
    void close() {
        door.close();
    }

    private String ask(String line, String headers, String body) throws IOException {
        return door.ask(line, headers, body);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static void begins(String expected, String answer) {
        assertTrue(body(answer).startsWith(expected), answer);
    }

    @Test
    void tellsProtocolsAtOnePathApartByTheirSigns() throws IOException {
        assertEquals("openai-chat short", body(ask("GET /v1/models", "", "")));
        assertEquals(
                "anthropic short", body(ask("GET /v1/models?limit=1000", "Anthropic-Version: 2023-06-01\r\n", "")));
        assertEquals("gemini short", body(ask("GET /v1/models", "X-Goog-Api-Key: k\r\n", "")));
        assertEquals("gemini short", body(ask("GET /v1/models?pageSize=3&key=k", "", "")));
        assertEquals("openai-chat short", body(ask("GET /v1/models", "Authorization: Bearer k\r\n", "")));
    }

    @Test
    void handsPathAndQueryToTheFormatButNeverTheKey() throws IOException {
        assertEquals(
                "{?alt=sse, @endpoint=/v1/models/{+model}:generateContent, model=a b:c}",
                body(ask("POST /v1/models/a%20b:c:generateContent?alt=sse&key=canary", "", "{}")));
        assertEquals(
                "{@endpoint=/v1/{+model}:generateContent, model=openai/gpt-4o}",
                body(ask("POST /v1/openai%2Fgpt-4o%3AgenerateContent", "", "{}")));
        assertEquals("gemini shows p/a/b", body(ask("GET /v1beta/models/p/a/b", "", "")));
        assertFalse(door.log().contains("canary"));
    }

    @Test
    void tellsFailuresInTheWordsOfTheProtocolThatIsMeant() throws IOException {
        String signed = "anthropic-version: 1\r\n";
        begins("anthropic METHOD_NOT_ALLOWED", ask("DELETE /v1/models", signed, ""));
        begins("openai-chat METHOD_NOT_ALLOWED", ask("DELETE /v1/models", "", ""));
        begins("anthropic UNKNOWN_PATH", ask("POST /v1/nothing", signed, ""));
        begins("openai-chat UNKNOWN_PATH", ask("POST /v1/nothing", "", ""));
        begins("anthropic UNKNOWN_PATH", ask("POST /v1/message", "", ""));
        begins("anthropic UNKNOWN_PATH", ask("POST /v1/messages/batches", "", ""));
        begins("gemini METHOD_NOT_ALLOWED", ask("POST /v1beta/models/m:fly", "", ""));
        begins("gemini UNKNOWN_PATH", ask("POST /v1beta/tuned", "", ""));
        begins("ollama UNKNOWN_PATH", ask("POST /api/pull", "", ""));
        begins("ollama INVALID_REQUEST: the body is not", ask("POST /api/chat", "", "{"));
        begins("ollama UNSUPPORTED_MEDIA_TYPE", ask("POST /api/chat", "Content-Type: text/plain\r\n", "{}"));
        begins(
                "anthropic UNSUPPORTED_MEDIA_TYPE: content-encoding 'gzip'",
                ask("POST /v1/messages", "Content-Encoding: gzip\r\n", "{}"));
        begins(
                "anthropic INVALID_REQUEST: the header x-aisbf-strict",
                ask("POST /v1/messages", "X-Aisbf-Strict: perhaps\r\n", "{\"model\":\"p/echo\"}"));
    }

    @Test
    void tellsTheGuardsRefusalsInTheWordsOfThePathWithoutLoggingTheKey() throws IOException {
        String answer = ask("POST /v1/messages?key=canary", "Transfer-Encoding: gzip\r\n", "");
        begins("anthropic INVALID_REQUEST", answer);
        assertTrue(answer.contains("\r\nRequest-Id: req_"), answer);
        String log = door.log();
        assertTrue(log.contains("\"path\":\"/v1/messages\""), log);
        assertFalse(log.contains("canary"), log);
    }

    @Test
    void tellsWhatTheEngineRefusesInTheWordsOfThePath() throws IOException {
        for (String line : List.of("GET /v1/models/a|b", "GET /v1/models?key=canary%zz", "GET /v1/models/{a}")) {
            String answer = ask(line, "", "");
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nrequest-id: req_"), answer);
            begins("openai-chat INVALID_REQUEST: the request cannot be read", answer);
        }
        begins("ollama INVALID_REQUEST", ask("POST /api/chat/%", "", "{}"));
        assertTrue(ask("HEAD /v1/models/a|b", "", "").endsWith("\r\n\r\n"));
        String log = door.log();
        assertEquals(
                5, log.lines().filter(line -> line.contains("\"status\":400")).count(), log);
        assertFalse(log.contains("canary"), log);
    }

    @Test
    void answersWhatClientsAskAtTheirStart() throws IOException {
        assertTrue(ask("HEAD /api/hello", "", "").startsWith("HTTP/1.1 200"));
        assertEquals("ollama greets at /api/version", body(ask("GET /api/version", "", "")));
        assertTrue(ask("HEAD /", "", "").startsWith("HTTP/1.1 200"));
        assertTrue(body(ask("GET /", "", "")).contains("AISBF is running"));
        assertEquals("ollama shows p/a:b", body(ask("POST /api/show", "", "{\"name\":\"p/a:b\"}")));
        begins("ollama UNKNOWN_TARGET", ask("POST /api/show", "", "{\"name\":\"gone\"}"));
    }

    @Test
    void countsTokensEvenWhereTheProviderDoesNot() throws IOException {
        String answer =
                ask("POST /v1/messages/count_tokens", "", "{\"model\":\"p/echo\",\"say\":\"four words are enough\"}");
        assertTrue(answer.toLowerCase(Locale.ROOT).contains("x-aisbf-estimated: true"), answer);
        assertTrue(body(answer).matches("[1-9][0-9]* tokens"), answer);
    }

    @Test
    void leavesThePathsOfTheSeedToThemselves() throws IOException {
        String body = "{\"model\":\"echo\",\"say\":\"hello\"}";
        assertEquals("hello", body(ask("POST /api/p/chat/completions", "", body)));
        begins("openai-chat UNKNOWN_TARGET", ask("POST /api/chat/chat/completions", "", body));
        assertEquals("hello", body(ask("POST /api/chat", "", "{\"model\":\"p/echo\",\"say\":\"hello\"}")));
    }

    @Test
    void bearsTheNameOfTheCallInBothFamiliesOfHeaders() throws IOException {
        for (String line : List.of("GET /v1/models", "POST /v1/nothing", "GET /health/live")) {
            String head = ask(line, "", "").toLowerCase(Locale.ROOT);
            assertTrue(head.contains("\r\nx-request-id: req_") && head.contains("\r\nrequest-id: req_"), head);
        }
    }

    @Test
    void tellsProtocolsTheNameOfTheCallForTheirErrors() throws IOException {
        String[][] asked = {
            {"POST /v1/nothing", "", ""},
            {"POST /v1/messages", "", "{"},
            {"POST /v1/messages", "Transfer-Encoding: gzip\r\n", ""},
            {"GET /v1/models/a|b", "", ""}
        };
        for (String[] request : asked) {
            String answer = ask(request[0], request[1], request[2]);
            String name = answer.replaceFirst("(?is).*\r\nrequest-id: (req_[0-9a-f]+)\r\n.*", "$1");
            assertTrue(answer.endsWith(" [" + name + "]"), answer);
        }
    }
}
