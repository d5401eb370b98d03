// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What several contracts put to a plugin. */
final class Samples {
    /** An answer with text and two tool calls. */
    static final List<ChatEvent> EVENTS = List.of(
            new ChatEvent.Started("answer-1", "test-model"),
            new ChatEvent.TextDelta(0, "Let me "),
            new ChatEvent.TextDelta(0, "\"look\"\n\u00e9\uD83D\uDE00"),
            new ChatEvent.ToolCallDelta(0, 0, Optional.of("call_1"), Optional.of("weather"), ""),
            new ChatEvent.ToolCallDelta(0, 0, Optional.empty(), Optional.empty(), "{\"city\": \"Par"),
            new ChatEvent.ToolCallDelta(0, 0, Optional.empty(), Optional.empty(), "is\",\"n\":1e2}"),
            new ChatEvent.ToolCallDelta(0, 1, Optional.of("call_2"), Optional.of("time"), "{}"),
            new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS),
            new ChatEvent.Counted(Usage.of(11, 7)));

    /** Where the text of {@link #thoughts} comes from. */
    static final Part.Citation SOURCE = new Part.Citation(
            Optional.of("https://example.org/a?b=c"),
            Optional.of("A \"page\""),
            Optional.of("as it was"),
            OptionalInt.of(0),
            OptionalInt.of(9),
            Optional.empty());

    private Samples() {}

    /**
     * An answer with a proven thought, a text with its source, and a proof without words before two calls of one tool
     * that arrive in turns.
     */
    static List<ChatEvent> thoughts(Part.Signature proof, Part.Signature ofCall) {
        return List.of(
                new ChatEvent.Started("answer-2", "test-model"),
                new ChatEvent.ReasoningDelta(0, "I should ", Optional.empty()),
                new ChatEvent.ReasoningDelta(0, "\"look\".", Optional.empty()),
                new ChatEvent.ReasoningDelta(0, "", Optional.of(proof)),
                new ChatEvent.TextDelta(0, "It "),
                new ChatEvent.TextDelta(0, "rains."),
                new ChatEvent.Given(0, SOURCE),
                new ChatEvent.ReasoningDelta(0, "", Optional.of(ofCall)),
                call(0, Optional.of("call_1"), ""),
                call(1, Optional.of("call_2"), ""),
                call(0, Optional.empty(), "{\"city\":"),
                call(1, Optional.empty(), "{\"city\": \"Ro"),
                call(0, Optional.empty(), "\"Paris\"}"),
                call(1, Optional.empty(), "me\"}"),
                new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS),
                new ChatEvent.Counted(Usage.of(11, 7)));
    }

    /** An answer that met a stop sequence. */
    static List<ChatEvent> stopped() {
        return List.of(
                new ChatEvent.Started("answer-3", "test-model"),
                new ChatEvent.TextDelta(0, "one two"),
                new ChatEvent.Finished(0, new FinishReason.StopSequence("three")),
                new ChatEvent.Counted(Usage.of(11, 7)));
    }

    private static ChatEvent call(int index, Optional<String> id, String fragment) {
        return new ChatEvent.ToolCallDelta(0, index, id, id.map(_ -> "weather"), fragment);
    }

    /** What a choice says, so that two can be compared. */
    static String said(ChatResponse.Choice choice) {
        StringBuilder said =
                new StringBuilder().append(choice.index()).append(' ').append(choice.finish());
        said.append(' ').append(choice.message().text());
        for (Part part : choice.message().parts()) {
            if (!(part instanceof Part.Text)) {
                said.append(' ').append(part);
            }
        }
        return said.toString();
    }

    /** The reply to some request. */
    static Upstream.Reply send(ScriptedUpstream upstream) throws IOException, InterruptedException {
        Upstream.Request request = new Upstream.Request(
                "POST", URI.create("http://127.0.0.1/"), Map.of(), List.of(), Upstream.Deadlines.DEFAULT);
        return upstream.send(request, Call.start("sample", Duration.ofMinutes(1)));
    }

    /** A stretch of work with a tool: call, long result, answer, {@code turns} times over. */
    static List<Message> work(int turns) {
        List<Message> messages = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            String id = "call_" + turn;
            RawJson arguments = RawJson.of("{\"path\":\"src/File" + turn + ".java\"}");
            messages.add(Message.of(Message.Role.USER, "Please look at file " + turn + " and tell me what it does."));
            messages.add(new Message(
                    Message.Role.ASSISTANT, List.of(new Part.ToolCall(id, "read_file", arguments)), Optional.empty()));
            String listing = ("line of file " + turn + ": the quick brown fox jumps over the lazy dog\n").repeat(60);
            Part result = new Part.ToolResult(id, List.of(new Part.Text(listing)), false);
            messages.add(new Message(Message.Role.TOOL, List.of(result), Optional.empty()));
            messages.add(Message.of(
                    Message.Role.ASSISTANT,
                    "File " + turn
                            + " repeats one sentence about a fox. It is sixty lines long. Nothing else is in it. "
                            + "I would not keep it, since the same sentence is in the other files as well."));
        }
        return List.copyOf(messages);
    }
}
