// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void escapesAreGone() {
        assertEquals(
                "error: 3 tests failed, see report",
                Console.shown(
                        "\u001b[1;31merror\u001b[0m: 3 tests \u001b]8;;http://a/b\u0007failed\u001b]8;;\u001b\\, see"
                                + " report"));
        assertEquals("cut", Console.shown("cut\u001b[12"));
        assertEquals("end", Console.shown("end\u001b"));
    }

    @Test
    void ofALineWrittenOverTheLastStateIsLeft() {
        assertEquals("100 %\ndone", Console.shown("10 %\r50 %\r100 %\ndone"));
        assertEquals("windows\r\nlines\r\n", Console.shown("windows\r\nlines\r\n"));
        assertEquals("built", Console.shown("\u280b\n\u2819\nbuilt"));
    }

    @Test
    void whatHasNoneOfThatIsTheSameText() {
        String plain = "nothing to see\nhere";

        assertSame(plain, Console.shown(plain));
        assertSame(plain, Console.counted(plain));
    }

    @Test
    void aLineThatCameManyTimesIsCounted() {
        String shorter = Console.counted("start\n" + "waiting for the database\n".repeat(50) + "up");

        assertTrue(
                shorter.matches(
                        "start\nwaiting for the database\n⟦aisbf:[0-9a-f]{8}⟧ the line above 49 times more\nup"),
                shorter);
    }

    @Test
    void twoBlankLinesAreOne() {
        assertEquals("a\n\nb\nc\n", Blanks.single("a\n\n  \n\nb\nc\n"));
    }
}
