// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.judge;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Judges what a method made of a passage, by what its interface promises: written from the text of
 * {@link io.aisbf.api.condense.CondensationMethod}, not from the gateway's own guard, so that a rule which the guard
 * has forgotten is not forgotten here.
 */
public final class Invariants {
    private static final Pattern LOOKS_LIKE_JSON =
            Pattern.compile("^\\s*(\\{|\\[\\s*([{\\[\"\\]]|-?\\d|(true|false|null)\\b)).*", Pattern.DOTALL);
    private static final Json JSON = new JacksonJson();

    private final List<Message> before;
    private final List<Message> after;
    private final List<String> violations = new ArrayList<>();

    private Invariants(List<Message> before, List<Message> after) {
        this.before = before;
        this.after = after;
    }

    /** What is wrong with a result, each in a sentence; none where it is the same list. */
    public static List<String> violations(
            List<Message> before, List<Message> after, ToLongFunction<List<Message>> count) {
        Invariants judge = new Invariants(before, after);
        if (!before.equals(after)) {
            judge.say(count.applyAsLong(after) >= count.applyAsLong(before), "it is not smaller");
            judge.pairs();
            judge.calls();
            judge.results();
            judge.fences();
            judge.speakers();
            judge.kept();
        }
        return judge.violations;
    }

    private void say(boolean violated, String what) {
        if (violated) {
            violations.add(what);
        }
    }

    /** A call whose result is not there, and a result whose call is not, must have been so before. */
    private void pairs() {
        List<String> was = unmatched(before);
        List<String> is = unmatched(after);
        say(!was.equals(is), "calls and results do not match: " + is + ", before: " + was);
    }

    private static List<String> unmatched(List<Message> messages) {
        List<String> open = new ArrayList<>();
        List<String> stray = new ArrayList<>();
        parts(messages).forEach(part -> {
            if (part instanceof Part.ToolCall call) {
                open.add("call " + call.id());
            } else if (part instanceof Part.ToolResult result && !open.remove("call " + result.callId())) {
                stray.add("result " + result.callId());
            }
        });
        open.addAll(stray);
        Collections.sort(open);
        return open;
    }

    private void calls() {
        List<Part> left = new ArrayList<>(parts(before).toList());
        parts(after)
                .filter(Part.ToolCall.class::isInstance)
                .forEach(call -> say(!left.remove(call), "a call is not one of those made: " + call));
    }

    private void results() {
        for (Part part : parts(after).toList()) {
            if (part instanceof Part.ToolResult result) {
                String text = text(result.content());
                List<String> were = parts(before)
                        .filter(Part.ToolResult.class::isInstance)
                        .map(Part.ToolResult.class::cast)
                        .filter(old -> old.callId().equals(result.callId()))
                        .map(old -> text(old.content()))
                        .toList();
                List<String> claiming = were.stream()
                        .filter(old -> LOOKS_LIKE_JSON.matcher(old).matches())
                        .toList();
                // Some clients give all calls one id: then it may come from any of them.
                boolean broken = LOOKS_LIKE_JSON.matcher(text).matches()
                        && !isJson(text)
                        && !were.contains(text)
                        && !claiming.isEmpty()
                        && claiming.stream().allMatch(Invariants::isJson);
                say(broken, "what was JSON in the result of " + result.callId() + " is broken now: " + shown(text));
            }
        }
    }

    private static boolean isJson(String text) {
        try {
            JSON.object(("{\"value\":" + text + "}").getBytes(StandardCharsets.UTF_8));
            return LOOKS_LIKE_JSON.matcher(text).matches();
        } catch (JsonException e) {
            return false;
        }
    }

    private void fences() {
        List<Fences> were = texts(before).map(Fences::of).toList();
        List<String> closed = were.stream().flatMap(f -> f.closed().stream()).toList();
        List<String> open = were.stream().flatMap(f -> f.open().stream()).toList();
        texts(after).forEach(text -> {
            Fences fences = Fences.of(text);
            say(!open.containsAll(fences.open()), "a fence is left open: " + shown(text));
            say(!closed.containsAll(fences.closed()), "within a fence stands what did not stand there: " + shown(text));
        });
    }

    private void speakers() {
        Set<Role> known = EnumSet.of(Role.USER);
        before.forEach(message -> known.add(message.role()));
        for (Message message : after) {
            say(!known.contains(message.role()), message.role() + " speaks, who did not");
            boolean silent = message.parts().stream()
                    .allMatch(part ->
                            part instanceof Part.Text text && text.text().isBlank());
            say(silent && !before.contains(message), "somebody says nothing");
            boolean strange = message.role() != Role.TOOL
                    && message.role() != Role.USER
                    && message.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
            say(strange, message.role() + " answers a call");
            boolean uncalled = message.role() == Role.TOOL
                    && message.parts().stream().noneMatch(Part.ToolResult.class::isInstance);
            say(uncalled, "a tool speaks without answering a call");
        }
    }

    /** Thoughts with their proofs, pictures and the like are there as they were or not at all. */
    private void kept() {
        List<Part> left = new ArrayList<>(parts(before).toList());
        parts(after)
                .filter(part -> !(part instanceof Part.Text
                        || part instanceof Part.ToolResult
                        || part instanceof Part.ToolCall))
                .forEach(part -> say(!left.remove(part), "it was not there before: " + shown(part.toString())));
        int from = 0;
        for (Message message : after) {
            int at = before.indexOf(message);
            if (at >= 0) {
                int next = from + before.subList(from, before.size()).indexOf(message);
                // One too many is another message that was made shorter and reads like an earlier one now.
                boolean made = Collections.frequency(after, message) > Collections.frequency(before, message);
                say(next < from && !made, "the order is not what it was: " + shown(message.text()));
                from = Math.max(from, next + 1);
            }
        }
    }

    private static Stream<Part> parts(List<Message> messages) {
        return messages.stream().flatMap(message -> message.parts().stream());
    }

    private static Stream<String> texts(List<Message> messages) {
        return parts(messages).<String>mapMulti((part, more) -> {
            if (part instanceof Part.Text text) {
                more.accept(text.text());
            } else if (part instanceof Part.ToolResult result) {
                more.accept(text(result.content()));
            }
        });
    }

    private static String text(List<Part> parts) {
        return Message.of(Role.TOOL, "").withParts(parts).text();
    }

    private static String shown(String text) {
        String one = text.replace("\n", "\\n");
        return one.length() > 160 ? one.substring(0, 120) + " … " + one.substring(one.length() - 40) : one;
    }
}
