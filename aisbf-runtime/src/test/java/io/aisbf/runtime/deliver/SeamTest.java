// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeamTest {
    private static final int TEXTS = 400;
    private static final String[] ENDS = {" ", " ", " ", " ", ", ", ". ", ".\n\n", "\n"};

    private final Random random = new Random(20_260_101);
    private final List<String> vocabulary = vocabulary();

    private List<String> vocabulary() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = 1 + random.nextInt(8); length > 0; length--) {
                word.append((char) (i % 10 == 0 ? 0x4e00 + random.nextInt(2000) : 'a' + random.nextInt(26)));
            }
            words.add(word.toString());
        }
        return words;
    }

    private String text() {
        StringBuilder text = new StringBuilder("Well, now: ");
        for (int words = 5 + random.nextInt(80); words > 0; words--) {
            text.append(vocabulary.get(random.nextInt(vocabulary.size()))).append(ENDS[random.nextInt(ENDS.length)]);
        }
        return text.append("end").toString();
    }

    /** What the client gets if the second model says that, in pieces of any size. */
    private String joined(String sent, String second) {
        Seam seam = new Seam("provider 'b'", sent);
        StringBuilder got = new StringBuilder(sent);
        int at = 0;
        while (at < second.length()) {
            int end = Math.min(second.length(), at + 1 + random.nextInt(12));
            got.append(seam.take(second.substring(at, end)));
            at = end;
        }
        return got.append(seam.end()).toString();
    }

    /**
     * Cuts a text anywhere.
     *
     * @param model what the second model says, of what it was shown, before it says what is missing
     */
    private void survivesEveryCut(String text, UnaryOperator<String> model) {
        for (int cut = 1; cut < text.length(); cut += 1 + random.nextInt(1 + text.length() / 40)) {
            String sent = text.substring(0, cut);
            String shown = sent.stripTrailing();
            assertEquals(text, joined(sent, model.apply(shown) + text.substring(shown.length())), "cut at " + cut);
        }
    }

    /** The last words of a text, from the beginning of a word. */
    private static String lastWords(String shown, int count) {
        int at = shown.length();
        for (int words = 0; words < count && at > 0; words++) {
            while (at > 0 && Character.isWhitespace(shown.charAt(at - 1))) {
                at--;
            }
            while (at > 0 && !Character.isWhitespace(shown.charAt(at - 1))) {
                at--;
            }
        }
        return shown.substring(at);
    }

    @Test
    void addsNothingAndLosesNothingWhereTheSecondModelGoesOnExactly() {
        for (int i = 0; i < TEXTS; i++) {
            survivesEveryCut(text(), _ -> "");
        }
    }

    @Test
    void leavesTheWholeOldTextOutWhereTheSecondModelStartsOver() {
        for (int i = 0; i < TEXTS; i++) {
            survivesEveryCut(text(), shown -> shown);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 7, 20})
    void leavesTheLastWordsOutWhereTheSecondModelRepeatsThem(int words) {
        for (int i = 0; i < TEXTS / 4; i++) {
            survivesEveryCut(text(), shown -> lastWords(shown, words));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", "ha ", "line\n", "The same line again.\n", "| a | b |\n"})
    void losesNothingOfATextThatRepeatsItself(String piece) {
        String text = piece.repeat(60);
        for (int cut = 2 * piece.length(); cut < text.length() - 2 * piece.length(); cut++) {
            String shown = text.substring(0, cut).stripTrailing();
            assertEquals(text, joined(text.substring(0, cut), text.substring(shown.length())), "cut at " + cut);
        }
    }

    @Test
    void takesTheRepetitionOfAFewLettersForWhatComesNext() {
        assertEquals("she said no, no, no.", joined("she said no, ", "no, no."));
    }

    @Test
    void doesNotDoubleWhiteSpaceThatTheSecondModelWasNotShown() {
        assertEquals("one\n\ntwo", joined("one\n\n", "\n\ntwo"));
        assertEquals("one\n\ntwo", joined("one\n\n", "\ntwo"));
        assertEquals("one\n\ntwo", joined("one\n\n", "two"));
        assertEquals("one two", joined("one ", " two"));
    }

    @Test
    void refusesAnotherAnswer() {
        String sent = "The capital of France is Paris, a city on the Seine";
        CallException e = assertThrows(
                CallException.class, () -> joined(sent, "The capital of France is Paris. It has two million"));
        assertEquals(Failure.CANNOT_CARRY, e.failure());
        assertTrue(e.getMessage().contains("provider 'b'"), e.getMessage());
        assertThrows(CallException.class, () -> joined(sent, "The capital of France is Paris"));
    }

    @Test
    void doesNotTakeTwoCommonWordsForAnotherAnswer() {
        String sent = "The capital of France is Paris. ";
        assertEquals(sent + "The capital has two million", joined(sent, "The capital has two million"));
    }

    @Test
    void holdsTextBackNoLongerThanItMayBeARepetition() {
        Seam seam = new Seam("provider 'b'", "The quick brown fox");
        assertEquals("", seam.take("The"));
        assertEquals("", seam.take(" quick"));
        assertEquals("The quick red", seam.take(" red"));
        assertEquals("The quick brown fox", seam.take("The quick brown fox"));
        assertEquals("", seam.end());
    }

    @Test
    void isQuickWhereEverythingLooksLikeEverything() {
        String sent = "a".repeat(200_000) + "b";
        assertEquals(sent + "c", joined(sent, sent + "c"));
        String same = "a".repeat(200_000);
        assertEquals(same + same, joined(same, same));
    }
}
