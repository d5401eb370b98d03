// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AbilitiesTest {
    private static final Part PICTURE = new Part.Image(new Part.Source.Inline("image/png", "AAAA"), Optional.empty());

    @Test
    void ofAModelWithoutAListNothingIsMissed() {
        assertEquals(Optional.empty(), Abilities.UNKNOWN.missing(showing(PICTURE)));
    }

    @Test
    void whatARequestNeedsAndTheListDoesNotNameIsMissed() {
        assertEquals(Optional.of("images"), new Abilities(List.of("tools")).missing(showing(PICTURE)));
        assertEquals(Optional.empty(), new Abilities(List.of("Vision")).missing(showing(PICTURE)));
        assertEquals(Optional.empty(), new Abilities(List.of("tools")).missing(showing(new Part.Text("hello"))));
    }

    @Test
    void aPictureInTheAnswerOfAToolIsOneToo() {
        Part result = new Part.ToolResult("call", List.of(PICTURE), false);
        assertEquals(Optional.of("images"), new Abilities(List.of("tools")).missing(showing(result)));
    }

    private static ChatRequest showing(Part part) {
        return ChatRequest.of("rotation/x", List.of(new Message(Role.USER, List.of(part), Optional.empty())));
    }
}
