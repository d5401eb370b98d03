// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which groups of a passage stay as messages and which go into a digest before them.
 *
 * @param messages the passage
 * @param aged what goes into the digest
 * @param kept what stays, in order
 * @param room tokens that are left for the digest
 */
public record Layout(List<Message> messages, List<Message> aged, List<Message> kept, long room) {
    private static final int LEAST_ROOM = 24;

    /**
     * Lays a passage out. What may not be taken away stays; of the newest groups as many as fit.
     *
     * @param goal tokens that all of it is to come to
     * @param share how much of the goal newest groups may take
     * @param most how many of them stay at most
     */
    public static Layout of(List<Message> messages, Sizes sizes, long goal, double share, int most) {
        List<Group> groups = Group.of(messages);
        long fixed = 0;
        for (Group group : groups) {
            fixed += group.whole() ? 0 : sizes.of(group.in(messages));
        }
        long forNewest = (long) (Math.max(0, goal - fixed) * share);
        Set<Group> stay = new HashSet<>();
        long newest = 0;
        for (Group group : groups.reversed()) {
            newest += group.whole() ? sizes.of(group.in(messages)) : 0;
            if (newest > forNewest || stay.size() == most) {
                newest -= group.whole() ? sizes.of(group.in(messages)) : 0;
                break;
            }
            stay.add(group);
        }
        List<Message> aged = new ArrayList<>();
        List<Message> kept = new ArrayList<>();
        for (Group group : groups) {
            (stay.contains(group) || !group.whole() ? kept : aged).addAll(group.in(messages));
        }
        return new Layout(messages, aged, kept, Math.max(LEAST_ROOM, goal - fixed - newest));
    }

    /** The digest and what stays; empty where that would part a call from its result or save nothing. */
    public Optional<List<Message>> with(Digest digest, Sizes sizes, long now) {
        List<Message> result = new ArrayList<>();
        if (!aged.isEmpty()) {
            result.add(digest.message());
        }
        result.addAll(kept);
        return open(messages).equals(open(result)) && sizes.of(result) < now ? Optional.of(result) : Optional.empty();
    }

    /** Calls without a result, and results without a call. */
    private static Set<String> open(List<Message> messages) {
        Set<String> calls = new HashSet<>();
        Set<String> open = new HashSet<>();
        for (Message message : messages) {
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    calls.add(call.id());
                    open.add(call.id());
                } else if (part instanceof Part.ToolResult result) {
                    open.remove(result.callId());
                    if (!calls.contains(result.callId())) {
                        open.add("result of " + result.callId());
                    }
                }
            }
        }
        return open;
    }
}
