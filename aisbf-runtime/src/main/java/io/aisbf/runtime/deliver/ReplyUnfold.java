// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a stream of a whole answer: for a client that asked for a stream of a provider that gives none. */
final class ReplyUnfold {
    private ReplyUnfold() {}

    /** The frames a stream would have had, one for each part. */
    static List<Frame> frames(ChatResponse response) {
        List<Frame> frames = new ArrayList<>();
        frames.add(Frame.of(List.of(new ChatEvent.Started(response.id(), response.model()))));
        for (ChatResponse.Choice choice : response.choices()) {
            int calls = 0;
            for (Part part : choice.message().parts()) {
                frames.add(Frame.of(List.of(event(choice.index(), calls, part))));
                calls += part instanceof Part.ToolCall ? 1 : 0;
            }
            if (!choice.probabilities().isEmpty()) {
                frames.add(Frame.of(List.of(new ChatEvent.Weighed(choice.index(), choice.probabilities()))));
            }
            frames.add(Frame.of(List.of(new ChatEvent.Finished(choice.index(), choice.finish()))));
        }
        if (!response.usage().equals(Usage.NONE)) {
            frames.add(Frame.of(List.of(new ChatEvent.Counted(response.usage()))));
        }
        return frames;
    }

    private static ChatEvent event(int choice, int calls, Part part) {
        return switch (part) {
            case Part.Text text -> new ChatEvent.TextDelta(choice, text.text());
            case Part.Reasoning thought -> new ChatEvent.ReasoningDelta(choice, thought.text(), thought.signature());
            case Part.Refusal refusal -> new ChatEvent.RefusalDelta(choice, refusal.text());
            case Part.ToolCall call ->
                new ChatEvent.ToolCallDelta(
                        choice,
                        calls,
                        Optional.of(call.id()),
                        Optional.of(call.tool()),
                        call.arguments().toString());
            default -> new ChatEvent.Given(choice, part);
        };
    }
}
