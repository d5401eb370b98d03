// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.wire.Extras;
import io.aisbf.provider.openai.wire.ShownThoughts;
import io.aisbf.provider.openai.wire.ThoughtMemory;
import io.aisbf.provider.openai.wire.Thoughts;
import io.aisbf.provider.openai.wire.UsageMembers;
import io.aisbf.provider.openai.wire.Weights;
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
import java.util.function.Function;

/**
 * Writes events as chunks the way OpenAI's clients demand them: one id throughout, the role in an answer's first delta,
 * id and name of a tool call once and its index ever after, the reason of the end exactly once for each answer. One
 * thread, one answer.
 */
final class ChunkWriter {
    private final Json json;
    private final ThoughtMemory memory;
    private final Call call;
    private final Function<Usage, UsageNote> notes;
    private final long created;
    private String id;
    private String model;
    private boolean started;
    private Optional<Usage> usage = Optional.empty();
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private final Set<String> lost = new HashSet<>();
    private List<RawJson> out = new ArrayList<>();

    /**
     * A writer for a call.
     *
     * @param notes what the gateway adds to usage
     * @param created in seconds since 1970
     */
    ChunkWriter(
            Json json, ThoughtMemory memory, Call call, String model, Function<Usage, UsageNote> notes, long created) {
        this.json = json;
        this.memory = memory;
        this.call = call;
        this.notes = notes;
        this.created = created;
        this.model = model;
        this.id = "chatcmpl-" + call.id();
    }

    /** How far one answer has come. */
    private static final class Choice {
        private final ShownThoughts shown;
        private boolean spoke;
        private boolean finished;
        private int length;
        private int details;
        private int images;
        private final StringBuilder thought = new StringBuilder();
        private Optional<Part.Signature> proof = Optional.empty();
        private final Map<Integer, Boolean> calls = new HashMap<>();

        private Choice(ShownThoughts shown) {
            this.shown = shown;
        }
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
        if (withUsage) {
            Usage counted = usage.orElse(Usage.NONE);
            UsageNote note = notes.apply(counted);
            if (usage.isPresent() || !note.isEmpty()) {
                JsonWriter writer = head().name("choices").array().end().name("usage");
                UsageMembers.write(counted, note, writer);
                out.add(writer.end().finish());
            }
        }
        return out;
    }

