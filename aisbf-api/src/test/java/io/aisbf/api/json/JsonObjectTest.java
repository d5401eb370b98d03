// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.testing.PlainJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    private static final String ODD =
            "{ \"a\" : 1e+2 ,\n\t\"m\\u006fdel\": \"x\" , \"z\":[ {} ,123456789012345678901234567890.00] }";

    @Test
    void anUntouchedObjectKeepsItsBytes() {
        assertEquals(ODD, object(ODD).toString());
        assertEquals(1, object(ODD).slices().size(), "nothing is cut where nothing changes");
    }

    @Test
    void aChangeTouchesOneValueOnly() {
        assertEquals(
                ODD.replace("\"x\"", "\"y\""),
                object(ODD).with("model", RawJson.text("y")).toString());
        assertEquals(
                Optional.of(RawJson.text("y")),
                object(ODD).with("model", RawJson.text("y")).get("model"));
    }

    @Test
    void removingAMemberRemovesItsComma() {
        assertEquals(
                "{\n\t\"b\":2,\"c\":3}",
                object("{\"a\":1,\n\t\"b\":2,\"c\":3}").without("a").toString());
        assertEquals(
                "{\"a\":1,\"c\":3}",
                object("{\"a\":1,\n\t\"b\":2,\"c\":3}").without("b").toString());
        assertEquals(
                "{\"a\":1,\n\t\"b\":2 }",
                object("{\"a\":1,\n\t\"b\":2,\"c\":3 }").without("c").toString());
        assertEquals("{ }", object("{\"a\":1 }").without("a").toString());
        assertEquals("{\"a\":1}", object("{\"a\":1}").without("b").toString());
    }

    @Test
    void allMembersOfAHugeObjectAreReadInTimeThatGrowsWithTheirNumber() {
        int many = 200_000;
        byte[] source = "1".getBytes(StandardCharsets.US_ASCII);
        List<JsonObject.Member> members = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            members.add(new JsonObject.Member("m" + i, 0, 1));
        }
        JsonObject huge = JsonObject.indexed(source, 0, 1, members);
        // Looking each of them up among all others takes minutes.
        assertTimeout(
                Duration.ofMinutes(1), () -> assertEquals(many, huge.members().size()));
    }

    @Test
    void aNewMemberComesLast() {
        assertEquals(
                "{\"a\":1,\"b\":2}",
                object("{\"a\":1}").with("b", RawJson.number(2)).toString());
        assertEquals("{\"b\":2}", JsonObject.EMPTY.with("b", RawJson.number(2)).toString());
        assertEquals(
                "{\"b\":2}",
                object("{\"a\":1}").without("a").with("b", RawJson.number(2)).toString());
    }

    @Test
    void aMemberThatCameBackComesLast() {
        JsonObject back = object("{\"a\":1,\"b\":2}").without("a").with("a", RawJson.number(3));
        assertEquals("{\"b\":2,\"a\":3}", back.toString());
        assertEquals(Optional.empty(), back.without("a").get("a"));
    }

    @Test
    void nullIsThereButNotPresent() {
        JsonObject object = object("{\"a\":null}");
        assertEquals(Optional.of(RawJson.NULL), object.get("a"));
        assertEquals(Optional.empty(), object.present("a"));
    }

    @Test
    void anyRowOfChangesGivesWhatAMapWouldHold() {
        Random random = new Random(11);
        for (int run = 0; run < 3000; run++) {
            Map<String, String> expected = new LinkedHashMap<>();
            JsonObject object = random(random, expected);
            for (int change = random.nextInt(8); change > 0; change--) {
                String name = "n" + random.nextInt(6);
                if (random.nextBoolean()) {
                    String value = String.valueOf(random.nextInt(1000));
                    object = object.with(name, RawJson.of(value));
                    expected.put(name, value);
                } else {
                    object = object.without(name);
                    expected.remove(name);
                }
            }
            assertEquals(expected, texts(object), object::toString);
            assertEquals(expected, texts(object(object.toString())), "read again");
            assertEquals(object.toString(), joined(object.slices()));
        }
    }

    /** An object with odd white space, its members put into {@code expected}. */
    private static JsonObject random(Random random, Map<String, String> expected) {
        StringBuilder text = new StringBuilder("{").append(space(random));
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            String value = List.of("1e+2", "\"a,b\"", "{\"n1\" : 1}", "[1 , 2]", "null")
                    .get(random.nextInt(5));
            text.append(i == 0 ? "" : "," + space(random));
            text.append("\"n")
                    .append(i)
                    .append('"')
                    .append(space(random))
                    .append(':')
                    .append(space(random));
            text.append(value).append(space(random));
            expected.put("n" + i, value);
        }
        return object(text.append('}').toString());
    }

    private static String space(Random random) {
        return List.of("", " ", "\n\t", "\r\n").get(random.nextInt(4));
    }

    private static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.members().forEach((name, value) -> texts.put(name, value.toString()));
        texts.keySet().forEach(name -> assertTrue(object.get(name).isPresent()));
        return texts;
    }

    private static String joined(List<ByteBuffer> slices) {
        List<String> parts = new ArrayList<>();
        slices.forEach(slice -> parts.add(StandardCharsets.UTF_8.decode(slice).toString()));
        return String.join("", parts);
    }

    private static JsonObject object(String text) {
        return new PlainJson().object(text.getBytes(StandardCharsets.UTF_8));
    }
}
