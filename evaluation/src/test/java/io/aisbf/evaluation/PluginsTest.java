// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.testing.FixedContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginsTest {
    @Test
    void findsWhatModulesOnTheClassPathProvide() throws Exception {
        for (String type : new String[] {"openai-chat", "anthropic-messages", "gemini-content"}) {
            try (var format = Plugins.format(type)) {
                assertEquals(type, format.name().id());
            }
        }
    }

    @Test
    void namesAMethodThatIsNotThere() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Plugins.method("nothing", (_, text) -> text.length(), FixedContext.REFUSING, Map.of()));
        assertEquals("no condensation method nothing on the class path", refused.getMessage());
    }

    @Test
    void countsByAVocabulary() {
        assertEquals(2, Counting.tokens().count(Counting.MODEL, "Hello world"));
        assertTrue(Data.missing("loghub").contains("-Daisbf.data=PATH"));
    }
}
