// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which messages of a passage may be cut: all but instructions, and calls and results of which the other half lies
 * outside of the passage.
 */
final class Layout {
    private final BitSet fixed = new BitSet();

    private Layout() {}

    static Layout of(List<Message> messages) {
        Layout layout = new Layout();
        Map<String, BitSet> calls = new HashMap<>();
        Map<String, BitSet> results = new HashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role() == Message.Role.SYSTEM) {
                layout.fixed.set(i);
            }
            for (Part part : messages.get(i).parts()) {
                if (part instanceof Part.ToolCall call) {
                    calls.computeIfAbsent(call.id(), _ -> new BitSet()).set(i);
                } else if (part instanceof Part.ToolResult result) {
                    results.computeIfAbsent(result.callId(), _ -> new BitSet()).set(i);
                }
            }
        }
        layout.open(calls, results);
        layout.open(results, calls);
        layout.join(calls, results);
        return layout;
    }

    private void open(Map<String, BitSet> halves, Map<String, BitSet> others) {
        halves.forEach((id, at) -> {
            if (!others.containsKey(id)) {
                fixed.or(at);
            }
        });
    }

    /** What belongs to a message that stays, stays. */
    private void join(Map<String, BitSet> calls, Map<String, BitSet> results) {
        int before = -1;
        while (before != fixed.cardinality()) {
            before = fixed.cardinality();
            calls.forEach((id, at) -> {
                BitSet other = results.getOrDefault(id, new BitSet());
                if (at.intersects(fixed) || other.intersects(fixed)) {
                    fixed.or(at);
                    fixed.or(other);
                }
            });
        }
    }

    /** Whether a message may be cut. */
    boolean cuts(int message) {
        return !fixed.get(message);
    }
}
