// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.call.CallException;
import io.aisbf.api.testing.PlainJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResponseFormatTest {
    @Test
    void wrapsTextIntoAnObject() {
        assertEquals(Optional.of("{\"echo\":\"say \\\"hi\\\"\"}"), answer("say \"hi\"", "{\"type\":\"json_object\"}"));
        assertEquals(Optional.of("{\"a\": 1e0}"), answer("{\"a\": 1e0}", "{\"type\":\"json_object\"}"));
    }

    @Test
    void suitsTheSchema() {
        assertEquals(
                Optional.of("{\"n\":0}"),
                answer(
                        "x",
                        "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"type\":\"object\","
                                + "\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}}}"));
    }

    @Test
    void leavesTextAlone() {
        assertEquals(Optional.empty(), answer("x", "{\"type\":\"text\"}"));
        assertEquals(Optional.empty(), answer("x", "null"));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThrows(CallException.class, () -> answer("x", "{\"type\":\"xml\"}"));
        assertThrows(CallException.class, () -> answer("x", "5"));
        assertThrows(CallException.class, () -> answer("x", "{\"type\":\"json_schema\",\"json_schema\":5}"));
    }

    private static Optional<String> answer(String text, String format) {
        PlainJson json = new PlainJson();
        Asked asked = Asked.of(text).withExtra("response_format", format);
        return ResponseFormat.answer(Question.read(asked, Manner.PLAIN, true, json), json);
    }
}
