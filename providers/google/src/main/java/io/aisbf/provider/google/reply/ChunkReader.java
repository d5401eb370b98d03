// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.provider.google.part.CallIds;
import io.aisbf.provider.google.part.PartReader;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.Finish;
import io.aisbf.provider.google.wire.UsageTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decodes the chunks of one stream, in their order: calls are counted through the whole of it, since several may come in
 * one chunk or each in its own. For one thread.
 */
final class ChunkReader {
    private final Asked asked;
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private final UsageTally tally = new UsageTally();
    private Optional<String> answer = Optional.empty();

    ChunkReader(Asked asked) {
        this.asked = asked;
    }

    /** What has been told of one answer. */
    private static final class Choice {
        private final StringBuilder text = new StringBuilder();
        private int calls;
        private boolean finished;
    }

    /** What a chunk means. */
    List<ChatEvent> events(Fields chunk) {
        List<ChatEvent> events = new ArrayList<>();
        if (answer.isEmpty()) {
            answer = Optional.of(asked.id(chunk));
            events.add(new ChatEvent.Started(answer.get(), asked.model(chunk)));
        }
        int position = 0;
        for (Fields candidate : chunk.children("candidates")) {
            candidate(candidate, candidate.small("index").orElse(position), events);
            position++;
        }
        if (isBlocked(chunk) && choices.isEmpty()) {
            choices.put(0, new Choice());
            events.add(new ChatEvent.Finished(0, FinishReason.Known.CONTENT_FILTER));
        }
        if (tally.add(chunk)) {
            events.add(new ChatEvent.Counted(tally.usage()));
        }
        return events;
    }

    /** Whether a chunk says that the question was not even put to the model. */
    static boolean isBlocked(Fields chunk) {
        return chunk.child("promptFeedback")
                .flatMap(feedback -> feedback.words("blockReason"))
                .isPresent();
    }

    private void candidate(Fields candidate, int index, List<ChatEvent> events) {
        Choice choice = choices.computeIfAbsent(index, key -> new Choice());
        if (choice.finished) {
            return;
        }
        CallIds ids = asked.ids(answer.orElse(""), index, () -> choice.calls);
        candidate.child("content").ifPresent(content -> {
            for (Fields part : content.children("parts")) {
                PartReader.read(part, ids).forEach(read -> events.add(event(read, index, choice)));
            }
        });
        Sources.read(candidate, choice.text.toString())
                .forEach(source -> events.add(new ChatEvent.Given(index, source)));
        candidate
                .child("logprobsResult")
                .ifPresent(result -> events.add(new ChatEvent.Weighed(index, Probabilities.read(result))));
        Finish.told(candidate).ifPresent(reason -> {
            choice.finished = true;
            events.add(new ChatEvent.Finished(index, Finish.read(reason, choice.calls > 0)));
        });
    }

    private ChatEvent event(Part part, int index, Choice choice) {
        return switch (part) {
            case Part.Text text -> {
                choice.text.append(text.text());
                yield new ChatEvent.TextDelta(index, text.text());
            }
            case Part.Reasoning thought -> new ChatEvent.ReasoningDelta(index, thought.text(), thought.signature());
            case Part.ToolCall call ->
                new ChatEvent.ToolCallDelta(
                        index,
                        choice.calls++,
                        Optional.of(call.id()),
                        Optional.of(asked.tool(call.tool())),
                        call.arguments().toString());
            default -> new ChatEvent.Given(index, part);
        };
    }
}
