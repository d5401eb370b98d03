// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final List<ChatEvent> EVENTS = List.of(new ChatEvent.TextDelta(0, "x"));

    @Test
    void isDecodedOnceAndOnlyWhenAsked() {
        AtomicInteger decoded = new AtomicInteger();
        Frame frame = Frame.raw(WireName.OPENAI_CHAT, Optional.of("e"), RawJson.of("{}"), wire -> {
            decoded.incrementAndGet();
            return EVENTS;
        });
        assertEquals(
                Optional.of(new Frame.Wire(WireName.OPENAI_CHAT, Optional.of("e"), RawJson.of("{}"))), frame.wire());
        assertEquals(0, decoded.get());
        assertEquals(EVENTS, frame.events());
        assertEquals(EVENTS, frame.events());
        assertEquals(1, decoded.get());
    }

    @Test
    void oneThatWasMadeHereHasNoBytes() {
        Frame frame = Frame.of(EVENTS);
        assertEquals(Optional.empty(), frame.wire());
        assertEquals(EVENTS, frame.events());
    }

    @Test
    void whatTheDecoderThrowsComesOut() {
        Frame frame = Frame.raw(WireName.OPENAI_CHAT, Optional.empty(), RawJson.of("{}"), wire -> {
            throw new IllegalStateException("nonsense");
        });
        assertThrows(IllegalStateException.class, frame::events);
    }
}
