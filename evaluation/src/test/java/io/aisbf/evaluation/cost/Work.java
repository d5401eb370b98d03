// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.cost;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.transcript.Dice;
import io.aisbf.evaluation.transcript.Materials;
import io.aisbf.evaluation.transcript.Prose;
import io.aisbf.runtime.count.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An agent's work, request by request: instructions of 6,000 tokens, then at every step a call of 400 and a result of
 * 2,200, or an answer and a question of the same sizes.
 *
 * @param steps how many requests
 * @param scale what all sizes are divided by, for a quick run
 * @param userEvery after so many steps the user says something; 1 is a chat, 0 never
 */
public record Work(int steps, int scale, int userEvery) {
    /** What the model can read, at full size. */
    static final long WINDOW = 200_000;

    /** What a step adds. */
    public static final int STEP = 2600;

    private static final int INSTRUCTIONS = 6000;
    private static final int SAID = 400;
    private static final int HEARD = STEP - SAID;
    private static final int MOST_LINES = 40;
    private static final double TOLERANCE = 1.1;
    private static final int PARTS = 16;
    private static final Measure MEASURE = new Measure();

    /** What the model can read. */
    long window() {
        return WINDOW / scale;
    }

    /** The history as it is at each request. */
    public List<List<Message>> requests() {
        Dice dice = new Dice(steps + userEvery);
        Prose prose = new Prose(dice);
        List<Message> history = new ArrayList<>();
        history.add(Message.of(Role.SYSTEM, text(INSTRUCTIONS, prose::sentence)));
        history.add(Message.of(Role.USER, "The goal: " + prose.question()));
        List<List<Message>> requests = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            requests.add(List.copyOf(history));
            if (userEvery == 1) {
                history.add(Message.of(Role.ASSISTANT, text(HEARD, prose::sentence)));
                history.add(Message.of(Role.USER, text(SAID, prose::sentence) + " " + prose.question()));
                continue;
            }
            history.addAll(step(step, dice));
            if (userEvery > 0 && step % userEvery == userEvery - 1) {
                history.add(Message.of(Role.ASSISTANT, prose.sentences(3)));
                history.add(Message.of(Role.USER, prose.question()));
            }
        }
        return requests;
    }

    private List<Message> step(int step, Dice dice) {
        Materials materials = new Materials(dice);
        String id = "call_" + step;
        RawJson arguments = RawJson.of("{\"path\":\"src/Part" + dice.between(1, 40) + ".java\"}");
        Part said = new Part.Text(text(SAID, new Prose(dice)::sentence));
        Part call = new Part.ToolCall(id, "read_file", arguments);
        String result = text(HEARD, () -> materials.any(dice.between(2, MOST_LINES / scale)));
        Part heard = new Part.ToolResult(id, List.of(new Part.Text(result)), false);
        return List.of(
                new Message(Role.ASSISTANT, List.of(said, call), Optional.empty()),
                new Message(Role.TOOL, List.of(heard), Optional.empty()));
    }

    private String text(int tokens, Supplier<String> more) {
        StringBuilder text = new StringBuilder(more.get());
        while (MEASURE.count(Counting.MODEL, text) < tokens / scale) {
            text.append('\n').append(more.get());
        }
        while (MEASURE.count(Counting.MODEL, text) > tokens * TOLERANCE / scale) {
            text.setLength(text.length() * (PARTS - 1) / PARTS);
        }
        return text.toString();
    }
}
