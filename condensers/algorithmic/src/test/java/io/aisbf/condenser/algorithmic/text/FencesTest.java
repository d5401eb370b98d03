// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FencesTest {
    @Test
    void whatStandsWithinAFenceStays() {
        assertEquals("A\n```java\nint a;\n```\nB", upper("a\n```java\nint a;\n```\nb"));
        assertEquals("A\n~~~\nb\n```\nc\n~~~\nD", upper("a\n~~~\nb\n```\nc\n~~~\nd"));
        assertEquals("A\n````\nb\n```\nc\n````\nD", upper("a\n````\nb\n```\nc\n````\nd"));
        assertEquals("1. A\n   ```\n   b\n   ```", upper("1. a\n   ```\n   b\n   ```"));
    }

    @Test
    void aFenceThatNobodyClosedGoesToTheEnd() {
        assertEquals("A\n```\nb\nc", upper("a\n```\nb\nc"));
    }

    @Test
    void codeWithinALineIsNoFence() {
        assertEquals("```A``` B\nC", upper("```a``` b\nc"));
    }

    @Test
    void nothingIsLostBetweenFences() {
        SplittableRandom random = new SplittableRandom(5);
        List<String> pieces = List.of("```", "~~~", "\n", "\n", "a", " ", "````", "```\n", "\r\n");
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertEquals(text.toString(), Fences.around(text.toString(), stretch -> stretch));
        }
    }

    private static String upper(String text) {
        return Fences.around(text, stretch -> stretch.toUpperCase(Locale.ROOT));
    }
}
