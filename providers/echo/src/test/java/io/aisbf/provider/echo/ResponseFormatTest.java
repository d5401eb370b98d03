// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.testing.PlainJson;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResponseFormatTest {
    @Test
    void wrapsTextIntoAnObject() {
        assertEquals(Optional.of("{\"echo\":\"say \\\"hi\\\"\"}"), answer("say \"hi\"", Shape.Json.ANY));
        assertEquals(Optional.of("{\"a\": 1e0}"), answer("{\"a\": 1e0}", Shape.Json.ANY));
    }

    @Test
    void suitsTheSchema() {
        RawJson schema =
                RawJson.of("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}");

        assertEquals(
                Optional.of("{\"n\":0}"),
                answer("x", new Shape.Schema("a", Optional.empty(), schema, Optional.empty())));
    }

    @Test
    void leavesTextAlone() {
        assertEquals(Optional.empty(), answer(Asked.of("x")));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        CallException refused = assertThrows(
                CallException.class, () -> answer(Asked.of("x").withExtra("response_format", "{\"type\":\"xml\"}")));

        assertEquals(Failure.CANNOT_CARRY, refused.failure());
    }

    private static Optional<String> answer(String text, Shape shape) {
        Options none = Options.NONE;
        return answer(Asked.of(text)
                .withOptions(new Options(
                        Optional.of(shape),
                        none.thinking(),
                        none.parallelCalls(),
                        none.logprobs(),
                        none.user(),
                        none.metadata(),
                        none.tier(),
                        none.cacheKey())));
    }

    private static Optional<String> answer(Asked asked) {
        PlainJson json = new PlainJson();
        return ResponseFormat.answer(Question.read(asked, Manner.PLAIN, true, json), json);
    }
}
