// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.fit.Epochs.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where histories are cut, looked at in growing conversations that are drawn by a seed. */
class EpochsTest {
    private static final int SEEDS = 200;
    private static final Measure MEASURE = new Measure();

    private static Transcript transcript(List<Message> messages) {
        return Transcript.of(ChatRequest.of("p/m", messages), "p/m", MEASURE);
    }

    private static Waters waters(Transcript transcript) {
        return Waters.of(4000, 60, 15, 800, transcript.headSize(), false);
    }

    /** One more exchange: a question and its answer, or calls of tools and their results. */
    private static List<Message> more(Random random, int turn) {
        String words = "some words ".repeat(1 + random.nextInt(60));
        if (random.nextInt(3) == 0) {
            return List.of(Message.of(Role.USER, turn + " " + words), Message.of(Role.ASSISTANT, "yes, " + words));
        }
        List<Message> messages = new ArrayList<>(List.of(Message.of(Role.USER, "go on with " + turn)));
        List<Part> calls = new ArrayList<>();
        int parallel = 1 + random.nextInt(3);
        for (int i = 0; i < parallel; i++) {
            calls.add(new Part.ToolCall("t" + turn + "-" + i, "look", RawJson.of("{\"at\":" + turn + "}")));
        }
        messages.add(new Message(Role.ASSISTANT, calls, Optional.empty()));
        for (int i = 0; i < parallel; i++) {
            List<Part> found = List.of(new Part.Text(words));
            messages.add(new Message(
                    Role.TOOL, List.of(new Part.ToolResult("t" + turn + "-" + i, found, false)), Optional.empty()));
        }
        return messages;
    }

    @Test
    void whatIsSaidLaterMovesNoCut() {
        int most = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Message> messages = new ArrayList<>(List.of(Message.of(Role.SYSTEM, "be brief")));
            messages.add(Message.of(Role.USER, "begin"));
            List<Epoch> before = List.of();
            for (int turn = 0; turn < 60; turn++) {
                messages.addAll(more(random, turn));
                Transcript transcript = transcript(List.copyOf(messages));
                List<Epoch> now = Epochs.of(transcript, waters(transcript));
                assertEquals(before, now.subList(0, before.size()), "seed " + seed + ", turn " + turn);
                before = now;
            }
            most = Math.max(most, before.size());
        }
        assertTrue(most > 3, "nothing was cut");
    }

    @Test
    void noCutPartsACallFromItsResults() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Message> messages = new ArrayList<>(List.of(Message.of(Role.USER, "begin")));
            for (int turn = 0; turn < 60; turn++) {
                messages.addAll(more(random, turn));
            }
            Transcript transcript = transcript(messages);
            for (Epoch epoch : Epochs.of(transcript, waters(transcript))) {
                assertTrue(messages.get(epoch.cut()).role() != Role.TOOL, "seed " + seed + ": " + epoch);
            }
        }
    }

    @Test
    void epochsFollowOneAnotherAndTakeAwayWhatPays() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Message> messages = new ArrayList<>(List.of(Message.of(Role.USER, "begin")));
            for (int turn = 0; turn < 80; turn++) {
                messages.addAll(more(random, turn));
            }
            Transcript transcript = transcript(messages);
            Waters waters = waters(transcript);
            int from = 0;
            for (Epoch epoch : Epochs.of(transcript, waters)) {
                assertEquals(from, epoch.from());
                assertTrue(epoch.cut() <= epoch.seen(), "nothing is left: " + epoch);
                assertTrue(transcript.size(epoch.from(), epoch.cut()) >= waters.leastCleared());
                from = epoch.cut();
            }
        }
    }

    @Test
    void aMessageThatIsTooLargeForAnyCutIsNotCutAgainAndAgain() {
        List<Message> messages = new ArrayList<>(List.of(Message.of(Role.USER, "a long document ".repeat(700))));
        for (int turn = 0; turn < 20; turn++) {
            messages.addAll(more(new Random(turn), turn));
        }
        Transcript transcript = transcript(messages);
        assertTrue(Epochs.of(transcript, waters(transcript)).size() < 8);
    }
}
