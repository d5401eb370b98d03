// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a result against the invariants of the SPI, written from their words. */
final class Judge {
    private Judge() {}

    static void judge(List<Message> before, List<Message> after, String what) {
        if (after.equals(before)) {
            return;
        }
        assertEquals(unanswered(before), unanswered(after), what + ": a call is parted from its result");
        Map<String, List<String>> calls = calls(before);
        Set<Part> parts = new HashSet<>();
        before.forEach(message -> parts.addAll(message.parts()));
        Set<Role> roles = new HashSet<>(Set.of(Role.USER));
        before.forEach(message -> roles.add(message.role()));
        for (Message message : after) {
            assertTrue(roles.contains(message.role()), what + ": somebody new speaks");
            assertTrue(!message.parts().isEmpty() || before.contains(message), what + ": somebody says nothing");
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    assertTrue(
                            calls.getOrDefault(call.id(), List.of()).contains(call.tool() + call.arguments()),
                            what + ": arguments");
                }
                if (!parts.contains(part)) {
                    (part instanceof Part.ToolResult result ? result.content() : List.of(part))
                            .forEach(piece -> made(piece, what));
                }
            }
        }
    }

    private static Map<String, List<String>> calls(List<Message> messages) {
        Map<String, List<String>> calls = new HashMap<>();
        messages.forEach(message -> message.parts().forEach(part -> {
            if (part instanceof Part.ToolCall call) {
                calls.computeIfAbsent(call.id(), _ -> new ArrayList<>()).add(call.tool() + call.arguments());
            }
        }));
        return calls;
    }

    /** What the method wrote itself opens no fence and claims to be no JSON. */
    private static void made(Part piece, String what) {
        String text = piece instanceof Part.Text words ? words.text() : "";
        assertFalse(text.contains("```") || text.contains("~~~"), what + ": a fence in " + text);
        assertFalse(text.startsWith("{") || text.startsWith("[{"), what + ": looks like JSON: " + text);
    }

    private static List<String> unanswered(List<Message> messages) {
        Set<String> open = new HashSet<>();
        List<String> orphans = new ArrayList<>();
        for (Message message : messages) {
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolCall call) {
                    open.add(call.id());
                } else if (part instanceof Part.ToolResult result && !open.remove(result.callId())) {
                    orphans.add("result " + result.callId());
                }
            }
        }
        open.stream().sorted().forEach(orphans::add);
        return orphans;
    }
}
