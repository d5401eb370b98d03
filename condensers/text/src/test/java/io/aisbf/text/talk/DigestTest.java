// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DigestTest {
    @Test
    void isReadAsItWasWritten() {
        Digest digest = new Digest(
                "an extract",
                List.of(
                        new Digest.Line(Heading.GOAL, "Move the shop."),
                        new Digest.Line(Heading.FACTS, "user: Goal:\n- is not a heading here")));

        assertEquals(Optional.of(digest), Digest.read(digest.message()));
        assertTrue(digest.text().startsWith("[Earlier conversation, condensed by the gateway: an extract]\nGoal:\n- "));
    }

    @Test
    void isNothingThatSomebodyElseSaid() {
        assertEquals(Optional.empty(), Digest.read(Message.of(Role.USER, "Goal:\n- x")));
        assertEquals(Optional.empty(), Digest.read(Message.of(Role.ASSISTANT, new Digest("x", List.of()).text())));
    }

    @Test
    void anAnswerIsReadHoweverItIsDressedUp() {
        assertEquals(
                List.of(
                        new Digest.Line(Heading.FACTS, "before any heading"),
                        new Digest.Line(Heading.DECISIONS, "one"),
                        new Digest.Line(Heading.OPEN, "two")),
                Digest.lines(List.of("before any heading", "", "## Decisions", "* one", "**Open:**", "1. two")));
    }

    @Test
    void aToolsResultIsToldInALine() {
        assertEquals(
                "run {\"c\":\"make\"}: 3 lines, 45 characters, exit code 2, first error: src/a.c:1: fatal error",
                line("{\"c\":\"make\"}", "compiling\nsrc/a.c:1: fatal error\nexit code: 2"));
        assertEquals("run: 0 lines, 0 characters, ok", line("{}", ""));
        assertTrue(line("{}", "{\"state\": \"failed\", \"n\": 1}").endsWith("ok"));
        assertTrue(line("{}", "{\"error\": \"no such table\"}").contains("first error: \"error\": \"no such table\""));
    }

    @Test
    void aMaskSaysTheSameWhenItIsReadAgain() {
        Part.ToolCall call = new Part.ToolCall("c", "run", RawJson.of("{\"a\":1}"));
        Part.ToolResult result = new Part.ToolResult("c", List.of(new Part.Text("x\n".repeat(90))), true);
        Part.ToolResult masked = ToolLine.masked(call, result);

        assertEquals(ToolLine.of(call, result), ToolLine.of(call, masked));
        assertEquals(masked, ToolLine.masked(call, masked));
        assertTrue(masked.failed());
    }

    private static String line(String arguments, String text) {
        return ToolLine.of(
                new Part.ToolCall("c", "run", RawJson.of(arguments)),
                new Part.ToolResult("c", List.of(new Part.Text(text)), false));
    }
}
