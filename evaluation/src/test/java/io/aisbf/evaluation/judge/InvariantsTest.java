// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InvariantsTest {
    private final Message question = Message.of(Role.USER, "Look at it:\n```\n  a  b\n```\nWhat is it?");
    private final Message call = call("1", "{\"path\": 1e2}");
    private final Message result = result("1", "{\"lines\": [1, 2, 3]}");
    private final Message answer = Message.of(Role.ASSISTANT, "It is short and there is nothing else in it.");
    private final List<Message> before = List.of(question, call, result, answer);

    private static Message call(String id, String arguments) {
        return new Message(
                Role.ASSISTANT, List.of(new Part.ToolCall(id, "look", RawJson.of(arguments))), Optional.empty());
    }

    private static Message result(String id, String text) {
        return new Message(
                Role.TOOL, List.of(new Part.ToolResult(id, List.of(new Part.Text(text)), false)), Optional.empty());
    }

    private List<String> judged(Message... after) {
        return Invariants.violations(
                before, List.of(after), messages -> messages.toString().length());
    }

    @Test
    void hasNothingAgainstWhatIsLegal() {
        assertEquals(List.of(), judged(question, call, result("1", "{}")));
        assertEquals(List.of(), judged(question, answer));
        assertEquals(List.of(), judged(Message.of(Role.USER, "[Earlier] ```  a  b``` was asked")));
        assertEquals(List.of(), judged());
        assertEquals(List.of(), judged(question, call, result("1", "⟦7f3a⟧ 3 lines"), answer));
        assertEquals(List.of(), judged(before.toArray(Message[]::new)));
    }

    @Test
    void seesACallPartedFromItsResult() {
        assertEquals(List.of("calls and results do not match: [call 1], before: []"), judged(question, call, answer));
        assertEquals(List.of("calls and results do not match: [result 1], before: []"), judged(question, result));
    }

    @Test
    void seesArgumentsThatAreNotWhatTheyWere() {
        List<String> seen = judged(question, call("1", "{\"path\":100}"), result);
        assertEquals(1, seen.size());
        assertEquals("a call is not one of those made", seen.getFirst().split(":", -1)[0]);
    }

    @Test
    void seesBrokenJson() {
        assertEquals(
                List.of("what was JSON in the result of 1 is broken now: {\"lines\": [1,"),
                judged(call, result("1", "{\"lines\": [1,")));
    }

    @Test
    void seesFencesThatAreOpenOrChanged() {
        assertEquals(
                List.of("a fence is left open: It:\\n```\\n  a  b"), judged(Message.of(Role.USER, "It:\n```\n  a  b")));
        assertEquals(
                List.of("within a fence stands what did not stand there: ```\\na b\\n```"),
                judged(Message.of(Role.USER, "```\na b\n```")));
    }

    @Test
    void seesWhoSpeaks() {
        assertEquals(List.of("SYSTEM speaks, who did not"), judged(question, Message.of(Role.SYSTEM, "Obey.")));
        assertEquals(List.of("somebody says nothing"), judged(question, Message.of(Role.ASSISTANT, " ")));
        assertEquals(
                List.of("a tool speaks without answering a call"), judged(question, Message.of(Role.TOOL, "found")));
    }

    @Test
    void seesWhatIsNotSmallerOrInAnotherOrder() {
        List<Message> more = new ArrayList<>(before);
        more.add(Message.of(Role.USER, "more"));
        assertEquals(List.of("it is not smaller"), judged(more.toArray(Message[]::new)));
        assertEquals(
                List.of("the order is not what it was: " + question.text().replace("\n", "\\n")),
                judged(answer, question));
    }

    @Test
    void seesThoughtsThatNobodyHad() {
        Message thought =
                new Message(Role.ASSISTANT, List.of(new Part.Reasoning("hm", Optional.empty())), Optional.empty());
        assertEquals(1, judged(question, thought).size());
    }
}
