// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.wire;

import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.tool.ToolIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches one answer on its way to a client, whole or piece by piece, and gives the proven thoughts before its calls to
 * the {@link ThoughtMemory} when the answer is complete. One thread, one choice of an answer.
 */
public final class ShownThoughts {
    private final Json json;
    private final ThoughtMemory memory;
    private final StringBuilder words = new StringBuilder();
    private List<Part.Reasoning> early = new ArrayList<>();
    private List<Part.Reasoning> before = new ArrayList<>();
    private final Map<Integer, Call> calls = new LinkedHashMap<>();

    /** A watcher for one choice. */
    public ShownThoughts(Json json, ThoughtMemory memory) {
        this.json = json;
        this.memory = memory;
    }

    /** A call in the making; only one with proven thoughts before it is worth gathering. */
    private record Call(String id, String tool, StringBuilder arguments, ThoughtMemory.Shown shown) {}

    /** More words of a thought, or the proof that closes it. */
    public void thought(String more, Optional<Part.Signature> signature) {
        if (!memory.isTooLong(words.length())) {
            words.append(more);
        }
        if (signature.isPresent()) {
            before.add(new Part.Reasoning(words.toString(), signature));
            words.setLength(0);
        }
    }

    /** Something else was said. */
    public void spoke() {
        words.setLength(0);
        early.addAll(before);
        before.clear();
    }

    /** A call begins, under the id that the client is told. */
    public void called(int index, String id, String tool) {
        words.setLength(0);
        if (!early.isEmpty() || !before.isEmpty()) {
            calls.put(index, new Call(id, tool, new StringBuilder(), new ThoughtMemory.Shown(early, before)));
            early = new ArrayList<>();
            before = new ArrayList<>();
        }
    }

    /** More of a call's arguments. */
    public void arguments(int index, String more) {
        Call call = calls.get(index);
        if (call != null && !memory.isTooLong(call.arguments().length())) {
            call.arguments().append(more);
        }
    }

    /** The answer is complete. */
    public void finished() {
        calls.values().forEach(call -> {
            String arguments = call.arguments().toString().strip();
            if (!memory.isTooLong(arguments.length())) {
                RawJson whole = RawJson.of(arguments.isEmpty() ? "{}" : arguments);
                memory.keep(call.id(), call.tool(), Fingerprint.of(json, whole), call.shown());
            }
        });
        calls.clear();
    }

    /** Watches a whole answer. */
    public static void watch(List<Part> parts, Json json, ThoughtMemory memory) {
        ShownThoughts shown = new ShownThoughts(json, memory);
        int calls = 0;
        for (Part part : parts) {
            switch (part) {
                case Part.Reasoning thought -> shown.thought(thought.text(), thought.signature());
                case Part.ToolCall call -> {
                    shown.called(calls, ToolIds.fitting(call.id(), ToolIds.OPENAI_LONGEST), call.tool());
                    shown.arguments(calls, call.arguments().toString());
                    calls++;
                }
                default -> shown.spoke();
            }
        }
        shown.finished();
    }
}
