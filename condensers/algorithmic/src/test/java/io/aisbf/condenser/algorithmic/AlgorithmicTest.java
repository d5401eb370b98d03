// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlgorithmicTest {
    private static final String PYTHON = """
        def total(rows):


            sum = 0
            for row in rows:


                sum += row.price
            return sum
        """.repeat(4);

    private final Talk talk = new Talk();

    @Test
    void codeAndLayoutAreNotTouched() throws Exception {
        talk.tool("read_file", PYTHON);
        talk.tool("read_file", "a:\n  b: 1\n\n\n\n  c: 2\n".repeat(30).replace("a:", "z:"));
        talk.tool("read_file", "| a    | b |\n|------|---|\n| 1    | 2 |\n\n\n\n".repeat(20));

        assertSame(talk.messages().get(1), talk.condensed(0).get(1));
        assertEquals(talk.messages(), talk.condensed(0));
    }

    @Test
    void fencesStayWordForWordAndWhatIsBetweenThemDoesNot() throws Exception {
        String fence = "```json\n{ \"a\" : [ 1, 2 ],\n  \"b\" : null }\n```";
        String json =
                "{\n  \"first\" : [ 1, 2, 3 ],\n  \"second\" : { \"much\" : \"longer than eighty characters\" }\n}";
        talk.user("Before.\n\n\n\n" + fence + "\n" + json + "\nAfter.");

        String said = talk.condensed(0).getFirst().text();

        assertEquals(
                "Before.\n\n" + fence
                        + "\n{\"first\":[1,2,3],\"second\":{\"much\":\"longer than eighty characters\"}}\nAfter.",
                said);
    }

    @Test
    void stopsWhenTheGoalIsMet() throws Exception {
        talk.tool("shell", "\u001b[32mok\u001b[0m\n".repeat(100));
        String pretty =
                "{\n  \"a\" : [ 1, 2, 3 ],\n  \"b\" : { \"much\" : \"longer than eighty characters\" , \"c\": 1 }\n}";
        talk.tool("curl", pretty);

        assertEquals(pretty, Talk.said(talk.condensed(talk.tokens() - 50).get(3)));
        assertTrue(Talk.said(talk.condensed(0).get(3)).length() < pretty.length());
    }

    @Test
    void aFileReadAgainIsItsDifferencesAndTheFirstReadStays() throws Exception {
        String file =
                IntStream.range(0, 80).mapToObj(i -> "    call(" + i + ");\n").collect(Collectors.joining());
        talk.tool("read_file", file);
        talk.tool("read_file", file.replace("call(40)", "answer(42)"));
        talk.tool("read_file", file);

        List<Message> condensed = talk.condensed(0);

        assertSame(talk.messages().get(1), condensed.get(1));
        assertTrue(
                Talk.said(condensed.get(3)).contains("-    call(40);\n+    answer(42);"), Talk.said(condensed.get(3)));
        assertTrue(Talk.said(condensed.get(5)).contains(" the same "), Talk.said(condensed.get(5)));
    }

    @Test
    void aTextThatAnotherPointsToIsNotDigested() throws Exception {
        String log = IntStream.range(0, 200)
                .mapToObj(i -> "2026-01-02 10:00:00 INFO worker " + i + " is busy\n")
                .collect(Collectors.joining());
        talk.tool("shell", log);
        talk.tool("shell", log + "2026-01-02 10:00:01 INFO the end of all things\n");

        List<Message> condensed = talk.condensed(1);

        assertEquals(log, Talk.said(condensed.get(1)));
        assertTrue(Talk.said(condensed.get(3)).contains("+2026-01-02 10:00:01 INFO the end of all things"));
    }

    @Test
    void jsonStaysJsonWhateverItIsReplacedBy() throws Exception {
        String rows = IntStream.range(0, 60)
                .mapToObj(i ->
                        "{\"id\": " + i + ", \"kind\": \"thing\", \"blob\": \"" + "9f3a71c0b8e24d5a".repeat(20) + "\"}")
                .collect(Collectors.joining(",\n", "[\n", "\n]"));
        talk.tool("curl", rows);
        talk.tool("curl", rows);

        List<Message> condensed = talk.condensed(0);

        assertTrue(Talk.said(condensed.get(1))
                .startsWith("{\"columns\":[\"id\"],\"every\":{\"kind\":\"thing\",\"blob\":\"⟦aisbf:"));
        assertTrue(Talk.said(condensed.get(3)).startsWith("{\"repeated\":\"⟦aisbf:"), Talk.said(condensed.get(3)));
        new PlainJson().object(Talk.said(condensed.get(3)).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anUnclosedFenceIsLeftToWhoWroteIt() throws Exception {
        talk.user("Here:\n\n\n\n```\nno end of it\n\n\n\n");

        assertEquals(talk.messages(), talk.condensed(0));
    }

    @Test
    void instructionsAndShortWordsStay() throws Exception {
        talk.say(Role.SYSTEM, "Be kind.\n\n\n\nBe brief.");
        talk.user("42");
        talk.user("yes");

        assertEquals(talk.messages(), talk.condensed(0));
    }

    @Test
    void anInterruptEndsTheWork() {
        talk.tool("shell", "x\n\n\n\ny");
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> talk.condensed(0));
    }

    @Test
    void moreThanAQuarterOfProseIsNotToBeDropped() {
        SettingsException wrong = assertThrows(
                SettingsException.class,
                () -> new AlgorithmicFactory()
                        .create(MapSettings.of(Map.of("prose_drop", 1.5)), FixedContext.of(new PlainJson())));

        assertTrue(wrong.getMessage().contains("1 to 1.25"), wrong.getMessage());
    }
}
