// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.wire.WireName;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final WireName ONE = WireName.GEMINI_CONTENT;
    private static final WireName OTHER = WireName.ANTHROPIC_MESSAGES;

    @Test
    void comesBackFromAForeignClientAsItWas() {
        for (String value : List.of("", "abc", "a:b:c", "aisbf1:x", "redacted:Zm9v")) {
            Signature made = new Signature(ONE, value);
            assertEquals(made, Signature.read(made.carried(OTHER), OTHER), value);
        }
    }

    @Test
    void isNotTaggedForAClientOfItsOwnProtocol() {
        Signature made = new Signature(ONE, "abc");
        assertEquals("abc", made.carried(ONE));
        assertEquals(made, Signature.read("abc", ONE));
    }

    @Test
    void aTagThatIsNotWholeIsNoTag() {
        assertEquals(new Signature(ONE, "aisbf1:never-ends"), Signature.read("aisbf1:never-ends", ONE));
        assertEquals(new Signature(ONE, "aisbf1::x"), Signature.read("aisbf1::x", ONE));
    }
}
