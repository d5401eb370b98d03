// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.anthropic.wire.Stops;
import io.aisbf.provider.anthropic.wire.UsageMembers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes events the way Anthropic's clients demand them: {@code message_start}, blocks one after another, each begun,
 * told and stopped before the next one begins, one {@code message_delta} and {@code message_stop}. One thread, one
 * answer.
 *
 * <p>Other protocols let calls grow side by side, and words come between their pieces. Since a block that was stopped
 * cannot go on, everything else waits while a call is being written whose arguments are not a whole JSON object yet; at
 * the end of the answer, what waits is written call by call.
 */
final class StreamWriter {
    private final Json json;
    private final Call call;
    private final String model;
    private final Function<Usage, UsageNote> notes;
    private final BlockEvents out;
    private final Set<Integer> calls = new HashSet<>();
    private List<ChatEvent> waiting = new ArrayList<>();
    private Optional<FinishReason> finish = Optional.empty();
    private Usage usage = Usage.NONE;
    private boolean started;
    private boolean refused;

    /**
     * A writer for a call.
     *
     * @param model what the client asked for, told where the upstream does not say who answers
     * @param notes what the gateway adds to usage, and how many tokens it takes to have gone in before anybody has counted
     */
    StreamWriter(Json json, Call call, String model, Function<Usage, UsageNote> notes) {
        this.json = json;
        this.call = call;
        this.model = model;
        this.notes = notes;
        this.out = new BlockEvents(call);
    }

    /** What some events come to. */
    List<BlockEvents.Sent> write(List<ChatEvent> events) {
        events.forEach(this::add);
        return out.take();
    }

    /** What is due when the stream has come to its end. */
    List<BlockEvents.Sent> last() {
        start("", "");
        settle();
        FinishReason reason = finish.orElse(FinishReason.Known.STOP);
        JsonWriter delta = new JsonWriter().object().name("stop_reason");
        delta.text(Stops.write(reason, !calls.isEmpty(), refused)).name("stop_sequence");
        Stops.sequence(reason).ifPresentOrElse(delta::text, () -> delta.raw(RawJson.NULL));
        JsonWriter counted = new JsonWriter();
        UsageMembers.write(usage, notes.apply(usage), counted);
        out.end(delta.end().finish(), counted.finish());
        out.send("message_stop");
        return out.take();
    }

