// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.Json;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is done to requests that stay in their format. */
class RelayTest {
    private static final String CLI = InboundTest.CLI;

    private final Json json = new JacksonJson();
    private final GeminiContent format = new GeminiContent(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void aRelayedConversationLosesForeignSignaturesAndNothingElse() {
        String tagged = Base64.getEncoder().encodeToString(bytes("aisbf1:anthropic-messages:sig"));
        String body = "{\"contents\":[ {\"role\":\"user\",\"parts\":[{\"text\":\"q\"}]},{\"role\":\"model\",\"parts\":["
                + "{\"text\":\"hm\",\"thought\":true,\"thoughtSignature\":\"" + tagged + "\"},"
                + "{\"functionCall\":{\"name\":\"f\"}, \"thoughtSignature\":\"" + tagged + "\"},"
                + "{\"functionCall\":{\"name\":\"g\"}}]}],\"x\":1.0}";

        assertEquals(
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"q\"}]},{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\"},"
                    + " \"thoughtSignature\":\"skip_thought_signature_validator\"},"
                    + "{\"functionCall\":{\"name\":\"g\"}}]}],\"x\":1.0}",
                sent(read(body).withModel("gemini-3-pro")));
        assertEquals(
                List.of("contents[1].parts[0].thoughtSignature", "contents[1].parts[1].thoughtSignature"),
                call.losses().stream().map(Call.Loss::member).toList());
        assertFalse(sent(read(body).withModel("gemini-2.5-pro")).contains("thoughtSignature"));
    }

    @Test
    void relayedResultsThatWereTornApartAreJoined() {
        String body = "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\"}},"
                + "{\"functionCall\":{\"name\":\"f\"}}]},"
                + "{\"role\":\"function\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"a\":1}}}]},"
                + "{\"role\":\"function\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"a\":2}}}]},"
                + "{\"role\":\"user\",\"parts\":[{\"text\":\"b\"}]}]}";

        assertEquals(
                body.replace(
                        "]},{\"role\":\"function\",\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{\"a\":2",
                        ",{\"functionResponse\":{\"name\":\"f\",\"response\":{\"a\":2"),
                sent(read(body)));
    }

    @Test
    void aChangedMessageIsWrittenBesideThoseThatKeepTheirBytes() {
        ChatRequest request = read(CLI);
        List<Message> messages = new ArrayList<>(request.messages());
        messages.set(
                3,
                messages.get(3)
                        .withParts(List.of(
                                new Part.ToolResult("list_directory-17", List.of(new Part.Text("short")), false))));

        String sent = sent(request.withMessages(messages));

        assertEquals(CLI.replace("a.txt", "short").replaceAll("\\s", ""), sent.replaceAll("\\s", ""));
    }

    @Test
    void turnsThatWereApartAndAreNeighboursNowBecomeOne() {
        ChatRequest request = read(
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\", \"x\":1.0}]},"
                    + "{\"role\":\"model\",\"parts\":[{\"text\":\"b\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"c\"}]}]}");
        List<Message> messages = request.messages();

        assertEquals(
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\", \"x\":1.0},{\"text\":\"c\"}]}]}",
                sent(request.withMessages(List.of(messages.get(0), messages.get(2)))));
    }

    @Test
    void anotherSamplingTouchesOnlyWhatDiffers() {
        ChatRequest request = read(CLI);
        Sampling old = request.sampling();
        Sampling limited = new Sampling(
                old.temperature(),
                old.topP(),
                old.topK(),
                OptionalInt.of(5),
                old.stop(),
                old.seed(),
                old.choices(),
                old.frequencyPenalty(),
                old.presencePenalty());

        assertEquals(CLI.replace("8192}}", "8192},\"maxOutputTokens\":5}"), sent(request.withSampling(limited)));
    }

    @Test
    void aWholeRequestIsCounted() {
        ChatRequest request = format.readCountRequest(
                json.object(
                        bytes("{\"generateContentRequest\":{\"model\":\"models/a\",\"contents\":[{\"parts\":[{\"text\":"
                                + "\"x\"}]}]}}")),
                Map.of("model", "models/p/a"));

        assertEquals("p/a", request.model());
        assertEquals(
                "{\"generateContentRequest\":{\"model\":\"models/b\",\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]}}",
                format.writeCountRequest(request.withModel("b"), call).json().toString());
    }

    private ChatRequest read(String body) {
        return format.readRequest(json.object(bytes(body)), Map.of("model", "models/m"));
    }

    private String sent(ChatRequest request) {
        return format.writeRequest(request, call).json().toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
