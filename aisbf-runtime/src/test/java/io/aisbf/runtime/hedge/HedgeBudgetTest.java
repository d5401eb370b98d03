// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HedgeBudgetTest {
    @Test
    void beginsWithOne() {
        HedgeBudget budget = new HedgeBudget(0.1);

        assertTrue(budget.take());
        assertFalse(budget.take());
    }

    @Test
    void keepsToItsShareExactly() {
        HedgeBudget budget = new HedgeBudget(0.1);
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            budget.called();
            taken += budget.take() ? 1 : 0;
        }

        assertEquals(10_001, taken);
    }

    @Test
    void savesNoMoreThanTen() {
        HedgeBudget budget = new HedgeBudget(1);
        for (int i = 0; i < 1_000; i++) {
            budget.called();
        }
        int taken = 0;
        while (budget.take()) {
            taken++;
        }

        assertEquals(10, taken);
    }

    @Test
    void refusesWhatIsNoShare() {
        assertThrows(IllegalArgumentException.class, () -> new HedgeBudget(1.5));
        assertThrows(IllegalArgumentException.class, () -> new HedgeBudget(Double.NaN));
    }
}