    private void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started first -> start(first.id(), first.model());
            case ChatEvent.Counted counted -> usage = counted.usage();
            case ChatEvent.Finished end -> finish(end);
            case ChatEvent.TextDelta delta -> queue(delta.choice(), delta);
            case ChatEvent.ReasoningDelta delta -> queue(delta.choice(), delta);
            case ChatEvent.RefusalDelta delta -> queue(delta.choice(), delta);
            case ChatEvent.ToolCallDelta delta -> queue(delta.choice(), delta);
            case ChatEvent.Given given -> queue(given.choice(), given);
            case ChatEvent.Weighed _ -> out.lose("logprobs");
            case ChatEvent.Other other -> out.lose(other.type());
        }
    }

    /** A second start, as after a failover, changes nothing: the client has been told an id. */
    private void start(String id, String answering) {
        if (started) {
            return;
        }
        started = true;
        JsonWriter message = new JsonWriter().object();
        message.name("id").text(id.isBlank() ? "msg_" + call.id() : id);
        message.name("type").text("message").name("role").text("assistant");
        message.name("model").text(answering.isBlank() ? model : answering);
        message.name("content").array().end();
        message.name("stop_reason").raw(RawJson.NULL).name("stop_sequence").raw(RawJson.NULL);
        Usage begun =
                usage.input() > 0 ? usage : Usage.of(notes.apply(Usage.NONE).effectiveContext(), usage.output());
        usage = begun;
        UsageMembers.write(begun, UsageNote.NONE, message.name("usage"));
        out.send("message_start", Map.of("message", message.end().finish()));
        out.send("ping");
    }

    private void finish(ChatEvent.Finished end) {
        if (end.choice() != 0) {
            out.lose("choices");
        } else if (finish.isEmpty()) {
            finish = Optional.of(end.reason());
            settle();
        }
    }

    /** Writes an event now, or lets it wait while a call is half written. */
    private void queue(int choice, ChatEvent event) {
        if (choice != 0) {
            out.lose("choices");
            return;
        }
        start("", "");
        boolean goesOn = event instanceof ChatEvent.ToolCallDelta delta && out.isOpen(delta.call());
        if (goesOn) {
            say(event);
            if (!waiting.isEmpty() && isWhole()) {
                replay(waiting);
            }
        } else if (waiting.isEmpty() && isWhole()) {
            say(event);
        } else {
            waiting.add(event);
        }
    }

    private void replay(List<ChatEvent> events) {
        waiting = new ArrayList<>();
        events.forEach(this::add);
    }

    /** Whether the block that is open can be stopped: any but a call whose arguments are not complete. */
    private boolean isWhole() {
        Optional<OpenBlock> open = out.open().filter(block -> block.is(OpenBlock.Kind.CALL));
        if (open.isEmpty()) {
            return true;
        }
        String arguments = open.get().arguments().toString();
        if (!arguments.stripTrailing().endsWith("}")) {
            return false;
        }
        try {
            json.object(arguments.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    /** Writes all that waits and stops the last block: nothing more will come. */
    private void settle() {
        while (!waiting.isEmpty()) {
            stop();
            replay(callByCall(waiting));
        }
        stop();
    }

    private void stop() {
        Optional<OpenBlock> open = out.open();
        if (open.isPresent() && open.get().is(OpenBlock.Kind.CALL)) {
            boolean none = open.get().arguments().toString().isBlank();
            boolean half = !none && !isWhole();
            if (half && !finish.equals(Optional.of(FinishReason.Known.LENGTH))) {
                throw new CallException(Failure.MALFORMED_REPLY, "the arguments of a call are not a whole JSON object");
            }
        }
        out.stop();
    }

    /** The same events, the pieces of each call together. */
    private static List<ChatEvent> callByCall(List<ChatEvent> events) {
        Map<Object, List<ChatEvent>> groups = new LinkedHashMap<>();
        int loose = 0;
        for (ChatEvent event : events) {
            Object key = event instanceof ChatEvent.ToolCallDelta delta ? delta.call() : "event " + loose++;
            groups.computeIfAbsent(key, group -> new ArrayList<>()).add(event);
        }
        return groups.values().stream().flatMap(List::stream).toList();
    }

    private void say(ChatEvent event) {
        switch (event) {
            case ChatEvent.TextDelta delta -> out.text(delta.text());
            case ChatEvent.RefusalDelta delta -> {
                refused = true;
                out.text(delta.text());
            }
            case ChatEvent.ReasoningDelta delta -> out.thought(delta.text(), delta.signature());
            case ChatEvent.ToolCallDelta delta -> toolCall(delta);
            case ChatEvent.Given given -> given(given.part());
            default -> {}
        }
    }

    private void toolCall(ChatEvent.ToolCallDelta delta) {
        if (!out.isOpen(delta.call())) {
            if (!calls.add(delta.call())) {
                if (delta.argumentsFragment().isBlank()) {
                    return;
                }
                throw new CallException(Failure.MALFORMED_REPLY, "a call goes on after its arguments were complete");
            }
            out.call(delta.call(), delta.id().orElse(""), delta.tool().orElse(""));
        }
        out.arguments(delta.argumentsFragment());
    }

    private void given(Part part) {
        switch (part) {
            case Part.Text text -> out.text(text.text());
            case Part.Refusal refusal -> {
                refused = true;
                out.text(refusal.text());
            }
            case Part.Reasoning thought -> out.thought(thought.text(), thought.signature());
            default -> out.given(part);
        }
    }
}
