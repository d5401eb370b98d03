// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeedleTest {
    @Test
    void isFoundWhereverItStands() {
        Needle needle = new Needle("aisbf1:");
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 3; after++) {
                String text = "\u00e9".repeat(before) + "aisbf1:" + "a".repeat(after);
                assertTrue(needle.isIn(RawJson.text(text)), text);
            }
        }
        assertFalse(needle.isIn(RawJson.text("aisbf1aisbf:aisb")));
        assertFalse(needle.isIn(RawJson.of("1")));
    }

    @Test
    void isNotLookedForBeyondTheValue() {
        byte[] source = "\"xaisbf1:\"".getBytes(StandardCharsets.US_ASCII);
        Needle needle = new Needle("aisbf1:");
        assertTrue(needle.isIn(RawJson.slice(source, 2, 9)));
        assertFalse(needle.isIn(RawJson.slice(source, 2, 8)));
        assertFalse(needle.isIn(RawJson.slice(source, 3, 9)));
    }

    @Test
    void countsAsFarAsIsAskedFor() {
        RawJson value = RawJson.text("aaa-aa");
        assertEquals(3, new Needle("aa").count(value, 9));
        assertEquals(2, new Needle("aa").count(value, 2));
        assertEquals(0, new Needle("b").count(value, 9));
    }

    @Test
    void findsWhatAPlainSearchFinds() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String word = letters(random, 1 + random.nextInt(5));
            String text = letters(random, 1 + random.nextInt(40));
            byte[] source = text.getBytes(StandardCharsets.US_ASCII);
            boolean found = new Needle(word).isIn(RawJson.slice(source, 0, source.length));
            assertEquals(text.contains(word), found, word + " in " + text);
        }
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }
}
