// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Thinking;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EffortTest {
    @Test
    void wordsAndBudgetsGoBothWays() {
        for (Effort effort : Effort.values()) {
            assertEquals(effort, Effort.nearest(effort.tokens()));
        }
    }

    @Test
    void aBudgetHoweverSmallIsNotNoThinking() {
        assertEquals(Effort.NONE, Effort.nearest(0));
        assertEquals(Effort.MINIMAL, Effort.nearest(1));
        assertEquals(Effort.MAX, Effort.nearest(Integer.MAX_VALUE));
    }

    @Test
    void aBudgetLeftToTheModelIsAMediumOne() {
        assertEquals(Effort.MEDIUM, Effort.nearest(-1));
    }

    @Test
    void whatWasSaidCountsMoreThanWhatItStandsFor() {
        Thinking both = new Thinking(Optional.of(Effort.LOW), OptionalInt.of(5000), Optional.empty());
        assertEquals(Optional.of(Effort.LOW), both.inWords());
        assertEquals(OptionalInt.of(5000), both.inTokens());
        Thinking nothing = new Thinking(Optional.empty(), OptionalInt.empty(), Optional.of(true));
        assertEquals(Optional.empty(), nothing.inWords());
        assertEquals(OptionalInt.empty(), nothing.inTokens());
        assertTrue(new Thinking(Optional.empty(), OptionalInt.of(0), Optional.empty()).off());
    }
}
