// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers a streamed answer into a whole one, and insists on the way that the stream is well-formed: it begins once,
 * each answer is finished once and says nothing afterwards, a tool call begins before it goes on. What is wrong is an
 * {@link AssertionError}. For one thread.
 *
 * <p>The message of each choice has its parts in this order: reasoning, text, refusal, tool calls; a part that stayed
 * empty is left out.
 */
public final class Fold {
    private final SortedMap<Integer, Choice> choices = new TreeMap<>();
    private Optional<ChatEvent.Started> started = Optional.empty();
    private Usage usage = Usage.NONE;

    private Fold() {}

    /** The whole answer, whichever way it came; a stream is read to its end. Does not close the reply. */
    public static ChatResponse whole(ChatReply reply) throws IOException, InterruptedException {
        return switch (reply) {
            case ChatReply.Whole whole -> whole.response();
            case ChatReply.Stream stream -> stream(stream);
        };
    }

    /** The whole answer that these events amount to. */
    public static ChatResponse events(List<ChatEvent> events) {
        Fold fold = new Fold();
        events.forEach(fold::add);
        return fold.response();
    }

    private static ChatResponse stream(ChatReply.Stream stream) throws IOException, InterruptedException {
        Fold fold = new Fold();
        for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
            frame.get().events().forEach(fold::add);
        }
        if (stream.next().isPresent()) {
            throw new AssertionError("the stream goes on after it said that it is complete");
        }
        return fold.response();
    }

    private void add(ChatEvent event) {
        if (event instanceof ChatEvent.Started first) {
            if (started.isPresent()) {
                throw new AssertionError("the stream begins twice");
            }
            started = Optional.of(first);
            return;
        }
        if (started.isEmpty()) {
            throw new AssertionError(event.getClass().getSimpleName() + " before the stream began");
        }
        switch (event) {
            case ChatEvent.TextDelta delta -> choice(delta.choice()).text.append(delta.text());
            case ChatEvent.ReasoningDelta delta -> choice(delta.choice()).reason(delta);
            case ChatEvent.RefusalDelta delta -> choice(delta.choice()).refusal.append(delta.text());
            case ChatEvent.ToolCallDelta delta -> choice(delta.choice()).call(delta);
            case ChatEvent.Finished finished -> choice(finished.choice()).finish = Optional.of(finished.reason());
            case ChatEvent.Counted counted -> usage = counted.usage();
            default -> {}
        }
    }

    private Choice choice(int index) {
        Choice choice = choices.computeIfAbsent(index, Choice::new);
        if (choice.finish.isPresent()) {
            throw new AssertionError("choice " + index + " goes on after it was finished");
        }
        return choice;
    }

    private ChatResponse response() {
        ChatEvent.Started first = started.orElseThrow(() -> new AssertionError("the stream never began"));
        return ChatResponse.of(
                first.id(),
                first.model(),
                choices.values().stream().map(Choice::whole).toList(),
                usage);
    }

    /** One answer in the making. */
    private static final class Choice {
        private final int index;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder refusal = new StringBuilder();
        private final SortedMap<Integer, Call> calls = new TreeMap<>();
        private Optional<Part.Signature> signature = Optional.empty();
        private Optional<FinishReason> finish = Optional.empty();

        private Choice(int index) {
            this.index = index;
        }

        private void reason(ChatEvent.ReasoningDelta delta) {
            reasoning.append(delta.text());
            signature = delta.signature().or(() -> signature);
        }

        private void call(ChatEvent.ToolCallDelta delta) {
            if (!calls.containsKey(delta.call())) {
                String id = delta.id().orElseThrow(() -> new AssertionError("a tool call begins without an id"));
                String tool = delta.tool().orElseThrow(() -> new AssertionError("a tool call begins without a tool"));
                calls.put(delta.call(), new Call(id, tool, new StringBuilder()));
            }
            calls.get(delta.call()).arguments.append(delta.argumentsFragment());
        }

        private ChatResponse.Choice whole() {
            List<Part> parts = new ArrayList<>();
            if (!reasoning.isEmpty()) {
                parts.add(new Part.Reasoning(reasoning.toString(), signature));
            }
            if (!text.isEmpty()) {
                parts.add(new Part.Text(text.toString()));
            }
            if (!refusal.isEmpty()) {
                parts.add(new Part.Refusal(refusal.toString()));
            }
            for (Call call : calls.values()) {
                String json = call.arguments.isEmpty() ? "{}" : call.arguments.toString();
                parts.add(new Part.ToolCall(call.id, call.tool, RawJson.of(json)));
            }
            Message message = new Message(Message.Role.ASSISTANT, parts, Optional.empty());
            return new ChatResponse.Choice(
                    index,
                    message,
                    finish.orElseThrow(() -> new AssertionError("choice " + index + " is never finished")));
        }

        private record Call(String id, String tool, StringBuilder arguments) {}
    }
}
