// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a stretch of a conversation.
 *
 * @param at its first message in the conversation as it came, from 0; where nothing of that is meant, the message before
 *     which something was put
 * @param before what stood there
 * @param after what stands there now; for what was kept, the same
 */
public record Change(int at, Kind kind, List<Message> before, List<Message> after) {
    public Change {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** What can become of it. */
    public enum Kind {
        /** It stands word for word. */
        KEPT,
        /** Something shorter stands in its place. */
        REPLACED,
        /** Nothing stands in its place. */
        LEFT_OUT,
        /** What was said earlier was put before a question. */
        RECALLED
    }

    /** A message as far as it can be told from others: its bytes may have been spelled anew. */
    private record Said(Role role, List<Part> parts) {
        static Said of(Message message) {
            return new Said(message.role(), message.parts());
        }
    }

    /** All of it, in order. */
    public static List<Change> between(List<Message> before, List<Message> after) {
        int[] places = places(before, after);
        List<Change> changes = new ArrayList<>();
        int old = 0;
        int now = 0;
        while (old < before.size() || now < after.size()) {
            int end = now;
            while (end < after.size() && places[end] < 0) {
                end++;
            }
            int until = end < after.size() ? places[end] : before.size();
            gap(old, before.subList(old, until), after.subList(now, end), changes);
            old = until;
            now = end;
            while (end < after.size() && places[end] == old + end - now) {
                end++;
            }
            if (end > now) {
                List<Message> kept = after.subList(now, end);
                changes.add(new Change(old, Kind.KEPT, kept, kept));
            }
            old += end - now;
            now = end;
        }
        return List.copyOf(changes);
    }

    /** Which message of the first list each of the second is; -1 where it is none. The newest are told first. */
    private static int[] places(List<Message> before, List<Message> after) {
        Map<Said, Deque<Integer>> known = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            known.computeIfAbsent(Said.of(before.get(i)), _ -> new ArrayDeque<>())
                    .push(i);
        }
        int[] places = new int[after.size()];
        int bound = before.size();
        for (int i = after.size() - 1; i >= 0; i--) {
            Deque<Integer> there = known.getOrDefault(Said.of(after.get(i)), new ArrayDeque<>());
            while (!there.isEmpty() && there.peek() >= bound) {
                there.pop();
            }
            places[i] = there.isEmpty() ? -1 : there.pop();
            bound = places[i] < 0 ? bound : places[i];
        }
        return places;
    }

    /** What lies between two messages that were kept. */
    private static void gap(int at, List<Message> before, List<Message> after, List<Change> changes) {
        int recalled = after.size();
        while (recalled > 0 && Recall.is(after.get(recalled - 1))) {
            recalled--;
        }
        List<Message> instead = after.subList(0, recalled);
        boolean gone = instead.isEmpty() || (instead.size() == 1 && LeftOut.isLine(instead.getFirst()));
        if (!before.isEmpty() || !instead.isEmpty()) {
            changes.add(new Change(at, gone ? Kind.LEFT_OUT : Kind.REPLACED, before, instead));
        }
        for (Message block : after.subList(recalled, after.size())) {
            changes.add(new Change(at + before.size(), Kind.RECALLED, List.of(), List.of(block)));
        }
    }
}
