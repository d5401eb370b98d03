// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table("Kept", List.of("method", "%", "ms"), List.of(), "Of nothing.");

    @Test
    void isMarkdown() {
        assertEquals("""
            ### Kept

            | method | % | ms |
            | --- | --- | --- |
            | tail | 66.7 | 0.25 |

            Of nothing.

            """, table.row("tail", Table.percent(2, 3), 0.25).markdown());
    }

    @Test
    void refusesARowThatIsTooShort() {
        assertThrows(IllegalArgumentException.class, () -> table.row("tail", 1));
    }
}
