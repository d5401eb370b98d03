// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that fit, and those that are made to. */
class ToolIdsTest {
    @ParameterizedTest
    @ValueSource(strings = {"call_1", "toolu_01A-b", "x", "0123456789012345678901234567890123456789"})
    void leavesWhatFits(String id) {
        assertEquals(id, ToolIds.fitting(id, ToolIds.OPENAI_LONGEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"functions.x:0", "", "a b", "\u00e9", "01234567890123456789012345678901234567890"})
    void replacesWhatDoesNotAlwaysBySame(String id) {
        String fitting = ToolIds.fitting(id, ToolIds.OPENAI_LONGEST);
        assertTrue(fitting.matches("[a-zA-Z0-9_-]{1,40}"), fitting);
        assertEquals(fitting, ToolIds.fitting(id, ToolIds.OPENAI_LONGEST));
        assertEquals(fitting, ToolIds.fitting(fitting, ToolIds.OPENAI_LONGEST));
    }

    @Test
    void keepsDifferentIdsApart() {
        assertNotEquals(
                ToolIds.fitting("functions.x:0", ToolIds.OPENAI_LONGEST),
                ToolIds.fitting("functions.x:1", ToolIds.OPENAI_LONGEST));
    }

    @Test
    void anyLengthFitsAnthropic() {
        String id = "x".repeat(300);
        assertEquals(id, ToolIds.fitting(id, ToolIds.ANTHROPIC_LONGEST));
    }
}
