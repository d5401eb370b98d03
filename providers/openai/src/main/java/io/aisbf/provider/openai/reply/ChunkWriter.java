// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.wire.UsageMembers;
import io.aisbf.wire.tool.ToolIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes events as chunks the way OpenAI's clients demand them: one id throughout, the role in an answer's first delta,
 * id and name of a tool call once and its index ever after, the reason of the end exactly once for each answer. One
 * thread, one answer.
 */
final class ChunkWriter {
    private final Call call;
    private final long created;
    private String id;
    private String model;
    private boolean started;
    private Optional<Usage> usage = Optional.empty();
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private final Set<String> lost = new HashSet<>();
    private List<RawJson> out = new ArrayList<>();

    /** A writer for a call; {@code created} in seconds since 1970. */
    ChunkWriter(Call call, String model, long created) {
        this.call = call;
        this.created = created;
        this.model = model;
        this.id = "chatcmpl-" + call.id();
    }

    /** How far one answer has come. */
    private static final class Choice {
        private boolean spoke;
        private boolean finished;
        private final Map<Integer, Boolean> calls = new HashMap<>();
    }

    /** The chunks for some events. */
    List<RawJson> chunks(List<ChatEvent> events) {
        out = new ArrayList<>();
        events.forEach(this::add);
        return out;
    }

    /** The chunks that are due when the stream has come to its end. */
    List<RawJson> last(boolean withUsage) {
        out = new ArrayList<>();
        choices.keySet().forEach(index -> finish(index, FinishReason.Known.STOP));
        if (withUsage && usage.isPresent()) {
            JsonWriter writer = head().name("choices").array().end().name("usage");
            UsageMembers.write(usage.get(), writer);
            out.add(writer.end().finish());
        }
        return out;
    }

    private void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started first -> start(first);
            case ChatEvent.TextDelta delta -> text(delta.choice(), "content", delta.text());
            case ChatEvent.RefusalDelta delta -> text(delta.choice(), "refusal", delta.text());
            case ChatEvent.ReasoningDelta delta -> {
                if (!delta.text().isEmpty()) {
                    text(delta.choice(), "reasoning_content", delta.text());
                }
                delta.signature().ifPresent(proof -> lose("reasoning signature"));
            }
            case ChatEvent.ToolCallDelta delta -> toolCall(delta);
            case ChatEvent.Finished end -> finish(end.choice(), end.reason());
            case ChatEvent.Counted counted -> usage = Optional.of(counted.usage());
            case ChatEvent.Given given -> lose(given.part().getClass().getSimpleName());
            case ChatEvent.Weighed _ -> lose("logprobs");
            case ChatEvent.Other other -> lose(other.type());
        }
    }

    /** A second start, as after a failover, changes nothing: the client has been told an id. */
    private void start(ChatEvent.Started first) {
        if (!started) {
            started = true;
            id = first.id().isBlank() ? id : first.id();
            model = first.model().isBlank() ? model : first.model();
        }
    }

    private void lose(String what) {
        if (lost.add(what)) {
            call.declareLoss(what, "openai-chat has no such step");
        }
    }

    private void text(int choice, String member, String text) {
        delta(choice, writer -> writer.name(member).text(text));
    }

    private void toolCall(ChatEvent.ToolCallDelta delta) {
        Map<Integer, Boolean> calls = choices.computeIfAbsent(delta.choice(), index -> new Choice()).calls;
        boolean first = !calls.containsKey(delta.call());
        calls.merge(delta.call(), !delta.argumentsFragment().isEmpty(), Boolean::logicalOr);
        delta(delta.choice(), writer -> {
            writer.name("tool_calls").array().object().name("index").number(delta.call());
            if (first) {
                writer.name("id")
                        .text(ToolIds.fitting(delta.id().orElseGet(() -> inventId(delta)), ToolIds.OPENAI_LONGEST));
                writer.name("type").text("function");
            }
            writer.name("function").object();
            if (first) {
                writer.name("name").text(delta.tool().orElse(""));
            }
            writer.name("arguments").text(delta.argumentsFragment()).end().end().end();
        });
    }

    private String inventId(ChatEvent.ToolCallDelta delta) {
        return "call_" + call.id() + "_" + delta.choice() + "_" + delta.call();
    }

    private void finish(int index, FinishReason reason) {
        Choice choice = choices.computeIfAbsent(index, i -> new Choice());
        if (choice.finished) {
            return;
        }
        // Clients parse the arguments, and nothing at all is no JSON.
        choice.calls.forEach((toolCall, hasArguments) -> {
            if (!hasArguments) {
                toolCall(new ChatEvent.ToolCallDelta(index, toolCall, Optional.empty(), Optional.empty(), "{}"));
            }
        });
        choice.finished = true;
        chunk(index, writer -> {}, Optional.of(Finish.write(reason, !choice.calls.isEmpty())));
    }

    private void delta(int index, Consumer<JsonWriter> members) {
        chunk(index, members, Optional.empty());
    }

    private void chunk(int index, Consumer<JsonWriter> members, Optional<String> finish) {
        Choice choice = choices.computeIfAbsent(index, i -> new Choice());
        JsonWriter writer = head().name("choices").array().object();
        writer.name("index").number(index).name("delta").object();
        if (!choice.spoke) {
            choice.spoke = true;
            writer.name("role").text("assistant");
        }
        members.accept(writer);
        writer.end().name("finish_reason");
        finish.ifPresentOrElse(writer::text, () -> writer.raw(RawJson.NULL));
        out.add(writer.end().end().end().finish());
    }

    private JsonWriter head() {
        JsonWriter writer = new JsonWriter().object().name("id").text(id);
        writer.name("object").text("chat.completion.chunk").name("created").number(created);
        return writer.name("model").text(model);
    }
}
