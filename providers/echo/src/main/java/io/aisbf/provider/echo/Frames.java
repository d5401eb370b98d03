// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * An answer cut into frames. The first begins the answer, each but the last says a piece of it (for every choice), and
 * the last ends it. They are made when they are asked for: a long answer in a hundred choices does not lie about.
 */
final class Frames {
    private final String id;
    private final String model;
    private final int choices;
    private final Answer answer;
    private final List<IntFunction<ChatEvent>> pieces = new ArrayList<>();

    Frames(String id, String model, int choices, int chunk, Answer answer) {
        this.id = id;
        this.model = model;
        this.choices = choices;
        this.answer = answer;
        for (String piece : Words.joined(answer.reasoning(), chunk)) {
            pieces.add(choice -> new ChatEvent.ReasoningDelta(choice, piece, Optional.empty()));
        }
        for (String piece : Words.joined(answer.text(), chunk)) {
            pieces.add(choice -> new ChatEvent.TextDelta(choice, piece));
        }
        for (int number = 0; number < answer.calls().size(); number++) {
            cut(number, answer.calls().get(number), chunk);
        }
    }

    /** How many there are. */
    int size() {
        return Math.max(1, pieces.size()) + 1;
    }

    /** What they cost, told by the last. */
    Usage usage() {
        return answer.usage();
    }

    /** The frame of that number, from 0. */
    Frame get(int number) {
        List<ChatEvent> events = new ArrayList<>();
        if (number == 0) {
            events.add(new ChatEvent.Started(id, model));
        }
        boolean last = number == size() - 1;
        for (int choice = 0; choice < choices; choice++) {
            if (last) {
                events.add(new ChatEvent.Finished(choice, answer.finish()));
            } else if (number < pieces.size()) {
                events.add(pieces.get(number).apply(choice));
            }
        }
        if (last) {
            events.add(new ChatEvent.Counted(answer.usage()));
        }
        return Frame.of(events);
    }

    private void cut(int number, Part.ToolCall call, int chunk) {
        Optional<String> callId = Optional.of(call.id());
        Optional<String> tool = Optional.of(call.tool());
        pieces.add(choice -> new ChatEvent.ToolCallDelta(choice, number, callId, tool, ""));
        for (String piece : Words.joined(Words.of(call.arguments().toString()), chunk)) {
            pieces.add(
                    choice -> new ChatEvent.ToolCallDelta(choice, number, Optional.empty(), Optional.empty(), piece));
        }
    }
}
