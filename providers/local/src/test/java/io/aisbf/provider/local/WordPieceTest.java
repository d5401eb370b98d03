// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected numbers are what the vocabulary's own file says for the pieces that BERT's rules lead to, put down by hand. */
class WordPieceTest {
    private static WordPiece pieces;

    @BeforeAll
    static void read() throws IOException {
        pieces = new WordPiece(Vocabulary.read(
                Platform.resource("all-minilm-l6-v2-q-tokenizer.json").openStream()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Hello, world!                          | 7592 1010 2088 999",
                "unaffable                              | 14477 20961 3468",
                "supercalifragilisticexpialidocious     | 3565 9289 10128 29181 24411 4588 10288 19312 21273 10085"
                        + " 6313",
                "don't $5.00 (50%)                      | 2123 1005 1056 1002 1019 1012 4002 1006 2753 1003 1007",
                "2026-11-22T21:46:19Z       | 16798 2575 1011 2340 1011 2570 2102 17465 1024 4805 1024 2539 2480",
                "print(\"hi\\n\")                       | 6140 1006 1000 7632 1032 1050 1000 1007",
            })
    void cutsWordsNumbersAndPunctuation(String text, String ids) {
        assertEncoded(ids, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "naïve café                | 15743 7668",
                "foo\u0301 bar             | 29379 3347",
                "Éclair à la crème brûlée  | 14925 19771 2099 1037 2474 13675 21382 7987 9307 2063",
                "İstanbul                  | 9960",
                "straße                    | 2358 27807",
                "ΣΊΣΥΦΟΣ                   | 1173 18199 29733 29735 29736 29730 29733",
            })
    void takesAccentsAwayAndMakesLettersSmall(String text, String ids) {
        assertEncoded(ids, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "日本語のテスト | 1864 1876 1950 1671 30239 30233 30240",
                "한국어        | 1469 30006 30021 29991 30014 30020 29999 30008",
                "😀 ok 🫨      | 100 7929 100",
            })
    void setsIdeographsApartAndKeepsOtherScriptsTogether(String text, String ids) {
        assertEncoded(ids, text);
    }

    @Test
    void everyKindOfWhiteSpaceSeparates() {
        assertEncoded("1037 1038 1039 1040 1041", "a\tb\u00a0c\u2003d\r\ne");
    }

    @Test
    void dropsWhatCannotBeSeen() {
        assertEncoded("1060 2100 2480", "x\u200by\u0000z\ufffd");
    }

    @Test
    void aWordOfMoreThanAHundredCharactersIsUnknown() {
        assertEquals(52, pieces.encode("a".repeat(100)).length);
        assertEncoded("100", "a".repeat(101));
        assertEncoded("100 3347", "é".repeat(101) + " bar");
    }

    @Test
    void aWordThatCannotBePutTogetherIsUnknownAsAWhole() {
        assertEncoded("7929 100 7929", "ok ok\u2603ok ok");
    }

    @Test
    void nobodyEndsATextByWritingAControlToken() {
        assertEncoded("1031 19802 1033 7929", "[SEP] ok");
        assertArrayEquals(pieces.encode("[sep] ok"), pieces.encode("[SEP] ok"));
    }

    @Test
    void anEmptyTextIsABeginningAndAnEnd() {
        assertArrayEquals(new int[] {101, 102}, pieces.encode(""));
        assertArrayEquals(new int[] {101, 102}, pieces.encode(" \n\t\u3000"));
    }

    @Test
    void aBrokenVocabularyIsToldWithNumbers() {
        String half = "  \"vocab\": {\n    \"[PAD]\": 0,\n    \"[unused0]\": 1\n  }\n";
        IOException told = assertThrows(
                IOException.class,
                () -> Vocabulary.read(new ByteArrayInputStream(half.getBytes(StandardCharsets.UTF_8))));
        assertEquals(
                "the vocabulary in the plugin's jar has 2 pieces instead of 30522: fetch the jar again",
                told.getMessage());
    }

    private static void assertEncoded(String ids, String text) {
        int[] inner = IntStream.of(pieces.encode(text)).skip(1).toArray();
        String found = IntStream.of(inner)
                .limit(inner.length - 1)
                .mapToObj(String::valueOf)
                .reduce((all, id) -> all + " " + id)
                .orElse("");
        assertEquals(ids, found, text);
    }
}
