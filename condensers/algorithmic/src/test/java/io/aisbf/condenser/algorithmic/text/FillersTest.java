// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FillersTest {
    private static final String PROSE =
            "We really went to the harbour, which is very old, and the 12 ships of Mr. The were there.";

    @Test
    void theEmptiestWordsGoFirst() {
        assertEquals(
                "We went to the harbour, which is old, and the 12 ships of Mr. The were there.",
                Fillers.dropped(PROSE, 1.17));
    }

    @Test
    void noMoreIsDroppedThanWasAllowed() {
        assertEquals(PROSE, Fillers.dropped(PROSE, 1));
        assertTrue(Fillers.dropped(PROSE, 1.25).length() * 1.25 >= PROSE.length());
    }

    @Test
    void whatIsNotProseStays() {
        String code = "if the value of a is = the value of b then that is the end { }";

        assertEquals(code, Fillers.dropped(code, 1.25));
    }
}
