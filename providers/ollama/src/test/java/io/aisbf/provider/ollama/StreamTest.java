// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.runtime.json.JacksonJson;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Ollama answers, in one piece and in many. */
class StreamTest {
    private static final String DONE =
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true}";

    private final OllamaChat chat = new OllamaChat(new JacksonJson(), InstantSource.system());
    private final Call call = Call.start("call-1", Duration.ofMinutes(1));

    private record Came(InputStream body, String type) implements Upstream.Reply {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public Optional<String> header(String name) {
            return name.equals("content-type") ? Optional.of(type) : Optional.empty();
        }

        @Override
        public boolean delimited() {
            return false;
        }

        @Override
        public void close() {}
    }

    private List<ChatEvent> events(InputStream body) throws Exception {
        return events(body, "application/x-ndjson");
    }

    private List<ChatEvent> events(InputStream body, String type) throws Exception {
        ChatRequest request =
                ChatRequest.of("m", List.of(Message.of(Message.Role.USER, "x"))).withStreaming(true);
        List<ChatEvent> events = new ArrayList<>();
        try (ChatReply reply = chat.readReply(new Came(body, type), request, call)) {
            ChatReply.Stream stream = (ChatReply.Stream) reply;
            for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
                events.addAll(frame.get().events());
            }
        }
        return events;
    }

    private ChatResponse whole(String body) throws Exception {
        ChatRequest request = ChatRequest.of("m", List.of(Message.of(Message.Role.USER, "x")));
        try (ChatReply reply = chat.readReply(new Came(in(body), "application/json"), request, call)) {
            return assertInstanceOf(ChatReply.Whole.class, reply).response();
        }
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void callsOfOneNameAreTwoCalls() throws Exception {
        List<ChatEvent> events = events(in(Samples.CHAT_STREAM));
        List<ChatEvent.ToolCallDelta> calls = events.stream()
                .filter(ChatEvent.ToolCallDelta.class::isInstance)
                .map(ChatEvent.ToolCallDelta.class::cast)
                .toList();
        assertEquals(
                List.of(0, 1), calls.stream().map(ChatEvent.ToolCallDelta::call).toList());
        assertEquals(
                List.of("call_call-1_0", "call_call-1_1"),
                calls.stream().map(one -> one.id().orElseThrow()).toList());
        assertEquals("{\"city\":\"Paris\",\"n\":1e2}", calls.getFirst().argumentsFragment());
        assertEquals(new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS), events.get(events.size() - 2));
        assertEquals(new ChatEvent.Counted(Usage.of(169, 15)), events.getLast());
    }

    @Test
    void everySplitGivesTheSameEvents() throws Exception {
        byte[] bytes = Samples.CHAT_STREAM.getBytes(StandardCharsets.UTF_8);
        List<ChatEvent> all = events(in(Samples.CHAT_STREAM));
        for (int at = 0; at <= bytes.length; at++) {
            InputStream first = new ByteArrayInputStream(bytes, 0, at);
            InputStream rest = new ByteArrayInputStream(bytes, at, bytes.length - at);
            assertEquals(all, events(new SequenceInputStream(first, rest)), "split at " + at);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n\n", " \n", "\n\r\n\n"})
    void linesMayEndAndBePaddedAnyhow(String end) throws Exception {
        List<ChatEvent> all = events(in(Samples.CHAT_STREAM));
        assertEquals(all, events(in("\uFEFF" + Samples.CHAT_STREAM.replace("\n", end))));
        assertEquals(all, events(in(Samples.CHAT_STREAM.stripTrailing())));
        assertEquals(all, events(in(Samples.CHAT_STREAM + "garbage")));
        assertEquals(all, events(in(Samples.CHAT_STREAM), "application/json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"model\":\"m\",\"message\":{\"content\":\"x\"},\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"content\":\"x\"},\"done\":fal",
                "{\"model\":\"m\",\"message\":{\"content\":7},\"done\":false}\n",
                "{\"model\":\"m\",\"message\":[],\"done\":false}\n",
                "{\"model\":\"m\",\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"a\",\"arguments\":\"{\"}}]}}\n",
                "{\"model\":\"m\",\"message\":{\"tool_calls\":[{}]}}\n",
                "data: {}\n",
                "[]\n"
            })
    void whatIsNoAnswerNeverLooksLikeOne(String body) {
        CallException broken = assertThrows(CallException.class, () -> events(in(body)));
        assertEquals(Failure.MALFORMED_REPLY, broken.failure());
    }

    @Test
    void anErrorLineIsAFailure() {
        String broken = "{\"error\":\"an error was encountered while running the model: CUDA error\"}";
        CallException failure = assertThrows(
                CallException.class,
                () -> events(in("{\"model\":\"m\",\"message\":{\"content\":\"x\"},\"done\":false}\n" + broken + "\n")));
        assertEquals(Failure.PROVIDER_FAILED, failure.failure());
        assertTrue(failure.getMessage().contains("CUDA error"), failure::getMessage);
    }

    @Test
    void aPromptInTheCacheIsNotCounted() throws Exception {
        List<ChatEvent> events = events(in(DONE.replace("true}", "true,\"eval_count\":3}")));
        assertEquals(new ChatEvent.Counted(Usage.of(0, 3)), events.getLast());
        assertEquals(
                List.of(
                        new ChatEvent.Started("ollama-call-1", "m"),
                        new ChatEvent.Finished(0, FinishReason.Known.STOP)),
                events(in(DONE)));
    }

    @Test
    void toldProbabilitiesAndStrangersAreEvents() throws Exception {
        List<ChatEvent> events = events(in(DONE.replace(
                "true}",
                "true,\"logprobs\":[{\"token\":\"a\",\"logprob\":-0.1,\"bytes\":[97],\"top_logprobs\":[{\"token\":\"b\",\"logprob\":-2}]}],"
                    + "\"strange\":1,\"done_reason\":\"length\"}")));
        assertEquals(
                new ChatEvent.Weighed(
                        0,
                        List.of(new ChatResponse.Probability(
                                "a", -0.1, List.of(new ChatResponse.Probability("b", -2, List.of()))))),
                events.get(1));
        assertEquals(
                "strange",
                assertInstanceOf(ChatEvent.Other.class, events.get(2)).type());
        assertEquals(new ChatEvent.Finished(0, FinishReason.Known.LENGTH), events.getLast());
    }

    @Test
    void aWholeAnswerHasThoughtsWordsAndCalls() throws Exception {
        ChatResponse response =
                whole("{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"x\",\"thinking\":\"hm\","
                        + "\"images\":[\"" + Samples.PNG
                        + "\"],\"tool_calls\":[{\"id\":\"own\",\"function\":{\"name\":\"a\"}}]},\"done\":true,"
                        + "\"done_reason\":\"stop\"}");
        assertEquals("ollama-call-1", response.id());
        ChatResponse.Choice choice = response.choices().getFirst();
        assertEquals(FinishReason.Known.TOOL_CALLS, choice.finish());
        assertEquals(
                List.of("Reasoning", "Text", "Image", "ToolCall"),
                choice.message().parts().stream()
                        .map(part -> part.getClass().getSimpleName())
                        .toList());
        assertEquals("own", ((Part.ToolCall) choice.message().parts().getLast()).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"model\":\"m\"}",
                "{\"message\":{\"content\":\"x\"},\"done\":false}",
                "{\"message\":7}",
                "nothing"
            })
    void whatIsNoWholeAnswerIsNone(String body) {
        CallException broken =
                assertThrows(CallException.class, () -> whole(body).choices());
        assertEquals(Failure.MALFORMED_REPLY, broken.failure());
    }
}
