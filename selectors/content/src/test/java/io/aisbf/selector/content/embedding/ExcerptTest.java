// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "What is the capital of France?|what is the capital of france?",
                "Hello there, please WRITE a poem. Thank you very much!|write a poem",
                "**Hi!** could you please fix this|fix this",
                "  fix this\u0007 now, thanks in advance  |fix this  now",
                "thank you|thank you",
                "hello|hello",
                "So, well, explain gravity please|explain gravity",
            })
    void politenessAndMarksAreNotLookedAt(String text, String left) {
        assertEquals(left, Excerpt.of(text));
    }

    @Test
    void ofALongTextTheBeginningAndTheEndAreEmbedded() {
        String window = Excerpt.window(Excerpt.of("Read this. " + "blah ".repeat(5000) + "Now tell me why"));
        assertTrue(window.startsWith("read this. blah"), window);
        assertTrue(window.endsWith("now tell me why"), window);
        assertTrue(window.length() < 700, () -> window.length() + " characters");
    }

    @Test
    void aPairIsNeverCutInTwo() {
        for (int shift = 0; shift < 4; shift++) {
            String window = Excerpt.window("a".repeat(shift) + "😀".repeat(4000) + "b".repeat(shift));
            assertEquals(
                    0,
                    window.codePoints()
                            .filter(code -> code >= 0xD800 && code <= 0xDFFF)
                            .count());
        }
    }
}
