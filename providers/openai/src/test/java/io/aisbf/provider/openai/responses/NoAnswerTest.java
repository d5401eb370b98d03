// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes with a status of success and is no answer; and what in a stream only says that somebody is still there. */
class NoAnswerTest {
    private final WireFormat format = new OpenAiResponses(new JacksonJson(), InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));
    private final List<ChatEvent> events = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "<html>busy</html>",
                "{",
                "null",
                "[]",
                "7",
                "\"hello\"",
                "{}",
                "{\"status\":\"ok\"}",
                "{\"output\":[]}",
                "{\"output\":{}}",
                "{\"id\":\"r\",\"output\":null}"
            })
    void isNoWholeAnswer(String body) {
        refuse(Answer.json(200, body), false);
        refuse(Answer.json(200, body), true);
        refuse(Answer.of(200, "text/html", body), false);
    }

    @Test
    void aPageIsNotReadWhereAStreamWasAskedFor() {
        CallException told = refuse(Answer.of(200, "text/html; charset=utf-8", "<html>Please log in</html>"), true);
        assertTrue(String.valueOf(told.getMessage()).contains("text/html"), told.getMessage());
        assertFalse(String.valueOf(told.getMessage()).contains("log in"), told.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ": comment\n\n", "data: [DONE]\n\n", "<html>busy</html>", "data: <html>busy</html>\n\n"})
    void isNoStreamedAnswer(String body) {
        refuse(Answer.events(body), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keepalive", "ping"})
    void signsOfLifeSayNothing(String type) throws Exception {
        String sign = "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":3}\n\n";
        String end = "data:"
            + " {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[]}}\n\n";
        List<Frame> frames = frames(Answer.events(sign + end), true);

        assertEquals(List.of(true, false), frames.stream().map(Frame::isSign).toList());
        assertEquals(List.of(), frames.getFirst().events());
        assertTrue(
                frames.getLast().events().stream().anyMatch(ChatEvent.Started.class::isInstance),
                "the answer begins with what follows");
    }

    private CallException refuse(Answer answer, boolean streaming) {
        CallException told = assertThrows(CallException.class, () -> frames(answer, streaming));
        assertEquals(Failure.MALFORMED_REPLY, told.failure(), told.getMessage());
        assertTrue(
                events.stream()
                        .noneMatch(
                                event -> event instanceof ChatEvent.TextDelta || event instanceof ChatEvent.Finished),
                "nothing that commits the gateway to this answer came before: " + events);
        return told;
    }

    private List<Frame> frames(Answer answer, boolean streaming) throws Exception {
        List<Frame> frames = new ArrayList<>();
        Upstream.Request asked = new Upstream.Request(
                "POST", URI.create("http://localhost:1/"), Map.of(), List.of(), Upstream.Deadlines.DEFAULT);
        Upstream.Reply reply = ScriptedUpstream.answering(answer).send(asked, call);
        ChatRequest request = ChatRequest.of("m", List.of()).withStreaming(streaming);
        try (ChatReply read = format.readReply(reply, request, call)) {
            if (read instanceof ChatReply.Stream stream) {
                for (Optional<Frame> next = stream.next(); next.isPresent(); next = stream.next()) {
                    frames.add(next.get());
                    events.addAll(next.get().events());
                }
            }
        }
        return frames;
    }
}
