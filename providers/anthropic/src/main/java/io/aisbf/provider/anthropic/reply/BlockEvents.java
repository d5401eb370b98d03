// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.reply.OpenBlock.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes the events of blocks, one block open at a time. For one thread and one answer. */
final class BlockEvents {
    private final Call call;
    private final Set<String> lost = new HashSet<>();
    private List<Sent> sent = new ArrayList<>();
    private Optional<OpenBlock> open = Optional.empty();
    private int next;

    BlockEvents(Call call) {
        this.call = call;
    }

    /** An event as it goes out. */
    record Sent(String name, RawJson data) {}

    /** What has been made since this was asked last. */
    List<Sent> take() {
        List<Sent> taken = sent;
        sent = new ArrayList<>();
        return taken;
    }

    /** The block that is being written. */
    Optional<OpenBlock> open() {
        return open;
    }

    /** Whether that call is being written. */
    boolean isOpen(int number) {
        return open.filter(block -> block.isCall(number)).isPresent();
    }

    /** More words. */
    void text(String words) {
        if (words.isEmpty()) {
            return;
        }
        begin(Kind.TEXT, -1, () -> Outgoing.typed("text").with("text", RawJson.text("")));
        delta(Outgoing.typed("text_delta").with("text", RawJson.text(words)));
    }

    /** More of a thought; a proof closes it. */
    void thought(String words, Optional<Signature> signature) {
        Optional<String> hidden = Outgoing.redacted(words, signature);
        if (hidden.isPresent()) {
            stop();
            whole(Outgoing.typed("redacted_thinking").with("data", RawJson.text(hidden.get())));
            return;
        }
        if (words.isEmpty() && signature.isEmpty()) {
            return;
        }
        begin(
                Kind.THINKING,
                -1,
                () -> Outgoing.typed("thinking")
                        .with("thinking", RawJson.text(""))
                        .with("signature", RawJson.text("")));
        if (!words.isEmpty()) {
            delta(Outgoing.typed("thinking_delta").with("thinking", RawJson.text(words)));
        }
        if (signature.isPresent()) {
            sign(signature);
            close();
        }
    }

    /** A call begins. */
    void call(int number, String id, String tool) {
        begin(
                Kind.CALL,
                number,
                () -> Outgoing.typed("tool_use")
                        .with("id", RawJson.text(Outgoing.id(id, call.id(), number)))
                        .with("name", RawJson.text(tool))
                        .with("input", JsonObject.EMPTY.raw()));
    }

    /** More of the arguments of the call that is open. */
    void arguments(String fragment) {
        if (open.isPresent() && !fragment.isEmpty()) {
            open.get().arguments().append(fragment);
            delta(Outgoing.typed("input_json_delta").with("partial_json", RawJson.text(fragment)));
        }
    }

    /** A part in one piece. */
    void given(Part part) {
        switch (part) {
            case Part.Citation citation -> citation(Outgoing.citation(citation));
            case Part.Other other
            when other.format().equals(WireName.ANTHROPIC_MESSAGES) -> {
                stop();
                begun(other.json());
                stopped(next++);
            }
            case Part.Other other -> lose(other.type());
            default -> lose(part.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
    }

    private void citation(Optional<RawJson> source) {
        if (source.isEmpty() || open.filter(block -> block.is(Kind.TEXT)).isEmpty()) {
            lose("citations");
        } else {
            delta(Outgoing.typed("citations_delta").with("citation", source.get()));
        }
    }

    /** Stops the block that is open. A thought without a proof, and a call without arguments, get what they lack. */
    void stop() {
        if (open.isEmpty()) {
            return;
        }
        OpenBlock block = open.get();
        if (block.is(Kind.THINKING)) {
            sign(Optional.empty());
        } else if (block.is(Kind.CALL) && block.arguments().toString().isBlank()) {
            arguments("{}");
        }
        close();
    }

    /** Declares, once, that something has no place here. */
    void lose(String what) {
        if (lost.add(what)) {
            call.declareLoss(what, "anthropic-messages has no such step");
        }
    }

    /** An event that says nothing but its name. */
    void send(String name) {
        send(name, Map.of());
    }

    /** An event with these members. */
    void send(String name, Map<String, RawJson> members) {
        JsonObject data = Outgoing.typed(name);
        for (Map.Entry<String, RawJson> member : members.entrySet()) {
            data = data.with(member.getKey(), member.getValue());
        }
        sent.add(new Sent(name, data.raw()));
    }

    /** The event that tells why the answer ended, and what it cost. */
    void end(RawJson delta, RawJson usage) {
        sent.add(new Sent(
                "message_delta",
                Outgoing.typed("message_delta")
                        .with("delta", delta)
                        .with("usage", usage)
                        .raw()));
    }

    private void begin(Kind kind, int number, Supplier<JsonObject> block) {
        boolean goesOn = open.filter(now -> now.is(kind) && (kind != Kind.CALL || now.isCall(number)))
                .isPresent();
        if (!goesOn) {
            stop();
            begun(block.get().raw());
            open = Optional.of(new OpenBlock(kind, next++, number));
        }
    }

    private void whole(JsonObject block) {
        begun(block.raw());
        stopped(next++);
    }

    private void sign(Optional<Signature> signature) {
        delta(Outgoing.typed("signature_delta").with("signature", RawJson.text(Outgoing.proof(signature))));
    }

    private void close() {
        open.ifPresent(block -> stopped(block.index()));
        open = Optional.empty();
    }

    private void begun(RawJson block) {
        add(
                Outgoing.typed("content_block_start")
                        .with("index", RawJson.number(next))
                        .with("content_block", block),
                "content_block_start");
    }

    private void delta(JsonObject delta) {
        int index = open.map(OpenBlock::index).orElse(next);
        add(
                Outgoing.typed("content_block_delta")
                        .with("index", RawJson.number(index))
                        .with("delta", delta.raw()),
                "content_block_delta");
    }

    private void stopped(int index) {
        add(Outgoing.typed("content_block_stop").with("index", RawJson.number(index)), "content_block_stop");
    }

    private void add(JsonObject data, String name) {
        sent.add(new Sent(name, data.raw()));
    }
}
