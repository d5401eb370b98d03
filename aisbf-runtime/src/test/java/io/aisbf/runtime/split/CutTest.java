// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.count.Measure;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutTest {
    private final Measure measure = new Measure();
    private final Cut cut = new Cut(text -> measure.count("gpt-4o", text));

    /** What is left when each part's beginning is taken away as far as the part before ends with it. */
    private static String joined(List<String> parts) {
        StringBuilder all = new StringBuilder(parts.getFirst());
        for (int i = 1; i < parts.size(); i++) {
            String before = parts.get(i - 1);
            String part = parts.get(i);
            int overlap = Math.min(before.length(), part.length() - 1);
            while (!before.endsWith(part.substring(0, overlap))) {
                overlap--;
            }
            all.append(part, overlap, part.length());
        }
        return all.toString();
    }

    @Test
    void leavesAShortTextWhole() {
        assertEquals(List.of("short"), cut.parts("short", 100));
    }

    @Test
    void cutsBetweenParagraphsWhereItCan() {
        String paragraph = "This is a paragraph of some length. It has two sentences and a bit.";
        List<String> parts = cut.parts((paragraph + "\n\n").repeat(40).strip(), 100);
        assertTrue(parts.size() > 5, "parts: " + parts.size());
        for (String part : parts) {
            assertTrue(part.strip().endsWith("and a bit."), part);
        }
    }

    @Test
    void loosesNothingOfAnyText() {
        Random random = new Random(7);
        List<String> words = List.of(
                "word ",
                "sentence. ",
                "Ende! ",
                "\n",
                "\n\n",
                "文章。",
                "これは",
                "```\ncode\n```\n",
                "emoji 👍🏽 ",
                "9,5 ",
                "x");
        for (int seed = 0; seed < 300; seed++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(400);
            for (int i = 0; i < length; i++) {
                // A number in between, so that an overlap is no chance.
                text.append(words.get(random.nextInt(words.size()))).append(i).append(' ');
            }
            assertEquals(text.toString(), joined(cut.parts(text.toString(), 60 + random.nextInt(200))), "seed " + seed);
        }
    }

    @Test
    void noPartIsLargerThanItMayBe() {
        for (String text : List.of("a".repeat(20_000), "文".repeat(5_000), "Satz eins. Satz zwei! ".repeat(500))) {
            for (String part : cut.parts(text, 200)) {
                assertTrue(measure.count("gpt-4o", part) <= 200, part.length() + " characters");
            }
        }
    }

    @Test
    void cutsNoCharacterInTwo() {
        for (String part : cut.parts("👍".repeat(3_000), 100)) {
            assertTrue(
                    !Character.isLowSurrogate(part.charAt(0))
                            && !Character.isHighSurrogate(part.charAt(part.length() - 1)),
                    "half a character");
        }
    }
}
