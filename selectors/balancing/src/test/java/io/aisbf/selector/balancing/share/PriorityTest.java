// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import static io.aisbf.selector.balancing.Given.candidates;
import static io.aisbf.selector.balancing.Given.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriorityTest {
    @Test
    void keepsTheOrderOfTheFileWhateverTheWeights() throws Exception {
        assertEquals("c0c1c2", order(priority(Map.of()), candidates(1, 3, 2)));
        assertEquals("c0c1c2", order(priority(Map.of("by", "order")), candidates(1, 3, 2)));
    }

    @Test
    void weightsGiveTheOrderWhereTheyAreToAndTheFileAmongEquals() throws Exception {
        assertEquals("c1c3c2c0", order(priority(Map.of("by", "weight")), candidates(1, 3, 2, 3)));
    }

    @Test
    void weightZeroComesLastEitherWay() throws Exception {
        assertEquals("c1c2c0", order(priority(Map.of()), candidates(0, 1, 2)));
        assertEquals("c2c1c0", order(priority(Map.of("by", "weight")), candidates(0, 1, 2)));
    }

    @Test
    void refusesAnotherWord() {
        SettingsException refusal = assertThrows(SettingsException.class, () -> priority(Map.of("by", "price")));
        assertEquals(
                "test.by: 'price' gives no order; write order (that of the file) or weight (highest first)",
                refusal.getMessage());
    }

    private static SelectionStrategy priority(Map<String, String> settings) {
        return new PriorityFactory().create(MapSettings.of(settings), FixedContext.of(new PlainJson()));
    }
}
