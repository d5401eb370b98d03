// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonJsonTest {
    private static final String ODD = """
        { "a\\u0062" : 1e+2 ,\t"big":123456789012345678901234567890.00,
          "nested" : {"x":[1,{"y":"\\/ \\u00e9 é 😀"}]}, "model" : "gpt", "last":null }\
        """;

    private final Json json = new JacksonJson();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void indexesMembersWhereTheyStand() {
        JsonObject object = json.object(utf8(ODD));
        assertEquals(
                List.of("ab", "big", "nested", "model", "last"),
                List.copyOf(object.members().keySet()));
        assertEquals("1e+2", object.get("ab").orElseThrow().toString());
        assertEquals(
                "123456789012345678901234567890.00",
                object.get("big").orElseThrow().toString());
        assertEquals(
                "{\"x\":[1,{\"y\":\"\\/ \\u00e9 é 😀\"}]}",
                object.get("nested").orElseThrow().toString());
        assertEquals("null", object.get("last").orElseThrow().toString());
    }

    @Test
    void changesNothingButTheMemberThatIsChanged() {
        JsonObject object = json.object(utf8(ODD));
        assertEquals(ODD, object.toString());
        assertEquals(
                ODD.replace("\"gpt\"", "\"other \\\"one\\\"\""),
                object.with("model", RawJson.text("other \"one\"")).toString());
    }

    @Test
    void findsMembersInAValueThatStandsInTheMiddleOfAnArray() {
        RawJson nested = json.object(utf8(ODD)).get("nested").orElseThrow();
        RawJson list = json.object(nested).get("x").orElseThrow();
        List<RawJson> elements = json.array(list);
        assertEquals("1", elements.getFirst().toString());
        assertEquals(
                "/ é é 😀", json.text(json.object(elements.getLast()).get("y").orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1",
                "{\"a\":1}{}",
                "{\"a\":1} x",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{\"n\":{\"a\":1,\"a\":2}}",
                "{\"a\":[{\"b\":1,\"b\":1}]}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":NaN}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":tru}",
                "[1]",
                "\"text\"",
                "null",
                "// c\n{}"
            })
    void refusesWhatIsNotOneStrictObject(String document) {
        assertThrows(JsonException.class, () -> json.object(utf8(document)));
    }

    @Test
    void refusesAbsurdDepthAndSaysSo() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        JsonException e = assertThrows(JsonException.class, () -> json.object(utf8(deep)));
        assertTrue(e.getMessage().contains("deeper than 512"), e.getMessage());
    }

    @Test
    void namesTheMemberThatAppearsTwice() {
        JsonException e =
                assertThrows(JsonException.class, () -> json.object(utf8("{\"model\":\"a\",\n \"model\":\"b\"}")));
        assertTrue(e.getMessage().contains("'model' appears twice"), e.getMessage());
        assertTrue(e.getMessage().startsWith("line 2"), e.getMessage());
    }

    @Test
    void refusesWiderEncodingsThatAreWellFormedUtf8Too() {
        for (Charset wide : List.of(
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("UTF-32LE"),
                Charset.forName("UTF-32BE"))) {
            byte[] document = "{\"model\":\"m\"}".getBytes(wide);
            JsonException e = assertThrows(JsonException.class, () -> json.object(document), wide::name);
            assertTrue(String.valueOf(e.getMessage()).contains("only UTF-8"), e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0 80", "ed a0 80", "f5 80 80 80", "80", "e2 82", "f0 80 80 80", "ff"})
    void refusesBytesThatAreNotUtf8EvenInsideASkippedString(String hex) {
        byte[] bad = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
        byte[] head = utf8("{\"deep\":{\"text\":\"aaaaaaaaaaaaaaaaa");
        byte[] tail = utf8("bbbbbbbbbbbbbbbbbbb\"}}");
        byte[] all = new byte[head.length + bad.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(bad, 0, all, head.length, bad.length);
        System.arraycopy(tail, 0, all, head.length + bad.length, tail.length);
        JsonException e = assertThrows(JsonException.class, () -> json.object(all));
        assertTrue(e.getMessage().contains("UTF-8"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"7,7", "-0,0", "1e3,1000", "9223372036854775807,9223372036854775807", "12.00,12"})
    void readsWholeNumbers(String spelled, long value) {
        assertEquals(value, json.integer(RawJson.of(spelled)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e99", "9223372036854775808", "1e999999999", "\"7\"", "true", "null"})
    void refusesWhatIsNoWholeNumber(String spelled) {
        assertThrows(JsonException.class, () -> json.integer(RawJson.of(spelled)));
    }

    @Test
    void refusesNumbersBeyondADouble() {
        assertThrows(JsonException.class, () -> json.number(RawJson.of("1e999")));
        assertEquals(0.0, json.number(RawJson.of("1e-999999999")));
    }

    @Test
    void readsBackWhatTheWriterWroteLoneSurrogatesIncluded() {
        String text = "a\"b\\c\n\r\t\u0001 é 😀 \ud800 end \udc00";
        assertEquals(text, json.text(new JsonWriter().text(text).finish()));
    }

    @Test
    void survivesMutatedDocumentsWithNothingButItsOwnException() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261122);
        byte[] seed = utf8(ODD);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutant = seed.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            try {
                JsonObject object = json.object(mutant);
                assertEquals(new String(mutant, StandardCharsets.UTF_8).strip(), object.toString());
                accepted++;
            } catch (JsonException refused) {
                assertTrue(refused.getMessage().length() < 300);
            }
        }
        assertTrue(accepted > 500, "accepted " + accepted);
    }
}
