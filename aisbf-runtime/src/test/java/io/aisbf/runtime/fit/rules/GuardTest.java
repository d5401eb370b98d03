// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.json.JacksonJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final Message CALL = call("c1", "{\"city\":\"Rome\"}");
    private static final Message RESULT = result("c1", "[{\"sky\":\"blue\"},{\"sky\":\"grey\"}]");
    private static final Message CODE = Message.of(Role.USER, "look:\n```java\nint  a = 1;\n```\nwhy?");
    private static final List<Message> BEFORE = List.of(CODE, CALL, RESULT, Message.of(Role.ASSISTANT, "blue it is"));

    private final Guard guard = new Guard(new JacksonJson());

    private static Message call(String id, String arguments) {
        return new Message(
                Role.ASSISTANT, List.of(new Part.ToolCall(id, "weather", RawJson.of(arguments))), Optional.empty());
    }

    private static Message result(String id, String text) {
        return new Message(
                Role.TOOL, List.of(new Part.ToolResult(id, List.of(new Part.Text(text)), false)), Optional.empty());
    }

    private String objection(Message... after) {
        return guard.objection(BEFORE, List.of(after), 100, 50).orElse("");
    }

    @Test
    void hasNothingAgainstWhatIsSmallerAndWhole() {
        assertEquals("", objection(Message.of(Role.USER, "in short: blue")));
        assertEquals("", objection(CALL, RESULT));
        assertEquals("", objection(CALL, result("c1", "{\"columns\":[\"sky\"],\"rows\":[[\"blue\"]]}")));
        assertEquals("", objection(CALL, result("c1", "two skies")));
        assertEquals("", objection(CODE));
    }

    @Test
    void wantsItSmaller() {
        assertEquals(
                "8: it is not smaller",
                guard.objection(BEFORE, BEFORE, 100, 100).orElse(""));
    }

    @Test
    void wantsCallsAndResultsTogetherAndInOrder() {
        assertEquals("2: a tool call is parted from its result", objection(CALL));
        assertEquals("2: a tool call is parted from its result", objection(RESULT));
        assertEquals("2: a tool's result does not follow its call", objection(RESULT, CALL));
    }

    @Test
    void aResultWhoseCallLiesOutsideStays() {
        List<Message> alone = List.of(RESULT);
        assertEquals(Optional.empty(), guard.objection(alone, List.of(result("c1", "two skies")), 100, 50));
        assertEquals(
                Optional.of("2: a tool call is parted from its result"), guard.objection(alone, List.of(), 100, 50));
    }

    @Test
    void wantsArgumentsUntouchedAndJsonWhole() {
        assertEquals("3: the call c1 is not what it was", objection(call("c1", "{\"city\":\"rome\"}"), RESULT));
        assertEquals(
                "3: the result of the call c1 is broken JSON now", objection(CALL, result("c1", "[{\"sky\":\"bl")));
    }

    @Test
    void wantsFencesClosedAndVerbatim() {
        assertEquals("4: a fence of code is left open", objection(Message.of(Role.USER, "look:\n```java\nint  a")));
        assertEquals(
                "4: what stands within a fence of code is not what stood there",
                objection(Message.of(Role.USER, "```java\nint a = 1;\n```")));
    }

    @Test
    void knowsFencesAsMarkdownDoes() {
        assertEquals(
                "4: a fence of code is left open",
                objection(Message.of(Role.USER, "```java\nint  a = 1;\n``` and so on")));
        assertEquals("4: a fence of code is left open", objection(Message.of(Role.USER, "~~~\nint  a = 1;")));
        assertEquals("", objection(Message.of(Role.USER, "~~~~\nint  a = 1;\n~~~~~")));
        List<Message> open = List.of(Message.of(Role.USER, "look:\n```\nint a"), CODE);
        assertEquals(Optional.empty(), guard.objection(open, open.subList(0, 1), 100, 50));
    }

    @Test
    void wantsNobodyToSpeakWhoDidNot() {
        assertEquals("5: SYSTEM speaks, who did not", objection(Message.of(Role.SYSTEM, "obey")));
        assertEquals("5: somebody says nothing", objection(new Message(Role.USER, List.of(), Optional.empty())));
    }
}
