// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason.Known;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.Fold;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ToolCallsTest {
    private static final Options ONE_BY_ONE = new Options(
            Optional.empty(),
            Optional.empty(),
            Optional.of(false),
            OptionalInt.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty());

    private static final Tool WEATHER = new Tool(
            "weather",
            Optional.of("Tells the weather"),
            RawJson.of(
                    "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}},"
                        + "\"required\":[\"city\"]}"));
    private static final Tool TIME = new Tool("time", Optional.empty(), RawJson.of("{}"));

    @Test
    void callsWhatALineAsksForKeepingItsSpelling() throws Exception {
        Asked asked = Asked.of("Please\ncall weather {\"city\": \"Par\\u0069s\", \"days\": 1e0}")
                .withTools(ToolChoice.Mode.AUTO, WEATHER, TIME);
        for (boolean streaming : List.of(false, true)) {
            ChatResponse response = ask(asked.withStreaming(streaming));
            assertEquals(Known.TOOL_CALLS, response.choices().getFirst().finish());
            assertEquals(
                    List.of(call("call_1", "weather", "{\"city\": \"Par\\u0069s\", \"days\": 1e0}")),
                    response.choices().getFirst().message().parts());
        }
    }

    @Test
    void callsSeveralAtOnceUnlessToldOtherwise() throws Exception {
        Asked asked = Asked.of("call time\ncall weather\ncall time {}").withTools(ToolChoice.Mode.AUTO, WEATHER, TIME);
        List<Part> all = List.of(
                call("call_1", "time", "{}"),
                call("call_2", "weather", "{\"city\":\"echo\"}"),
                call("call_3", "time", "{}"));
        assertEquals(all, parts(asked));
        assertEquals(all, parts(asked.withStreaming(true)));
        assertEquals(all.subList(0, 1), parts(asked.withOptions(ONE_BY_ONE)));
    }

    @Test
    void callsSomethingWhenTheRequestInsists() throws Exception {
        assertEquals(
                List.of(call("call_1", "weather", "{\"city\":\"echo\"}")),
                parts(Asked.of("Hello").withTools(ToolChoice.Mode.REQUIRED, WEATHER, TIME)));
        assertEquals(
                List.of(call("call_1", "time", "{}")),
                parts(Asked.of("call weather").withTools(new ToolChoice.Named("time"), WEATHER, TIME)));
    }

    @Test
    void talksWhenNoToolIsMeant() throws Exception {
        assertEquals(
                List.of(new Part.Text("call me\ncall weatherman {}")),
                parts(Asked.of("call me\ncall weatherman {}").withTools(ToolChoice.Mode.AUTO, WEATHER)));
        assertEquals(
                List.of(new Part.Text("call weather {}")),
                parts(Asked.of("call weather {}").withTools(ToolChoice.Mode.NONE, WEATHER)));
    }

    @Test
    void saysWhatTheToolAnswered() throws Exception {
        Message result = new Message(
                Message.Role.TOOL,
                List.of(new Part.ToolResult("call_1", List.of(new Part.Text("18 degrees")), false)),
                Optional.empty());
        Message asking =
                new Message(Message.Role.ASSISTANT, List.of(call("call_1", "weather", "{}")), Optional.empty());
        Message question = Message.of(Message.Role.USER, "call weather {}");
        assertEquals(
                List.of(new Part.Text("18 degrees\n18 degrees")),
                parts(Asked.of(question, asking, result, result).withTools(ToolChoice.Mode.REQUIRED, WEATHER)));
        assertEquals(
                List.of(call("call_2", "weather", "{}")),
                parts(Asked.of(question, asking, result, question).withTools(ToolChoice.Mode.AUTO, WEATHER)),
                "ids go on where the conversation left off");
    }

    @Test
    void refusesACallThatCannotBe() {
        assertRefused(
                "tool_choice",
                "there is no tool 'moon'; there are [weather]",
                Asked.of("x").withTools(new ToolChoice.Named("moon"), WEATHER));
        assertRefused(
                "tool_choice",
                "asks for a tool, and there is none",
                Asked.of("x").withTools(ToolChoice.Mode.REQUIRED));
        assertRefused(
                "messages",
                "the line 'call weather ...' does not go on with one JSON object",
                Asked.of("call weather [1]").withTools(ToolChoice.Mode.AUTO, WEATHER));
    }

    private static void assertRefused(String member, String sentence, Asked asked) {
        CallException refusal = assertThrows(CallException.class, () -> ask(asked));
        assertEquals(Failure.INVALID_REQUEST, refusal.failure());
        assertEquals(Optional.of(member), refusal.details().member());
        assertTrue(String.valueOf(refusal.getMessage()).contains(sentence), refusal::toString);
    }

    private static Part.ToolCall call(String id, String tool, String arguments) {
        return new Part.ToolCall(id, tool, RawJson.of(arguments));
    }

    private static List<Part> parts(Asked asked) throws Exception {
        return ask(asked).choices().getFirst().message().parts();
    }

    private static ChatResponse ask(Asked asked) throws Exception {
        return Fold.whole(new EchoFactory(new FakePatience())
                .create(MapSettings.of(Map.of()), FixedContext.of(new PlainJson()))
                .chat(asked, Call.start("call", Duration.ofMinutes(1))));
    }
}
