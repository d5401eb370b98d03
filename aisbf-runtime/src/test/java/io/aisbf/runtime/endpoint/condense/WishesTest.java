// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.condense;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.runtime.route.ModelEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WishesTest {
    private final JacksonJson json = new JacksonJson();
    private final ModelEntry model =
            new ModelEntry("m", OptionalLong.of(1000), OptionalInt.of(80), List.of("semantic"));

    private ModelEntry wished(String body) {
        return Wishes.of(
                        json.object(body.getBytes(StandardCharsets.UTF_8)),
                        json,
                        Set.of("semantic", "algorithmic"),
                        "goal")
                .onto(model);
    }

    @Test
    void whereNothingIsWishedTheModelStaysWhatItIs() {
        assertEquals(model, wished("{\"model\": \"p/m\", \"goal\": null}"));
    }

    @Test
    void eachWishTakesThePlaceOfWhatIsConfigured() {
        ModelEntry wished = wished("{\"condense_method\": \"algorithmic\", \"condense_context\": 40,"
                + " \"condense_to\": 10, \"context_size\": 500}");
        assertEquals(OptionalLong.of(500), wished.contextSize());
        assertEquals(List.of("algorithmic"), wished.condensing().methods());
        assertEquals(40, wished.condensing().high());
        assertEquals(10, wished.condensing().low());
        assertEquals(
                List.of("algorithmic", "semantic"),
                wished("{\"condense_method\": [\"algorithmic\", \"semantic\"]}")
                        .condensing()
                        .methods());
    }

    @Test
    void aGoalMayBeUsedToTheLastToken() {
        ModelEntry wished = wished("{\"goal\": 300}");
        assertEquals(OptionalLong.of(300), wished.contextSize());
        assertEquals(OptionalLong.of(0), wished.output());
        assertEquals(100, wished.condensing().high());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"condense_context\": 101}",
                "{\"condense_context\": \"80\"}",
                "{\"context_size\": 0}",
                "{\"goal\": 1.5}",
                "{\"goal\": 100, \"context_size\": 200}",
                "{\"condense_method\": 3}",
                "{\"condense_method\": [3]}",
                "{\"condense_method\": \"telepathy\"}"
            })
    void refusesWhatMakesNoSenseByTheNameOfTheMember(String body) {
        CallException refused = assertThrows(CallException.class, () -> wished(body));
        assertEquals(Failure.INVALID_REQUEST, refused.failure());
        String member = body.substring(2, body.indexOf('"', 2));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(member), refused.getMessage());
    }
}
