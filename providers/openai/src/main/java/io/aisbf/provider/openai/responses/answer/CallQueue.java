// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.json.Json;
import io.aisbf.provider.openai.responses.item.Outcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tool calls of an answer. Clients want them one after the other, while some providers send them interleaved: a
 * call waits until the one before it is complete, which its arguments show.
 */
final class CallQueue {
    private final Json json;
    private final Output output;
    private final String answer;
    private final Set<String> custom;
    private final Map<Integer, Pending> calls = new LinkedHashMap<>();

    /**
     * A queue without calls.
     *
     * @param answer what invented ids of calls begin with
     * @param custom the names of the tools that take bare text
     */
    CallQueue(Json json, Output output, String answer, Set<String> custom) {
        this.json = json;
        this.output = output;
        this.answer = answer;
        this.custom = custom;
    }

    /** A call, and where it is told. */
    private static final class Pending {
        private final String id;
        private final String tool;
        private final StringBuilder waiting = new StringBuilder();
        private Optional<CallItem> item = Optional.empty();
        private int index;
        private boolean closed;

        private Pending(String id, String tool) {
            this.id = id;
            this.tool = tool;
        }
    }

    /** A call begins or goes on. */
    void add(ChatEvent.ToolCallDelta delta) throws IOException {
        Pending call = calls.computeIfAbsent(
                delta.call(),
                number -> new Pending(
                        delta.id().filter(id -> !id.isEmpty()).orElse("call_" + answer + "_" + number),
                        delta.tool().orElse("")));
        if (call.closed) {
            refuseMore(delta);
        } else if (call.item.isPresent()) {
            call.item.get().go(delta.argumentsFragment());
        } else {
            call.waiting.append(delta.argumentsFragment());
            advance();
        }
    }

    /** Ends those that are complete, before something else is told; nothing at all is an object without members. */
    void settle() throws IOException {
        advance();
        for (Pending call : calls.values()) {
            if (isOpen(call) && call.item.orElseThrow().settled()) {
                close(call);
                advance();
            }
        }
    }

    private static void refuseMore(ChatEvent.ToolCallDelta delta) {
        if (!delta.argumentsFragment().isBlank()) {
            throw new CallException(
                    Failure.MALFORMED_REPLY, "the arguments of tool call " + delta.call() + " go on after their end");
        }
    }

    /**
     * Ends all of them.
     *
     * @throws io.aisbf.api.call.CallException if the arguments of one are not complete
     */
    void end() throws IOException {
        for (Pending call : calls.values()) {
            if (call.item.isEmpty()) {
                open(call);
            }
            if (!call.closed) {
                close(call);
            }
        }
    }

    /** Opens the calls that wait, as long as those before them are complete. */
    private void advance() throws IOException {
        Optional<Pending> before = Optional.empty();
        for (Pending call : calls.values()) {
            if (call.item.isEmpty()) {
                if (before.filter(CallQueue::isOpen).isPresent()) {
                    if (!before.get().item.orElseThrow().complete()) {
                        return;
                    }
                    close(before.get());
                }
                open(call);
            }
            before = Optional.of(call);
        }
    }

    private static boolean isOpen(Pending call) {
        return call.item.isPresent() && !call.closed;
    }

    private void open(Pending call) throws IOException {
        boolean bare = custom.contains(call.tool);
        ItemEvents events = output.next(bare ? "ctc_" : "fc_");
        CallItem item = CallItem.begin(json, events, call.id, call.tool, bare);
        call.index = events.index();
        call.item = Optional.of(item);
        item.go(call.waiting.toString());
    }

    private void close(Pending call) throws IOException {
        output.close(call.index, call.item.orElseThrow(), Outcome.COMPLETED);
        call.closed = true;
    }
}
