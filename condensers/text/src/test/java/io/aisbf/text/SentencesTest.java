// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentencesTest {
    @Test
    void endsAtMarksAndNotAtAbbreviationsNumbersOrPaths() {
        assertEquals(
                List.of(
                        "Mr. Smith set port 8.8.8.8 in /etc/app.conf, e.g. today.",
                        "\"Why?\" she asked.",
                        "On 3. October it ran!"),
                of("Mr. Smith set port 8.8.8.8 in /etc/app.conf, e.g. today. \"Why?\" she asked. On 3. October it"
                        + " ran!"));
    }

    @Test
    void cutsEveryScriptAtItsOwnMarks() {
        assertEquals(List.of("今日は雨です。", "「傘は?」", "あります。"), of("今日は雨です。「傘は?」 あります。"));
        assertEquals(List.of("我们决定用端口8080。", "好吗？"), of("我们决定用端口8080。好吗？"));
        assertEquals(List.of("यह काम है।", "ठीक है।"), of("यह काम है। ठीक है।"));
        assertEquals(List.of("هل هذا صحيح؟", "نعم."), of("هل هذا صحيح؟ نعم."));
    }

    @Test
    void keepsAFencedBlockTogether() {
        String code = "```java\nint a. B = 1;\n\nreturn a;\n```";
        List<Sentence> sentences = Sentences.of("Look. Here:\n" + code + "\nDone.");

        assertEquals(
                List.of(false, false, true, false),
                sentences.stream().map(Sentence::code).toList());
        assertEquals(code, sentences.get(2).in("Look. Here:\n" + code + "\nDone."));
    }

    @Test
    void aFenceClosesOnlyWithItsOwnMarkAndLengthOrAtTheEnd() {
        assertEquals(List.of("````\n```\nx\n````", "y"), of("````\n```\nx\n````\ny"));
        assertEquals(List.of("~~~\n```\nnever closed. At all."), of("~~~\n```\nnever closed. At all."));
    }

    @Test
    void linesThatWereMerelyWrappedStayTogether() {
        assertEquals(
                List.of(
                        "This line was wrapped by somebody's editor at a width\nof fifty columns.",
                        "- one item",
                        "- another item",
                        "Short line",
                        "next line"),
                of("This line was wrapped by somebody's editor at a width\nof fifty columns.\n- one item\n"
                        + "- another item\nShort line\nnext line"));
    }

    @Test
    void losesNothingButWhiteSpaceAndStaysShortWhateverIsInIt() {
        Random random = new Random(7);
        String alphabet = "ab AB.!?。 \n\t`~>-1中한\uD83D\uDE00\"'…";
        for (int run = 0; run < 2_000; run++) {
            StringBuilder made = new StringBuilder();
            for (int i = random.nextInt(900); i > 0; i--) {
                int at = random.nextInt(alphabet.length());
                made.appendCodePoint(alphabet.codePointAt(at));
            }
            check(made.toString());
        }
    }

    private static void check(String text) {
        int at = 0;
        for (Sentence sentence : Sentences.of(text)) {
            assertTrue(text.substring(at, sentence.from()).isBlank(), "words are lost in " + text);
            assertTrue(sentence.code() || sentence.to() - sentence.from() <= 502, "too long in " + text);
            at = sentence.to();
        }
        assertTrue(text.substring(at).isBlank(), "words are lost at the end of " + text);
    }

    @Test
    void hostileTextsTakeNoLongerThanOthers() {
        for (String piece : List.of("a", ".", "。", "```\n", ">", " ", "\n", "a. ", "A.", "~~~~\n```\n", "1. ")) {
            String text = piece.repeat(300_000 / piece.length());
            assertTimeout(Duration.ofMinutes(1), () -> Sentences.of(text), piece);
        }
    }

    private static List<String> of(String text) {
        return Sentences.of(text).stream().map(sentence -> sentence.in(text)).toList();
    }
}
