// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.plugin.TokenCounter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A passage being shortened, text by text: knows what it comes to, and makes messages of it again. Instructions, thoughts,
 * calls, pictures and everything else that is not text are not looked at. For one thread.
 */
final class Draft {
    private static final int NAME_LENGTH = 120;

    private final List<Message> messages;
    private final List<Unit> units = new ArrayList<>();
    private final Map<Unit, Long> counts = new HashMap<>();
    private final Budget budget;
    private final TokenCounter counter;
    private long tokens;

    Draft(List<Message> before, List<Message> messages, Budget budget, TokenCounter counter) {
        this.messages = messages;
        this.budget = budget;
        this.counter = counter;
        this.tokens = budget.now();
        Map<String, String> calls = new HashMap<>();
        before.forEach(message -> calls(message, calls));
        for (Message message : messages) {
            calls(message, calls);
            units.addAll(texts(message, calls));
        }
    }

    /** What the texts of messages before the passage are, to be pointed to. */
    static List<Unit> read(List<Message> before) {
        Map<String, String> calls = new HashMap<>();
        List<Unit> units = new ArrayList<>();
        for (Message message : before) {
            calls(message, calls);
            units.addAll(texts(message, calls));
        }
        return units;
    }

    private static void calls(Message message, Map<String, String> calls) {
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolCall call) {
                calls.put(call.id(), cut(call.tool() + " " + call.arguments()));
            }
        }
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        int end = Math.min(line.length(), NAME_LENGTH);
        boolean pair = end < line.length() && Character.isHighSurrogate(line.charAt(end - 1));
        return end == line.length() ? line : line.substring(0, pair ? end - 1 : end) + "…";
    }

    private static List<Unit> texts(Message message, Map<String, String> calls) {
        List<Unit> units = new ArrayList<>();
        if (message.role() == Role.SYSTEM) {
            return units;
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.Text text) {
                units.add(new Unit(
                        message.role(), "an earlier message that begins: " + cut(start(text.text())), text.text()));
            } else if (part instanceof Part.ToolResult result) {
                String name = "the earlier result of " + calls.getOrDefault(result.callId(), "a tool");
                for (Part content : result.content()) {
                    if (content instanceof Part.Text text) {
                        units.add(new Unit(Role.TOOL, name, text.text()));
                    }
                }
            }
        }
        return units;
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), NAME_LENGTH / 2));
    }

    List<Unit> units() {
        return units;
    }

    /** Whether no more need be saved. */
    boolean done() {
        return tokens <= budget.goal();
    }

    long tokens() {
        return tokens;
    }

    /** Puts a function to all units of a kind. */
    void rewrite(Predicate<Unit> which, Function<Unit, String> shorter) {
        for (Unit unit : units) {
            if (which.test(unit)) {
                take(unit, shorter.apply(unit));
            }
        }
    }

    /** Lets a unit say that instead, if it is fewer tokens and nothing is broken. */
    boolean take(Unit unit, String shorter) {
        if (shorter.equals(unit.text())) {
            return false;
        }
        long before = tokens(unit);
        long after = counter.count(budget.model(), shorter);
        if (after >= before || !unit.take(shorter)) {
            return false;
        }
        counts.put(unit, after);
        tokens -= before - after;
        return true;
    }

    /** What the unit comes to now. */
    long tokens(Unit unit) {
        return counts.computeIfAbsent(unit, u -> counter.count(budget.model(), u.text()));
    }

    /** The passage as it is now; a message in which nothing changed is the one that came. */
    List<Message> messages() {
        Iterator<Unit> next = units.iterator();
        return messages.stream().map(message -> message(message, next)).toList();
    }

    private static Message message(Message message, Iterator<Unit> next) {
        if (message.role() == Role.SYSTEM) {
            return message;
        }
        List<Part> parts = new ArrayList<>();
        boolean changed = false;
        for (Part part : message.parts()) {
            Part said = switch (part) {
                case Part.Text text -> said(text, next.next());
                case Part.ToolResult result -> result(result, next);
                default -> part;
            };
            changed |= said != part;
            parts.add(said);
        }
        return changed ? message.withParts(parts) : message;
    }

    private static Part said(Part.Text text, Unit unit) {
        return unit.changed() ? new Part.Text(unit.text()) : text;
    }

    private static Part result(Part.ToolResult result, Iterator<Unit> next) {
        List<Part> content = new ArrayList<>();
        boolean changed = false;
        for (Part part : result.content()) {
            Part said = part instanceof Part.Text text ? said(text, next.next()) : part;
            changed |= said != part;
            content.add(said);
        }
        return changed ? new Part.ToolResult(result.callId(), content, result.failed()) : result;
    }
}
