// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How tokens are counted by this protocol. */
class TokenCountsTest {
    private final Json json = new JacksonJson();
    private final OpenAiResponses format = new OpenAiResponses(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void onlyWhatIsCountedIsSent() {
        String asked = "{\"model\":\"m\",\"input\":\"x\",\"stream\":true,\"store\":true,\"instructions\":\"y\"}";
        var request = format.readCountRequest(json.object(asked.getBytes(StandardCharsets.UTF_8)), Map.of());

        assertEquals(
                "{\"model\":\"m\",\"input\":\"x\",\"instructions\":\"y\"}",
                format.writeCountRequest(request, call).json().toString());
        assertEquals(
                "{\"model\":\"m\",\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"x\"}]}]}",
                format.writeCountRequest(Foreign.of(Message.of(Message.Role.USER, "x")), call)
                        .json()
                        .toString());
    }

    @Test
    void theCountIsReadAndWritten() throws Exception {
        MemorySink sink = new MemorySink();
        format.writeCount(11, sink);

        assertEquals("{\"object\":\"response.input_tokens\",\"input_tokens\":11}", sink.body());
        assertEquals(11, format.readCount(reply(sink.body()), call));
        CallException told = assertThrows(CallException.class, () -> format.readCount(reply("{}"), call));
        assertEquals(Failure.MALFORMED_REPLY, told.failure());
    }

    private Upstream.Reply reply(String body) throws Exception {
        return ScriptedUpstream.answering(Answer.json(200, body))
                .send(
                        new Upstream.Request(
                                "POST",
                                URI.create("http://127.0.0.1/"),
                                Map.of(),
                                List.of(),
                                Upstream.Deadlines.DEFAULT),
                        call);
    }
}
