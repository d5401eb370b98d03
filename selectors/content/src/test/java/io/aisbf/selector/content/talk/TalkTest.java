// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.talk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TalkTest {
    @Test
    void thePersonsTurnsAreThereWithTheNewestFirstAndNothingElseIs() {
        ChatRequest request = ChatRequest.of(
                "autoselect/x",
                List.of(
                        Message.of(Role.SYSTEM, "You are an agent."),
                        Message.of(Role.USER, "first"),
                        Message.of(Role.ASSISTANT, "answer"),
                        new Message(
                                Role.USER,
                                List.of(new Part.Text("second"), new Part.Text("and more")),
                                Optional.empty()),
                        Message.of(Role.USER, " ")));
        assertEquals(List.of("second\nand more", "first"), Talk.turns(request));
        assertEquals("second\nand more", Talk.last(request));
    }

    @Test
    void nothingIsSaidWhereNobodySpoke() {
        ChatRequest request = ChatRequest.of("autoselect/x", List.of(Message.of(Role.SYSTEM, "You are an agent.")));
        assertEquals(List.of(), Talk.turns(request));
        assertEquals("", Talk.last(request));
    }
}
