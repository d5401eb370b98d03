// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlanceTest {
    private static final List<String> SOUND = List.of(
            """
            {"model":"up/bench","temperature":0.5,"max_tokens":256,"stream":true,"stop":null,
             "messages":[{"role":"system","content":"You are brief."},{"role":"user","content":[
               {"type":"text","text":"a\\nb \\u00e9 é 😀 \\"c\\" \\\\"},{"type":"image_url","image_url":{"url":"data:"}}]}]}
            """,
            " {\t\"a\" : -0.25e+10 ,\r\n\"b\":[ ] ,\"c\":{ } ,\"d\":[1,22,333,[true,false,null,\"x\"]]} ",
            "{\"tools\":[{\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":1}}}}}]}",
            "{}");

    /** What breaks JSON most easily. */
    private static final byte[] SPICE = "\"\\{}[]:,0-1.eE+ \n\tntf/u\u0001".getBytes(StandardCharsets.US_ASCII);

    private final JacksonJson json = new JacksonJson();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void findsWhatTheParserFinds() {
        for (String text : SOUND) {
            byte[] document = utf8(text);
            JsonObject found = Glance.object(document, 0, document.length, true).orElseThrow();
            assertEquals(json.parsed(document).members(), found.members());
            assertEquals(json.parsed(document).toString(), found.toString());
        }
    }

    @Test
    void takesNothingForRightThatTheParserRefuses() {
        SplittableRandom random = new SplittableRandom(20261122);
        int right = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] broken = broken(utf8(SOUND.get(random.nextInt(SOUND.size()))), random);
            if (Utf8.firstInvalid(broken, 0, broken.length) < 0) {
                Optional<JsonObject> found = Glance.object(broken, 0, broken.length, true);
                // Throws if it refuses, and the text that was taken for right with it.
                found.ifPresent(object -> assertEquals(json.parsed(broken).members(), object.members()));
                right += found.isPresent() ? 1 : 0;
            }
        }
        assertTrue(right > 10_000, "only " + right + " of the texts were still sound: nothing was compared");
    }

    private static byte[] broken(byte[] text, SplittableRandom random) {
        byte[] broken = text.clone();
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(broken.length);
            switch (random.nextInt(4)) {
                case 0 -> broken[at] = SPICE[random.nextInt(SPICE.length)];
                case 1 -> broken = Arrays.copyOf(broken, Math.max(1, at));
                case 2 -> broken = joined(broken, at, at + 1);
                default -> broken = joined(broken, Math.min(broken.length, at + random.nextInt(9)), at);
            }
        }
        return broken;
    }

    /** Its beginning up to {@code end} and then the rest from {@code from} on: something is left out or said twice. */
    private static byte[] joined(byte[] text, int end, int from) {
        byte[] joined = Arrays.copyOf(text, Math.max(1, end + text.length - from));
        System.arraycopy(text, from, joined, end, text.length - from);
        return joined;
    }

    @Test
    void findsSpecialCharactersAtEveryPlaceOfAWord() {
        for (int length = 0; length < 40; length++) {
            for (int place = 0; place < length; place++) {
                for (String special : List.of("\"", "\\", "\u0001", "\u001f")) {
                    String said = "é".repeat(place) + special + "!".repeat(length - place);
                    byte[] text = utf8('"' + said + '"');
                    assertFalse(Literals.plain(text, 0, text.length), said);
                }
            }
            byte[] plain = utf8('"' + "é !#[]\u007f".repeat(length) + '"');
            assertTrue(Literals.plain(plain, 0, plain.length));
        }
    }

    @Test
    void leavesTheSameNameTwiceToTheParser() {
        byte[] deep = utf8("{\"a\":[{\"b\":1,\"c\":2,\"b\":3}],\"b\":1}");
        assertTrue(Glance.object(deep, 0, deep.length, true).isEmpty());
        assertTrue(Glance.object(deep, 0, deep.length, false).isPresent());
        byte[] flat = utf8("{\"a\":1,\"a\":2}");
        assertTrue(Glance.object(flat, 0, flat.length, false).isEmpty());
        byte[] apart = utf8("{\"a\":{\"b\":{\"c\":1},\"c\":1},\"b\":[{\"a\":1},{\"a\":1}],\"c\":{\"a\":1}}");
        assertTrue(Glance.object(apart, 0, apart.length, true).isPresent());
    }

    @Test
    void findsElements() {
        byte[] array = utf8(" [1, \"a,b\" ,[ [2] ],{\"c\":[]} ] ");
        assertEquals(
                List.of("1", "\"a,b\"", "[ [2] ]", "{\"c\":[]}"),
                Glance.array(array, 0, array.length).orElseThrow().stream()
                        .map(RawJson::toString)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "01", "1.0", "1e2", "+1", " 1", "12345678901234567890", "1_0", "ä"})
    void leavesNumbersThatAreNotPlainToTheParser(String number) {
        byte[] padded = utf8(number + " ");
        assertEquals(OptionalLong.empty(), Literals.integer(padded, 0, padded.length - 1));
    }

    @Test
    void readsWholeNumbers() {
        for (String number : List.of("0", "-0", "7", "-12", "123456789012345678", "-999999999999999999")) {
            byte[] text = utf8(number);
            assertEquals(OptionalLong.of(Long.parseLong(number)), Literals.integer(text, 0, text.length), number);
        }
    }

    @Test
    void readsDecimalsAsTheParserDoes() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 100_000; round++) {
            String number = (random.nextBoolean() ? "-" : "")
                    + random.nextLong(10L << (3 * random.nextInt(9)))
                    + (random.nextBoolean() ? "." + random.nextLong(10L << (3 * random.nextInt(9))) : "");
            byte[] text = utf8(number);
            OptionalDouble read = Literals.decimal(text, 0, text.length);
            read.ifPresent(found -> assertEquals(new BigDecimal(number).doubleValue(), found, number));
            assertTrue(read.isPresent() || number.length() > 12, number);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".5", "1.", "1.e2", "1e2", "01.5", "1.5.5", "1.-5", "+1.5", "0.1234567890123456"})
    void leavesDecimalsThatAreNotPlainToTheParser(String number) {
        byte[] padded = utf8(number + " ");
        assertEquals(OptionalDouble.empty(), Literals.decimal(padded, 0, padded.length - 1));
    }
}
