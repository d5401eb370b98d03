// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void areRunsOfLettersAndDigits() {
        assertEquals(
                List.of("it", "isn't", "src", "main", "app", "v2", "java", "42"),
                Words.of("It isn't src/main/App_v2.java, 'tis 42".replace("'tis ", "")));
    }

    @Test
    void marksStayOnTheirLetters() {
        assertEquals(List.of("cafe\u0301", "grüße", "привет", "हिन्दी"), Words.of("Cafe\u0301 Grüße Привет हिन्दी"));
    }

    @Test
    void scriptsWithoutSpacesGivePairs() {
        assertEquals(List.of("今日", "日は", "java", "雨"), Words.of("今日はJava雨"));
        assertEquals(List.of("한국", "국어"), Words.of("한국어"));
        assertEquals(List.of("\uD840\uDC00\uD840\uDC01"), Words.of("\uD840\uDC00\uD840\uDC01"));
    }

    @Test
    void brokenCharactersAreNoWords() {
        assertEquals(List.of("a", "b"), Words.of("a\uD800b\uDC00"));
    }
}
