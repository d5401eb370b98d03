// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.runtime.count.Measure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A conversation as condensation sees it: the instructions at its head, then groups of messages that stand or fall
 * together. A call of tools and what the tools answered are a group, and so is a run of messages of the model, because
 * some protocols send a thought, a call and a text as messages of their own. Immutable.
 */
final class Transcript {
    private final List<Message> messages;
    private final long[] sizes;
    private final long tools;
    private final int head;
    private final List<Group> groups;
    private final boolean marked;

    private Transcript(List<Message> messages, long[] sizes, long tools) {
        this.messages = messages;
        this.sizes = sizes;
        this.tools = tools;
        int start = 0;
        while (start < messages.size() && messages.get(start).role() == Role.SYSTEM) {
            start++;
        }
        head = start;
        groups = groups(messages, start);
        marked = messages.subList(start, messages.size()).stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(Part.CachePoint.class::isInstance);
    }

    /**
     * Messages that stand or fall together.
     *
     * @param from the first of them
     * @param to the one after the last
     */
    record Group(int from, int to) {}

    /** The conversation of a request, measured for a target. */
    static Transcript of(ChatRequest request, String target, Measure measure) {
        List<Message> messages = request.messages();
        long[] sizes = new long[messages.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = measure.count(target, messages.get(i));
        }
        long tools = 0;
        for (Tool tool : request.tools()) {
            tools += measure.count(target, tool);
        }
        return new Transcript(messages, sizes, tools);
    }

    private static List<Group> groups(List<Message> messages, int start) {
        List<Group> groups = new ArrayList<>();
        Set<String> open = new HashSet<>();
        int from = start;
        for (int i = start; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (i > from && begins(message, messages.get(i - 1), open)) {
                groups.add(new Group(from, i));
                from = i;
                open.clear();
            }
            follow(message, open);
        }
        if (from < messages.size()) {
            groups.add(new Group(from, messages.size()));
        }
        return List.copyOf(groups);
    }

    private static boolean begins(Message message, Message before, Set<String> open) {
        return switch (message.role()) {
            case TOOL -> false;
            case ASSISTANT -> open.isEmpty() && before.role() != Role.ASSISTANT;
            // One who speaks in the middle of calls has given up waiting for their results.
            case USER, SYSTEM -> open.isEmpty() || !answers(message);
        };
    }

    private static boolean answers(Message message) {
        return message.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
    }

    private static void follow(Message message, Set<String> open) {
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolCall call) {
                open.add(call.id());
            } else if (part instanceof Part.ToolResult result) {
                open.remove(result.callId());
            }
        }
    }

    /** All messages. */
    List<Message> messages() {
        return messages;
    }

    /** Some of them. */
    List<Message> messages(int from, int to) {
        return messages.subList(from, to);
    }

    /** The instructions at the beginning end before this message. */
    int head() {
        return head;
    }

    /** What follows the instructions. */
    List<Group> groups() {
        return groups;
    }

    /** What instructions and tools come to. */
    long headSize() {
        return tools + size(0, head);
    }

    /** What a message comes to. */
    long size(int message) {
        return sizes[message];
    }

    /** What messages come to. */
    long size(int from, int to) {
        return LongStream.of(sizes).skip(from).limit((long) to - from).sum();
    }

    /** What all of it comes to. */
    long size() {
        return tools + LongStream.of(sizes).sum();
    }

    /** What the longest thing comes to that the user says: it never shrinks as a conversation grows. */
    long longestOfUser() {
        return IntStream.range(0, messages.size())
                .filter(i -> messages.get(i).role() == Role.USER)
                .mapToLong(this::size)
                .max()
                .orElse(0);
    }

    /** Whether the client itself says what of the history its provider is to keep in its cache. */
    boolean marked() {
        return marked;
    }

    /** The last message of the user up to one, that one included; -1 where there is none. */
    int question(int upTo) {
        for (int i = upTo; i >= head; i--) {
            if (isQuestion(i)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the user himself says something there, and it is no tool that answers. */
    boolean isQuestion(int message) {
        Message said = messages.get(message);
        return said.role() == Role.USER && !answers(said);
    }
}
