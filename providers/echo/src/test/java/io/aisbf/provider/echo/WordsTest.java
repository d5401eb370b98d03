// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void aWordHasTheSpaceBeforeIt() {
        assertEquals(List.of("one", " two", "\n\nthree \n"), Words.of("one two\n\nthree \n"));
        assertEquals(List.of(), Words.of(""));
        assertEquals(List.of("  "), Words.of("  "));
    }

    @Test
    void aLongWordIsSeveral() {
        assertEquals(List.of("0123456789abcdef", "g"), Words.of("0123456789abcdefg"));
    }

    @Test
    void joinsSomeAtATime() {
        assertEquals(List.of("a b", " c"), Words.joined(Words.of("a b c"), 2));
        assertEquals(List.of("a b c"), Words.joined(Words.of("a b c"), Integer.MAX_VALUE));
    }

    @Test
    void piecesPutTogetherAreTheTextAndNoCharacterIsTorn() {
        Random random = new Random(3);
        for (int run = 0; run < 500; run++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(100);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(random.nextInt(8) == 0 ? ' ' : random.nextInt(3) == 0 ? 0x1F600 : 'a');
            }
            List<String> words = Words.of(text.toString());
            assertEquals(text.toString(), String.join("", words));
            assertEquals(words.size(), Words.count(text.toString()));
            words.forEach(word ->
                    assertEquals(word, new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
        }
    }
}
