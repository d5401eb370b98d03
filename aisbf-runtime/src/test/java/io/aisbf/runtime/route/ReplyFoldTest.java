// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyFoldTest {
    private static ChatResponse response() {
        List<Part> first = List.of(
                new Part.Reasoning("hm", Optional.of(new Part.Signature(new WireName("x"), "proof"))),
                new Part.Text("text"),
                new Part.ToolCall("id1", "look", RawJson.of("{\"a\":1e+2}")),
                new Part.ToolCall("id2", "look", RawJson.of("{}")));
        List<Part> second = List.of(new Part.Refusal("no"));
        return ChatResponse.of(
                "id",
                "model",
                List.of(
                        choice(0, first, FinishReason.Known.TOOL_CALLS),
                        choice(1, second, new FinishReason.Other("tired"))),
                new Usage(10, 4, 1, 20, 5));
    }

    private static ChatResponse.Choice choice(int index, List<Part> parts, FinishReason finish) {
        return new ChatResponse.Choice(index, new Message(Message.Role.ASSISTANT, parts, Optional.empty()), finish);
    }

    @Test
    void givesBackWhatWasUnfolded() {
        ReplyFold fold = new ReplyFold();
        ReplyUnfold.frames(response()).forEach(frame -> frame.events().forEach(fold::add));
        assertEquals(response(), fold.whole());
    }

    @Test
    void joinsTheFragmentsOfToolCallsThatArriveInTurns() {
        ReplyFold fold = new ReplyFold();
        fold.add(new ChatEvent.Started("id", "model"));
        fold.add(call(0, Optional.of("id1"), Optional.of("look"), ""));
        fold.add(call(1, Optional.of("id2"), Optional.of("find"), "{\"b\""));
        fold.add(call(0, Optional.empty(), Optional.empty(), "{\"a\":1}"));
        fold.add(call(1, Optional.empty(), Optional.empty(), ":2}"));
        fold.add(new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS));
        assertEquals(
                List.of(
                        new Part.ToolCall("id1", "look", RawJson.of("{\"a\":1}")),
                        new Part.ToolCall("id2", "find", RawJson.of("{\"b\":2}"))),
                fold.whole().choices().getFirst().message().parts());
    }

    private static ChatEvent call(int index, Optional<String> id, Optional<String> tool, String fragment) {
        return new ChatEvent.ToolCallDelta(0, index, id, tool, fragment);
    }
}
