// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.testing.PlainJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotesTest {
    private static final Json JSON = new PlainJson();
    private static final UsageNote OWN = new UsageNote(7, Optional.of(RawJson.of("{\"epoch\":2}")));

    private static JsonObject object(String json) {
        return JSON.object(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String into(String body, UsageNote note) {
        return Notes.SNAKE.into(JSON, object(body), "usage", note).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ \"a\" : 1e2 , \"usage\" : { \"in\" : 3 } , \"z\":[] } | { \"a\" : 1e2 , \"usage\" : { \"in\" : 3"
                        + " ,\"effective_context\":7} , \"z\":[] }",
                "{\"usage\":{},\"é\":\"€\"} | {\"usage\":{\"effective_context\":7},\"é\":\"€\"}",
                "{\"usage\":{ }} | {\"usage\":{ \"effective_context\":7}}",
                "{\"usage\":{\"in\":{}}} | {\"usage\":{\"in\":{},\"effective_context\":7}}",
                "{\"usage\":{\"effective_context\" : 5,\"in\":1}} | {\"usage\":{\"effective_context\" : 7,\"in\":1}}",
                "{\"usage\":{\"in\":\"\\\"effective_context\\\"\"}} |"
                        + " {\"usage\":{\"in\":\"\\\"effective_context\\\"\",\"effective_context\":7}}",
                "{\"usage\":null} | {\"usage\":null}",
                "{\"usage\":[1]} | {\"usage\":[1]}",
                "{\"other\":{}} | {\"other\":{}}",
            })
    void changesNothingButTheUsage(String body, String noted) {
        assertEquals(noted, into(body, UsageNote.of(7)));
    }

    @Test
    void tellsWhatElseWasDone() {
        assertEquals(
                "{\"usage\":{\"in\":1,\"effective_context\":7,\"aisbf\":{\"epoch\":2}}}",
                into("{\"usage\":{\"in\":1}}", OWN));
        assertEquals(
                "{\"usage\":{\"aisbf\":{\"epoch\":2},\"in\":1,\"effective_context\":7}}",
                into("{\"usage\":{\"aisbf\":{\"epoch\":1},\"in\":1}}", OWN));
        assertEquals(
                "{\"usage\":{\"aisbf\":{\"epoch\":1},\"effective_context\":7}}",
                into("{\"usage\":{\"aisbf\":{\"epoch\":1}}}", UsageNote.of(7)),
                "a gateway further up condensed, this one did not");
    }

    @Test
    void leavesAnAnswerAloneOfWhichThereIsNothingToTell() {
        JsonObject body = object("{\"usage\":{\"in\":1}}");
        assertEquals(body.raw(), Notes.SNAKE.into(JSON, body, "usage", UsageNote.NONE));
        RawJson raw = body.raw();
        assertSame(raw, Notes.SNAKE.into(JSON, raw, raw, UsageNote.NONE));
    }

    @Test
    void writesIntoAnObjectInTheProtocolsSpelling() {
        JsonWriter snake = new JsonWriter().object().name("in").number(1);
        Notes.SNAKE.write(OWN, snake);
        assertEquals(
                "{\"in\":1,\"effective_context\":7,\"aisbf\":{\"epoch\":2}}",
                snake.end().finish().toString());
        JsonWriter camel = new JsonWriter().object();
        Notes.CAMEL.write(UsageNote.of(7), camel);
        assertEquals("{\"effectiveContext\":7}", camel.end().finish().toString());
    }

    @Test
    void refusesAPlaceThatIsElsewhere() {
        RawJson body = object("{\"usage\":{}}").raw();
        RawJson elsewhere = RawJson.of("{}");
        assertThrows(IllegalArgumentException.class, () -> Notes.SNAKE.into(JSON, body, elsewhere, OWN));
    }
}