    private void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started first -> start(first);
            case ChatEvent.TextDelta delta -> {
                spoke(delta.choice());
                choice(delta.choice()).length += delta.text().length();
                text(delta.choice(), "content", delta.text());
            }
            case ChatEvent.RefusalDelta delta -> {
                spoke(delta.choice());
                text(delta.choice(), "refusal", delta.text());
            }
            case ChatEvent.ReasoningDelta delta -> reasoning(delta);
            case ChatEvent.ToolCallDelta delta -> toolCall(delta);
            case ChatEvent.Finished end -> finish(end.choice(), end.reason());
            case ChatEvent.Counted counted -> usage = Optional.of(counted.usage());
            case ChatEvent.Given given -> given(given.choice(), given.part());
            case ChatEvent.Weighed weighed -> chunk(weighed.choice(), writer -> {}, weighed.tokens(), Optional.empty());
            case ChatEvent.Other other -> lose(other.type(), "openai-chat has no such step");
        }
    }

    /** A proof is kept until it is known whether it belongs to a call. */
    private void reasoning(ChatEvent.ReasoningDelta delta) {
        Choice choice = choice(delta.choice());
        if (choice.proof.isPresent()) {
            proven(delta.choice(), Optional.empty());
        }
        if (!delta.text().isEmpty()) {
            choice.thought.append(delta.text());
            text(delta.choice(), "reasoning_content", delta.text());
        }
        choice.proof = delta.signature();
        choice.shown.thought(delta.text(), delta.signature());
    }

    /** Tells the proof that was kept, with the words that it proves, as a client has to send both back. */
    private void proven(int index, Optional<String> toolCall) {
        Choice choice = choice(index);
        Optional<Part.Signature> proof = choice.proof;
        choice.proof = Optional.empty();
        String words = choice.thought.toString();
        if (proof.isEmpty() || Thoughts.extra(json, proof.get()).isPresent()) {
            return;
        }
        choice.thought.setLength(0);
        List<RawJson> own = Thoughts.elements(json, proof.get());
        List<RawJson> elements = own.isEmpty()
                ? List.of(Thoughts.detail(new Part.Reasoning(words, proof), toolCall, choice.details))
                : own;
        choice.details += elements.size();
        delta(index, writer -> writer.name(Thoughts.DETAILS).raw(RawJson.array(elements)));
    }

    private void spoke(int index) {
        proven(index, Optional.empty());
        choice(index).shown.spoke();
    }

    private void given(int index, Part part) {
        spoke(index);
        Choice choice = choice(index);
        String member = part instanceof Part.Image ? Extras.IMAGES : Extras.ANNOTATIONS;
        Optional<RawJson> element = switch (part) {
            case Part.Citation citation -> Extras.annotation(citation, choice.length);
            case Part.Image image -> Extras.image(image, choice.images++);
            default -> Optional.empty();
        };
        element.ifPresentOrElse(
                json -> delta(index, writer -> writer.name(member).raw(RawJson.array(List.of(json)))),
                () -> lose(part.getClass().getSimpleName(), "openai-chat has no such part"));
    }

    private Choice choice(int index) {
        return choices.computeIfAbsent(index, _ -> new Choice(new ShownThoughts(json, memory)));
    }

    /** A second start, as after a failover, changes nothing: the client has been told an id. */
    private void start(ChatEvent.Started first) {
        if (!started) {
            started = true;
            id = first.id().isBlank() ? id : first.id();
            model = first.model().isBlank() ? model : first.model();
        }
    }

    private void lose(String what, String why) {
        if (lost.add(what)) {
            call.declareLoss(what, why);
        }
    }

    private void text(int choice, String member, String text) {
        delta(choice, writer -> writer.name(member).text(text));
    }

    private void toolCall(ChatEvent.ToolCallDelta delta) {
        Map<Integer, Boolean> calls = choice(delta.choice()).calls;
        boolean first = !calls.containsKey(delta.call());
        calls.merge(delta.call(), !delta.argumentsFragment().isEmpty(), Boolean::logicalOr);
        String toolId = ToolIds.fitting(delta.id().orElseGet(() -> inventId(delta)), ToolIds.OPENAI_LONGEST);
        Optional<RawJson> extra = choice(delta.choice())
                .proof
                .flatMap(proof -> Thoughts.extra(json, proof).or(() -> Thoughts.googles(proof)))
                .filter(proof -> first);
        proven(delta.choice(), first ? Optional.of(toolId) : Optional.empty());
        if (first) {
            choice(delta.choice())
                    .shown
                    .called(delta.call(), toolId, delta.tool().orElse(""));
        }
        choice(delta.choice()).shown.arguments(delta.call(), delta.argumentsFragment());
        delta(delta.choice(), writer -> {
            writer.name("tool_calls").array().object().name("index").number(delta.call());
            if (first) {
                writer.name("id").text(toolId).name("type").text("function");
            }
            writer.name("function").object();
            if (first) {
                writer.name("name").text(delta.tool().orElse(""));
            }
            writer.name("arguments").text(delta.argumentsFragment()).end();
            extra.ifPresent(proof -> writer.name(Thoughts.EXTRA).raw(proof));
            writer.end().end();
        });
    }

    private String inventId(ChatEvent.ToolCallDelta delta) {
        return "call_" + call.id() + "_" + delta.choice() + "_" + delta.call();
    }

    private void finish(int index, FinishReason reason) {
        Choice choice = choice(index);
        if (choice.finished) {
            return;
        }
        proven(index, Optional.empty());
        // Clients parse the arguments, and nothing at all is no JSON.
        choice.calls.forEach((toolCall, hasArguments) -> {
            if (!hasArguments) {
                toolCall(new ChatEvent.ToolCallDelta(index, toolCall, Optional.empty(), Optional.empty(), "{}"));
            }
        });
        choice.finished = true;
        choice.shown.finished();
        chunk(index, writer -> {}, List.of(), Optional.of(Finish.write(reason, !choice.calls.isEmpty())));
    }

    private void delta(int index, Consumer<JsonWriter> members) {
        chunk(index, members, List.of(), Optional.empty());
    }

    private void chunk(int index, Consumer<JsonWriter> members, List<Probability> weighed, Optional<String> finish) {
        Choice choice = choice(index);
        JsonWriter writer = head().name("choices").array().object();
        writer.name("index").number(index).name("delta").object();
        if (!choice.spoke) {
            choice.spoke = true;
            writer.name("role").text("assistant");
        }
        members.accept(writer);
        writer.end();
        if (!weighed.isEmpty()) {
            Weights.write(weighed, writer);
        }
        writer.name("finish_reason");
        finish.ifPresentOrElse(writer::text, () -> writer.raw(RawJson.NULL));
        out.add(writer.end().end().end().finish());
    }

    private JsonWriter head() {
        JsonWriter writer = new JsonWriter().object().name("id").text(id);
        writer.name("object").text("chat.completion.chunk").name("created").number(created);
        return writer.name("model").text(model);
    }
}
