// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.testing.PlainJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DirectiveTest {
    @Test
    void overridesTheManner() {
        Question question = read("Hello\n"
                + "echo: {\"delay\":\"2s\", \"chunk_delay\":0.25, \"chunk\":3, \"reply\":\"Hi\", \"reasoning\":\"Hm\","
                + " \"length\":4, \"fail\":\"overloaded\", \"retry_after\":\"1m\", \"fail_after\":2,"
                + " \"usage\":{\"input_tokens\":7, \"cached_tokens\":5}}\n"
                + "there");
        assertEquals("Hello\nthere", question.text());
        assertEquals(
                new Manner(
                        Duration.ofSeconds(2),
                        Duration.ofMillis(250),
                        3,
                        Optional.of("Hi"),
                        Optional.of("Hm"),
                        OptionalInt.of(4),
                        Optional.of(Failure.OVERLOADED),
                        Optional.of(Duration.ofMinutes(1)),
                        OptionalInt.of(2),
                        Optional.of(new Usage(7, 5, 0, 0, 0))),
                question.manner());
    }

    @Test
    void whatOnlyLooksLikeOneIsText() {
        for (String text : List.of("echo: hello", "Echo: {}", "an echo: {}", "echo {}")) {
            assertEquals(text, read(text).text());
            assertEquals(Manner.PLAIN, read(text).manner());
        }
    }

    @Test
    void canBeSwitchedOff() {
        String text = "echo: {\"fail\":\"OVERLOADED\"}";
        Question question = Question.read(Asked.of(text), Manner.PLAIN, false, new PlainJson());
        assertEquals(text, question.text());
        assertEquals(Manner.PLAIN, question.manner());
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertRefused("echo: {\"delay\":", "is not a JSON object");
        assertRefused("echo: {\"dealy\":\"2s\"}", "dealy: is unknown; there are [chunk, chunk_delay, delay,");
        assertRefused("echo: {\"delay\":\"soon\"}", "'soon' is no span of time; write 250ms");
        assertRefused("echo: {\"delay\":\"\"}", "'' is no span of time");
        assertRefused("echo: {\"delay\":\"99999999d\"}", "is no span of time");
        assertRefused("echo: {\"delay\":true}", "'true' is no span of time");
        assertRefused("echo: {\"chunk\":0}", "chunk: 0 is not between 1 and");
        assertRefused("echo: {\"chunk\":1e12}", "chunk: 1000000000000 is too large");
        assertRefused("echo: {\"reply\":5}", "reply: is of the wrong type");
        assertRefused("echo: {\"fail\":\"MAYBE\"}", "fail: 'MAYBE' is no failure; write one of [INVALID_REQUEST,");
        assertRefused("echo: {\"usage\":{\"in\":1}}", "in: is unknown; there are [cached_tokens,");
    }

    private static void assertRefused(String text, String sentence) {
        CallException refusal = assertThrows(CallException.class, () -> read(text), text);
        assertEquals(Failure.INVALID_REQUEST, refusal.failure());
        assertEquals(Optional.of("messages"), refusal.details().member());
        assertTrue(String.valueOf(refusal.getMessage()).contains(sentence), refusal::toString);
    }

    private static Question read(String text) {
        return Question.read(Asked.of(text), Manner.PLAIN, true, new PlainJson());
    }
}
