// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whatever arrives, only the failures of the contract come out. The seed is fixed, so that a finding can be found
 * again.
 */
class FuzzTest {
    private static final int ROUNDS = 4000;
    private static final String[] VALUES = {
        "null",
        "true",
        "0",
        "-1e400",
        "1e99",
        "\"\"",
        "\"x\"",
        "\"\\ud800\"",
        "[]",
        "[null]",
        "[[]]",
        "{}",
        "{\"type\":5}",
        "[{\"index\":-1}]"
    };

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));
    private final Random random = new Random(20261122);

    @Test
    void aRequestIsReadOrRefused() {
        // long method: one round of reading everything
        String seed = RelayTest.ODD.replace(
                "\"seed\"",
                "\"stream\":false,\"temperature\":1,\"stop\":[\"a\"],\"n\":1,\"tools\":"
                    + "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}],\"tool_choice\":\"auto\",\"seed\"");
        for (int round = 0; round < ROUNDS; round++) {
            String body = spoiled(seed);
            try {
                ChatRequest request = format.readRequest(json.object(Reply.bytes(body)), Map.of());
                List<Message> messages = request.messages();
                request.tools();
                request.toolChoice();
                request.sampling();
                request.extras();
                String again = request.withMessages(messages)
                        .wire()
                        .orElseThrow()
                        .json()
                        .toString();
                json.object(Reply.bytes(again));
                format.writeRequest(
                        ChatRequest.of(
                                "m",
                                messages.stream()
                                        .map(m -> m.withParts(m.parts()))
                                        .toList()),
                        call);
            } catch (CallException e) {
                assertTrue(e.failure() == Failure.INVALID_REQUEST, () -> e + " for " + body);
            } catch (JsonException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    @Test
    void aStreamIsReadOrBreaks() throws Exception {
        for (String sample : Samples.streams().values()) {
            for (int round = 0; round < ROUNDS / 8; round++) {
                String body = spoiled(sample);
                try (ChatReply reply = format.readReply(Reply.events(body), ChatRequest.of("m", List.of()), call)) {
                    ChatReply.Stream stream = (ChatReply.Stream) reply;
                    for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
                        frame.get().events();
                    }
                } catch (CallException e) {
                    assertTrue(e.failure() != Failure.INTERNAL);
                }
            }
        }
    }

    @Test
    void aWholeAnswerOrARefusalIsReadOrNot() throws Exception {
        BiFunction<Integer, String, Reply> reply =
                (status, body) -> Reply.of(status, Map.of("content-type", "application/json"), body);
        String refusal =
                "[{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"},\"detail\":[{}]}]";
        for (int round = 0; round < ROUNDS; round++) {
            boolean refused = round % 2 == 0;
            String body = spoiled(refused ? refusal : Samples.OPENAI_TOOLS_WHOLE);
            try (ChatReply read =
                    format.readReply(reply.apply(refused ? 400 : 200, body), ChatRequest.of("m", List.of()), call)) {
                ChatResponse response = ((ChatReply.Whole) read).response();
                response.choices();
                response.usage();
                response.id();
                response.model();
            } catch (CallException e) {
                assertTrue(e.failure() != Failure.INTERNAL);
            }
        }
    }

    /** The text with some of its bytes lost, doubled or changed, or one of its values replaced by another. */
    private String spoiled(String text) {
        if (random.nextBoolean()) {
            List<MatchResult> values = Pattern.compile(
                            "(?<=:) ?(\"[^\"\\\\]*\"|[0-9.e+-]+|null|true|false|\\{\\}|\\[[^\\[\\]]*\\])")
                    .matcher(text)
                    .results()
                    .toList();
            MatchResult at = values.get(random.nextInt(values.size()));
            return text.substring(0, at.start()) + VALUES[random.nextInt(VALUES.length)] + text.substring(at.end());
        }
        byte[] bytes = Reply.bytes(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
        }
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .substring(random.nextInt(3) == 0 ? random.nextInt(bytes.length / 2) : 0);
    }
}
