// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.logs;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.json.RawJson;
import io.aisbf.evaluation.Counting;
import io.aisbf.runtime.count.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Hides lines in logs, has the logs condensed, and looks whether they are still there. Deterministic. */
final class LogSurvey {
    private static final Measure MEASURE = new Measure();
    private static final Part.ToolCall CALL =
            new Part.ToolCall("call_1", "shell", RawJson.of("{\"command\":\"cat service.log\"}"));

    private final CondensationMethod method;
    private final int needles;

    LogSurvey(CondensationMethod method, int needles) {
        this.method = method;
        this.needles = needles;
    }

    /** What is kept of how many, and the digests that came out larger than asked. */
    record Kept(long kept, long of, long tooLarge) {
        Kept plus(Kept other) {
            return new Kept(kept + other.kept, of + other.of, tooLarge + other.tooLarge);
        }
    }

    /** Lines of words of their own. */
    Kept unique(SystemLog log, int ratio, boolean asked) throws IOException, InterruptedException {
        Kept all = new Kept(0, 0, 0);
        for (int i = 0; i < needles; i++) {
            SplittableRandom random = new SplittableRandom(log.name().hashCode() * 31L + i);
            all = all.plus(found(Needle.unique(log, random), ratio, asked));
        }
        return all;
    }

    /** Lines as another system writes them. */
    Kept foreign(SystemLog log, SystemLog other, int ratio, boolean asked) throws IOException, InterruptedException {
        Kept all = new Kept(0, 0, 0);
        for (int i = 0; i < needles; i++) {
            SplittableRandom random = new SplittableRandom(log.name().hashCode() * 37L + i);
            all = all.plus(found(Needle.foreign(log, other, random), ratio, asked));
        }
        return all;
    }

    /** Numbers far from all others of their place. */
    Kept outliers(SystemLog log, int ratio, boolean asked) throws IOException, InterruptedException {
        Kept all = new Kept(0, 0, 0);
        SplittableRandom random = new SplittableRandom(log.name().hashCode());
        for (int tries = 0; tries < needles * 20 && all.of() < needles; tries++) {
            Optional<Needle> needle = Needle.outlier(log, random);
            if (needle.isPresent()) {
                all = all.plus(found(needle.get(), ratio, asked));
            }
        }
        return all;
    }

    /** Of how many templates at least one line is there. */
    Kept templates(SystemLog log, int ratio) throws IOException, InterruptedException {
        String text = String.join("\n", log.lines());
        String digest = condensed(text, ratio, "");
        Set<String> events = new HashSet<>();
        for (int i = 0; i < log.lines().size(); i++) {
            if (digest.contains(log.contents().get(i))) {
                events.add(log.events().get(i));
            }
        }
        return new Kept(events.size(), new HashSet<>(log.events()).size(), 0);
    }

    private Kept found(Needle needle, int ratio, boolean asked) throws IOException, InterruptedException {
        String text = String.join("\n", needle.lines());
        String digest = condensed(text, ratio, asked ? needle.question() : "");
        long goal = MEASURE.count(Counting.MODEL, text) / ratio;
        boolean tooLarge = MEASURE.count(Counting.MODEL, digest) > goal + 8;
        return new Kept(digest.contains(needle.said()) ? 1 : 0, 1, tooLarge ? 1 : 0);
    }

    String condensed(String text, int ratio, String question) throws IOException, InterruptedException {
        Message call = new Message(Role.ASSISTANT, List.of(CALL), Optional.empty());
        Part result = new Part.ToolResult("call_1", List.of(new Part.Text(text)), false);
        List<Message> log = List.of(new Message(Role.TOOL, List.of(result), Optional.empty()));
        List<Message> after = question.isEmpty()
                ? List.of(Message.of(Role.ASSISTANT, "I have read the log."))
                : List.of(Message.of(Role.USER, question));
        long now = MEASURE.count(Counting.MODEL, text);
        Budget budget = new Budget(Counting.MODEL, now, now / ratio);
        List<Message> shorter = method.condense(
                new Passage(List.of(call), log, after), budget, Call.start("survey", Duration.ofMinutes(5)));
        return text(shorter);
    }

    private static String text(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolResult result && result.content().getFirst() instanceof Part.Text said) {
                    text.append(said.text());
                }
            }
        }
        return text.toString();
    }
}
