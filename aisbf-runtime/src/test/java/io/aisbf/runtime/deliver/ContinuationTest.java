// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Sampling;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ContinuationTest {
    private static final Message ASKED = Message.of(Message.Role.USER, "hello");

    private static ChatRequest request(Message... messages) {
        return ChatRequest.of("m", List.of(messages)).withStreaming(true);
    }

    @Test
    void putsWhatWasSentIntoTheModelsMouthWithoutWhiteSpaceAtItsEnd() {
        ChatRequest rest = Continuation.of(request(ASKED), "once upon \n");
        assertEquals(List.of(ASKED, Message.of(Message.Role.ASSISTANT, "once upon")), rest.messages());
        assertTrue(rest.streaming());
    }

    @Test
    void goesOnInTheMessageThatTheClientItselfHadBegun() {
        ChatRequest rest = Continuation.of(request(ASKED, Message.of(Message.Role.ASSISTANT, "Once")), " upon a");
        assertEquals(List.of(ASKED, Message.of(Message.Role.ASSISTANT, "Once upon a")), rest.messages());
    }

    @Test
    void asksTheSameAgainWhereNothingWasSaid() {
        ChatRequest request = request(ASKED);
        assertSame(request, Continuation.of(request, " \n"));
    }

    @Test
    void isPossibleForOneStreamedTextAlone() {
        ChatRequest request = request(ASKED);
        assertTrue(Continuation.possible(request));
        assertFalse(Continuation.possible(request.withStreaming(false)));
        Sampling two = new Sampling(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                OptionalLong.empty(),
                OptionalInt.of(2),
                OptionalDouble.empty(),
                OptionalDouble.empty());
        assertFalse(Continuation.possible(request.withSampling(two)));
    }
}
