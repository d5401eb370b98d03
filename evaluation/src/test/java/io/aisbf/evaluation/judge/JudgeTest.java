// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final String CALL =
            "{'role':'assistant','content':[{'type':'tool_use','id':'1','name':'f','input':{}}]}";
    private static final String ANSWER = "{'type':'tool_result','tool_use_id':'1','content':'x'}";

    private static Node body(String json) {
        return Node.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String openAi(String messages) {
        return said(OpenAiRules::refusal, "messages", messages);
    }

    private static String anthropic(String messages) {
        return said(AnthropicRules::refusal, "messages", messages);
    }

    private static String google(String contents) {
        return said(GoogleRules::refusal, "contents", contents);
    }

    private static String said(Function<Node, Optional<String>> rules, String name, String messages) {
        return rules.apply(body("{'" + name + "':[" + messages + "]}")).orElse("");
    }

    @Test
    void openAiWantsEveryCallAnsweredAtOnce() {
        String call = "{'role':'assistant','content':null,'tool_calls':[{'id':'1'},{'id':'2'}]}";
        String first = "{'role':'tool','tool_call_id':'1','content':'x'}";
        String second = "{'role':'tool','tool_call_id':'2','content':'x'}";
        String user = "{'role':'user','content':'x'}";
        assertEquals("", openAi(user + "," + call + "," + second + "," + first + "," + user));
        assertEquals("messages[3]: calls without an answer: [2]", openAi(user + "," + call + "," + first + "," + user));
        assertEquals("calls without an answer at the end: [1, 2]", openAi(user + "," + call));
        assertEquals("messages[1]: a tool message that answers no call before it: 1", openAi(user + "," + first));
        assertEquals("messages[0]: user has no content", openAi("{'role':'user','content':[]}"));
        assertEquals("messages[0]: no such role: model", openAi("{'role':'model','content':'x'}"));
        assertEquals("there are no messages", openAi(""));
    }

    @Test
    void anthropicWantsResultsFirstInTheNextTurn() {
        String user = "{'role':'user','content':'x'}";
        String text = "{'type':'text','text':'y'}";
        assertEquals("", anthropic(user + "," + CALL + ",{'role':'user','content':[" + ANSWER + "," + text + "]}"));
        assertEquals("the first message is not the user's", anthropic(CALL));
        assertEquals(
                "a tool_result is not first in its turn: 1",
                anthropic(user + "," + CALL + ",{'role':'user','content':[" + text + "," + ANSWER + "]}"));
        assertEquals("tool_use without a tool_result right after: [1]", anthropic(user + "," + CALL + "," + user));
        assertEquals(
                "a tool_result without its tool_use in the turn before: 1",
                anthropic("{'role':'user','content':[" + ANSWER + "]}"));
        assertEquals("a text is blank", anthropic("{'role':'user','content':[{'type':'text','text':' '}]}"));
        assertEquals("a message of user is empty", anthropic("{'role':'user','content':''}"));
    }

    @Test
    void googleWantsTurnsAndAsManyResponsesAsCalls() {
        String user = "{'role':'user','parts':[{'text':'x'}]}";
        String call = "{'role':'model','parts':[{'functionCall':{'name':'f'}},{'functionCall':{'name':'g'}}]}";
        String f = "{'functionResponse':{'name':'f'}}";
        String g = "{'functionResponse':{'name':'g'}}";
        assertEquals("", google(user + "," + call + ",{'role':'user','parts':[" + f + "," + g + "]}"));
        assertEquals(
                "responses [f] to calls [f, g]", google(user + "," + call + ",{'role':'user','parts':[" + f + "]}"));
        assertEquals("responses [] to calls [f, g]", google(user + "," + call + "," + user));
        assertEquals("two turns of user one after the other", google(user + "," + user));
        assertEquals("two turns of model one after the other", google(call));
        assertEquals("there is no turn of the user at the end", google(user + "," + call));
    }
}
