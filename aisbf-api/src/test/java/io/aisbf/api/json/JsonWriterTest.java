// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.testing.PlainJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void writesNestedValues() {
        RawJson json = new JsonWriter()
                .object()
                .name("a")
                .array()
                .number(1)
                .number(0.5)
                .bool(true)
                .raw(RawJson.of("1e+2"))
                .end()
                .name("b")
                .object()
                .end()
                .name("c")
                .text("x")
                .end()
                .finish();
        assertEquals("{\"a\":[1,0.5,true,1e+2],\"b\":{},\"c\":\"x\"}", json.toString());
    }

    @Test
    void escapesWhatMustBe() {
        assertEquals(
                "\"\\\"\\\\\\n\\r\\t\\u0000\\u001f/\u007f\"",
                RawJson.text("\"\\\n\r\t\0\u001f/\u007f").toString());
        assertEquals(
                "\"\uD83D\uDE00\\ud83d\"", RawJson.text("\uD83D\uDE00\uD83D").toString());
        assertEquals("\"\\ude00a\"", RawJson.text("\uDE00a").toString());
    }

    @Test
    void anyTextIsReadBackAsItWas() {
        Random random = new Random(5);
        for (int run = 0; run < 2000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
            }
            assertEquals(text.toString(), new PlainJson().text(RawJson.text(text.toString())));
        }
    }

    @Test
    void numbersWithoutFractionHaveNone() {
        assertEquals("3", RawJson.number(3.0).toString());
        assertEquals("0.1", RawJson.number(0.1).toString());
        assertThrows(IllegalArgumentException.class, () -> RawJson.number(Double.NaN));
    }

    @Test
    void refusesMisuse() {
        assertThrows(IllegalStateException.class, () -> new JsonWriter().finish());
        assertThrows(IllegalStateException.class, () -> new JsonWriter().end());
        assertThrows(IllegalStateException.class, () -> new JsonWriter().name("a"));
        assertThrows(
                IllegalStateException.class, () -> new JsonWriter().object().number(1));
        assertThrows(
                IllegalStateException.class, () -> new JsonWriter().object().finish());
        assertThrows(
                IllegalStateException.class,
                () -> new JsonWriter().object().name("a").end());
        assertThrows(
                IllegalStateException.class, () -> new JsonWriter().number(1).number(2));
    }

    @Test
    void rawValuesAreComparedByTheirBytes() {
        byte[] source = "[1,1e0]".getBytes(StandardCharsets.UTF_8);
        assertEquals(RawJson.of(" 1 "), RawJson.slice(source, 1, 2));
        assertEquals(RawJson.of("1").hashCode(), RawJson.slice(source, 1, 2).hashCode());
        assertNotEquals(RawJson.of("1"), RawJson.slice(source, 3, 6));
        assertEquals(3, RawJson.slice(source, 3, 6).length());
        assertEquals(
                "[1,1e0]",
                RawJson.array(List.of(RawJson.of("1"), RawJson.of("1e0"))).toString());
        assertTrue(RawJson.bool(true).isTrue());
        assertFalse(RawJson.bool(false).isTrue());
        assertThrows(IndexOutOfBoundsException.class, () -> RawJson.slice(source, 3, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> RawJson.slice(source, 0, 8));
    }
}
