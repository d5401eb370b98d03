// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.request.BlockReader;
import io.aisbf.provider.anthropic.wire.Stops;
import io.aisbf.provider.anthropic.wire.UsageMembers;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.tool.ToolNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Follows a stream from event to event: which block is which, how many calls there are, what has been counted. The
 * little that later events depend on is read at once; what an event says is decoded when somebody asks, which for a
 * stream that is relayed nobody does. Used by one thread.
 */
final class EventDecoder {
    private final Supplier<ToolNames> names;
    private final Map<Integer, StreamedBlock> blocks = new HashMap<>();
    private UsageMembers usage = UsageMembers.NONE;
    private int calls;
    private boolean started;
    private boolean finished;

    EventDecoder(Supplier<ToolNames> names) {
        this.names = names;
    }

    /** What an event says, to be decoded at most once, in the order of the events. */
    @FunctionalInterface
    interface Step {
        /** What it says. */
        List<ChatEvent> events();
    }

    /** What has been counted so far. */
    Usage usage() {
        return usage.usage();
    }

    /** Goes on by one event. */
    Step step(String type, Members event) {
        if (!started && !type.equals("message_start") && !type.equals("ping")) {
            throw new CallException(
                    Failure.MALFORMED_REPLY,
                    "the provider's stream does not begin with message_start but with " + type);
        }
        return switch (type) {
            case "message_start" -> start(event);
            case "content_block_start" -> open(event);
            case "content_block_delta" -> delta(event);
            case "content_block_stop" -> close(event);
            case "message_delta" -> end(event);
            case "message_stop" -> stop();
            case "ping" -> List::of;
            default -> () -> List.of(new ChatEvent.Other(type, event.object().raw()));
        };
    }

    private Step start(Members event) {
        if (started) {
            throw new CallException(Failure.MALFORMED_REPLY, "the provider's stream begins twice");
        }
        started = true;
        Members message = event.needChild("message");
        usage = UsageMembers.of(message);
        Usage counted = usage.usage();
        return () -> List.of(
                new ChatEvent.Started(
                        message.text("id").orElse(""), message.text("model").orElse("")),
                new ChatEvent.Counted(counted));
    }

    private Step open(Members event) {
        Members block = event.needChild("content_block");
        boolean call = block.text("type").filter("tool_use"::equals).isPresent();
        StreamedBlock begun = new StreamedBlock(block, call ? calls : -1);
        calls += call ? 1 : 0;
        blocks.put(index(event), begun);
        return () -> begun.begin(names);
    }

    private Step delta(Members event) {
        StreamedBlock block = block(event);
        block.told();
        return () -> block.delta(event.needChild("delta"));
    }

    private Step close(Members event) {
        StreamedBlock block = block(event);
        return block::end;
    }

    private StreamedBlock block(Members event) {
        StreamedBlock block = blocks.get(index(event));
        if (block == null) {
            throw event.wrong("index", "names a block that has not begun");
        }
        return block;
    }

    private static int index(Members event) {
        return event.small("index").orElse(0);
    }

    private Step end(Members event) {
        usage = usage.then(UsageMembers.of(event));
        Usage counted = usage.usage();
        Optional<Members> delta = event.child("delta");
        Optional<String> reason = delta.flatMap(members -> members.words("stop_reason"));
        if (finished || reason.isEmpty()) {
            return () -> List.of(new ChatEvent.Counted(counted));
        }
        finished = true;
        FinishReason finish = Stops.read(reason, delta.flatMap(members -> members.text("stop_sequence")), calls > 0);
        return () -> {
            if (finish != FinishReason.Known.LENGTH) {
                blocks.values().forEach(StreamedBlock::refuseHalf);
            }
            return List.of(new ChatEvent.Counted(counted), new ChatEvent.Finished(0, finish));
        };
    }

    private Step stop() {
        if (finished) {
            return List::of;
        }
        if (blocks.isEmpty()) {
            throw new CallException(
                    Failure.MALFORMED_REPLY, "the provider's stream ended without saying anything, nor why");
        }
        finished = true;
        FinishReason finish = Stops.read(Optional.empty(), Optional.empty(), calls > 0);
        return () -> {
            blocks.values().forEach(StreamedBlock::refuseHalf);
            return List.of(new ChatEvent.Finished(0, finish));
        };
    }

    /** A proof that came in a delta of its own. */
    static ChatEvent proof(String signature) {
        return new ChatEvent.ReasoningDelta(0, "", BlockReader.signature(signature));
    }

    /** A thought that is not shown. */
    static ChatEvent redacted(String data) {
        Signature proof = new Signature(WireName.ANTHROPIC_MESSAGES, BlockReader.REDACTED + data);
        return new ChatEvent.ReasoningDelta(0, "", Optional.of(proof));
    }

    /** A part in one piece. */
    static ChatEvent given(Part part) {
        return new ChatEvent.Given(0, part);
    }
}
