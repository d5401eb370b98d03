// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit.rules;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.runtime.fit.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks at what a method made of a passage before anybody is sent it. Each rule has a number, by which logs and trails
 * name it:
 *
 * <ol>
 *   <li>instructions, the question and what is newest stay as they are: a method is not handed them;
 *   <li>every result of a tool has its call and every call its result, as in the passage;
 *   <li>arguments of calls are what they were, and what was JSON in a tool's result is JSON still;
 *   <li>fences of code are closed, and what stands within them stood there before, word for word;
 *   <li>nobody speaks who did not speak in the passage, save that a digest is the user's, and nobody says nothing;
 *   <li>what the client has its provider cache is left alone: it is not handed over either;
 *   <li>the same passage gives the same result: the contract test of methods shows it;
 *   <li>it is smaller.
 * </ol>
 *
 * Stateless, for all threads.
 */
public final class Guard {
    private final Json json;

    /** A guard that reads JSON so. */
    public Guard(Json json) {
        this.json = json;
    }

    /** What is wrong with a result, in words that begin with the rule's number; empty if nothing is. */
    public Optional<String> objection(List<Message> before, List<Message> after, long sizeBefore, long sizeAfter) {
        return Stream.<Supplier<Optional<String>>>of(
                        () -> sizeAfter < sizeBefore ? Optional.empty() : Optional.of("8: it is not smaller"),
                        () -> pairs(before, after),
                        () -> values(before, after),
                        () -> fences(before, after),
                        () -> speakers(before, after))
                .flatMap(rule -> rule.get().stream())
                .findFirst();
    }

    /** Whether code that is begun in a text is not ended in it. */
    public static boolean leavesCodeOpen(String text) {
        return Fences.in(text).stream().anyMatch(block -> !block.closed());
    }

    private static Optional<String> pairs(List<Message> before, List<Message> after) {
        Pairing was = Pairing.of(before);
        Pairing is = Pairing.of(after);
        if (!is.inOrder) {
            return Optional.of("2: a tool's result does not follow its call");
        }
        if (!was.openCalls.equals(is.openCalls) || !was.openResults.equals(is.openResults)) {
            return Optional.of("2: a tool call is parted from its result");
        }
        return Optional.empty();
    }

    /** Calls without a result and results without a call: their other halves lie outside the passage. */
    private record Pairing(Set<String> openCalls, Set<String> openResults, boolean inOrder) {
        static Pairing of(List<Message> messages) {
            Set<String> open = new HashSet<>();
            Set<String> seen = new HashSet<>();
            Set<String> results = new HashSet<>();
            boolean inOrder = true;
            for (Message message : messages) {
                for (Part part : message.parts()) {
                    if (part instanceof Part.ToolCall call) {
                        open.add(call.id());
                        seen.add(call.id());
                        inOrder &= !results.contains(call.id());
                    } else if (part instanceof Part.ToolResult result) {
                        if (!seen.contains(result.callId())) {
                            results.add(result.callId());
                        }
                        open.remove(result.callId());
                    }
                }
            }
            return new Pairing(open, results, inOrder);
        }
    }

    private Optional<String> values(List<Message> before, List<Message> after) {
        Map<String, String> calls = new LinkedHashMap<>();
        Map<String, String> results = new LinkedHashMap<>();
        parts(before).forEach(part -> {
            if (part instanceof Part.ToolCall call) {
                calls.put(call.id(), call.tool() + call.arguments());
            } else if (part instanceof Part.ToolResult result) {
                results.put(result.callId(), Words.of(result.content()));
            }
        });
        for (Part part : (Iterable<Part>) parts(after)::iterator) {
            if (part instanceof Part.ToolCall call && !(call.tool() + call.arguments()).equals(calls.get(call.id()))) {
                return Optional.of("3: the call " + call.id() + " is not what it was");
            }
            if (part instanceof Part.ToolResult result
                    && isJson(results.getOrDefault(result.callId(), ""))
                    && claimsJson(Words.of(result.content()))
                    && !isJson(Words.of(result.content()))) {
                return Optional.of("3: the result of the call " + result.callId() + " is broken JSON now");
            }
        }
        return Optional.empty();
    }

    private static boolean claimsJson(String text) {
        String bare = text.strip();
        return bare.startsWith("{") || bare.startsWith("[{") || bare.startsWith("[[") || bare.startsWith("[\"");
    }

    private boolean isJson(String text) {
        if (!claimsJson(text)) {
            return false;
        }
        try {
            // A document is an object to the reader; an array is looked at as a member of one.
            json.object(("{\"a\":" + text + "}").getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    private static Optional<String> fences(List<Message> before, List<Message> after) {
        Set<Fences.Block> known = new HashSet<>();
        boolean read = false;
        for (String text : texts(after)) {
            for (Fences.Block block : Fences.in(text)) {
                if (!read) {
                    texts(before).forEach(source -> known.addAll(Fences.in(source)));
                    read = true;
                }
                if (!known.contains(block)) {
                    return Optional.of(
                            block.closed()
                                    ? "4: what stands within a fence of code is not what stood there"
                                    : "4: a fence of code is left open");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> speakers(List<Message> before, List<Message> after) {
        Set<Role> known = new HashSet<>();
        before.forEach(message -> known.add(message.role()));
        known.add(Role.USER);
        known.remove(Role.SYSTEM);
        for (Message message : after) {
            if (!known.contains(message.role())) {
                return Optional.of("5: " + message.role() + " speaks, who did not");
            }
            if (message.parts().isEmpty() && !before.contains(message)) {
                return Optional.of("5: somebody says nothing");
            }
        }
        return Optional.empty();
    }

    private static Stream<Part> parts(List<Message> messages) {
        return messages.stream().flatMap(message -> message.parts().stream());
    }

    private static List<String> texts(List<Message> messages) {
        List<String> texts = new ArrayList<>();
        parts(messages).forEach(part -> {
            switch (part) {
                case Part.Text text -> texts.add(text.text());
                case Part.ToolResult result -> texts.add(Words.of(result.content()));
                default -> {}
            }
        });
        return texts;
    }
}
