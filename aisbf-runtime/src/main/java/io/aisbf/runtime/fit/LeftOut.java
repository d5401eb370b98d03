// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.fit.Transcript.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Leaves groups out, where the methods did not get far enough: a line stands in their place and says so. Stateless.
 */
final class LeftOut {
    /** By this name it is told among the methods. */
    static final String NAME = "left-out";

    private static final int TOLERANCE = 2;
    private static final int MANY = 1000;
    private static final String ENDING = " left out here.]";

    private LeftOut() {}

    /**
     * A digest that is not much larger than its goal: of one that is, the oldest groups are left out. One of which
     * nothing is left says at least that.
     */
    static List<Message> until(Budget budget, List<Message> digest, Measure measure, Steps steps) {
        long now = measure.count(budget.model(), digest);
        if (!digest.isEmpty() && now <= Math.max(budget.goal() * TOLERANCE, measure.count(budget.model(), line(1)))) {
            return digest;
        }
        Transcript transcript = Transcript.of(ChatRequest.of("", digest), budget.model(), measure);
        int first = 0;
        long left = now;
        List<Group> groups = transcript.groups();
        while (first < groups.size() && left > budget.goal()) {
            left -= transcript.size(groups.get(first).from(), groups.get(first).to());
            first++;
        }
        int from = first < groups.size() ? groups.get(first).from() : digest.size();
        List<Message> rest = new ArrayList<>();
        rest.add(line(from));
        rest.addAll(digest.subList(from, digest.size()));
        if (!digest.isEmpty()) {
            steps.used(NAME, now, measure.count(budget.model(), rest));
        }
        return List.copyOf(rest);
    }

    /**
     * A conversation that is no larger than that, if leaving whole groups out can make it so: those nearest to the
     * middle first, as the edges are read best (Liu et al., "Lost in the Middle", TACL 2024). Instructions, the question
     * and the newest group stay.
     *
     * @param question what the user asked last; the gateway's own lines are the user's too, so it must be told
     * @param line tokens of a line that says so
     */
    static List<Message> ofTheMiddle(Transcript transcript, Optional<Message> question, long most, long line) {
        List<Group> groups = transcript.groups();
        int asked = question.map(message -> place(transcript, message)).orElse(-1);
        List<Integer> order = IntStream.range(0, Math.max(0, groups.size() - 1))
                .filter(i -> !holds(groups.get(i), asked)
                        && transcript.messages().get(groups.get(i).from()).role() != Role.SYSTEM)
                .boxed()
                .sorted(Comparator.comparingInt(i -> Math.abs(2 * i - groups.size())))
                .toList();
        Set<Integer> out = new HashSet<>();
        long size = transcript.size();
        for (int i : order) {
            if (size <= most) {
                break;
            }
            // What stands for a run of groups is one line, and is no smaller than a word or two.
            size -= transcript.size(groups.get(i).from(), groups.get(i).to());
            size += line * (1 - (out.contains(i - 1) ? 1 : 0) - (out.contains(i + 1) ? 1 : 0));
            out.add(i);
        }
        return size < transcript.size() ? without(transcript, out) : transcript.messages();
    }

    /** Where something was said last; its bytes may have been spelled anew. */
    private static int place(Transcript transcript, Message message) {
        for (int i = transcript.messages().size() - 1; i >= 0; i--) {
            Message other = transcript.messages().get(i);
            if (other.role() == message.role() && other.parts().equals(message.parts())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean holds(Group group, int message) {
        return message >= group.from() && message < group.to();
    }

    private static List<Message> without(Transcript transcript, Set<Integer> out) {
        if (out.isEmpty()) {
            return transcript.messages();
        }
        List<Message> rest = new ArrayList<>(transcript.messages(0, transcript.head()));
        int missing = 0;
        for (int i = 0; i < transcript.groups().size(); i++) {
            Group group = transcript.groups().get(i);
            if (out.contains(i)) {
                missing += group.to() - group.from();
                continue;
            }
            if (missing > 0) {
                rest.add(line(missing));
                missing = 0;
            }
            rest.addAll(transcript.messages(group.from(), group.to()));
        }
        return List.copyOf(rest);
    }

    /** What a line about many messages comes to. */
    static long lineSize(Measure measure, String model) {
        return measure.count(model, line(MANY));
    }

    /** Whether a message says only that others are not there. */
    static boolean isLine(Message message) {
        return message.role() == Role.USER && message.text().endsWith(ENDING);
    }

    /** What stands in the place of messages that are not there. */
    static Message line(int messages) {
        return Message.of(
                Role.USER,
                messages == 1
                        ? "[An earlier message of this conversation was" + ENDING
                        : "[" + messages + " earlier messages of this conversation were" + ENDING);
    }
}
