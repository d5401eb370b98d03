// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.ollama.request.Calls;
import io.aisbf.provider.ollama.request.Door;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers what was said until it is written as a line. Tool calls are kept until the end, since Ollama's clients get
 * each in one piece. One thread, one answer.
 */
final class Gathering {
    private final Json json;
    private final Door door;
    private final Call call;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final List<String> images = new ArrayList<>();
    private final List<Probability> tokens = new ArrayList<>();
    private final TreeMap<Integer, Fragments> calls = new TreeMap<>();
    private Optional<FinishReason> finish = Optional.empty();
    private Usage usage = Usage.NONE;
    private String model;

    Gathering(Json json, Door door, String model, Call call) {
        this.json = json;
        this.door = door;
        this.model = model;
        this.call = call;
    }

    /** A call of which more may come. */
    private static final class Fragments {
        private final StringBuilder arguments = new StringBuilder();
        private String id = "";
        private String tool = "";
    }

    String model() {
        return model;
    }

    Usage usage() {
        return usage;
    }

    /** Why it ended, as far as was told. */
    FinishReason finish() {
        return finish.orElse(FinishReason.Known.STOP);
    }

    /** Adds one step. */
    void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started first -> model = first.model().isBlank() ? model : first.model();
            case ChatEvent.Counted counted -> usage = counted.usage();
            case ChatEvent.TextDelta delta when only(delta.choice()) -> text.append(delta.text());
            case ChatEvent.RefusalDelta delta when only(delta.choice()) -> text.append(delta.text());
            case ChatEvent.ReasoningDelta delta
            when only(delta.choice()) -> think(delta.text(), delta.signature().isPresent());
            case ChatEvent.ToolCallDelta delta when only(delta.choice()) -> call(delta);
            case ChatEvent.Given given when only(given.choice()) -> give(given.part());
            case ChatEvent.Weighed weighed when only(weighed.choice()) -> tokens.addAll(weighed.tokens());
            case ChatEvent.Finished end when only(end.choice()) -> finish = finish.or(() -> Optional.of(end.reason()));
            case ChatEvent.Other other -> lose(other.type(), "Ollama has no such step");
            default -> {}
        }
    }

    /** Adds a whole answer. */
    void add(ChatResponse response) {
        model = response.model().isBlank() ? model : response.model();
        usage = response.usage();
        for (ChatResponse.Choice choice : response.choices()) {
            if (only(choice.index())) {
                choice.message().parts().forEach(this::give);
                tokens.addAll(choice.probabilities());
                finish = Optional.of(choice.finish());
            }
        }
    }

    /** What was said since it was last asked, but for calls; nothing if there is nothing. */
    Optional<Said> piece() {
        Said said = new Said(text.toString(), thinking.toString(), List.copyOf(images), List.of(), List.copyOf(tokens));
        text.setLength(0);
        thinking.setLength(0);
        images.clear();
        tokens.clear();
        return said.equals(Said.NOTHING) ? Optional.empty() : Optional.of(said);
    }

    /**
     * The calls, whole.
     *
     * @throws CallException {@code MALFORMED_REPLY} if the arguments of one are no JSON object
     */
    List<Part.ToolCall> calls() {
        return calls.values().stream().map(this::whole).toList();
    }

    private Part.ToolCall whole(Fragments fragments) {
        RawJson arguments = Calls.parsed(fragments.arguments.toString(), json)
                .orElseThrow(() -> new CallException(
                        Failure.MALFORMED_REPLY,
                        "the provider's model called " + fragments.tool + " with arguments that are no JSON object"));
        return new Part.ToolCall(fragments.id, fragments.tool, arguments);
    }

    private boolean only(int choice) {
        if (choice > 0) {
            lose("n", "Ollama's clients get one answer");
        }
        return choice == 0;
    }

    private void call(ChatEvent.ToolCallDelta delta) {
        Fragments fragments = calls.computeIfAbsent(delta.call(), index -> new Fragments());
        delta.id().ifPresent(id -> fragments.id = id);
        delta.tool().ifPresent(tool -> fragments.tool = tool);
        fragments.arguments.append(delta.argumentsFragment());
    }

    private void think(String thought, boolean signed) {
        thinking.append(thought);
        if (signed) {
            lose("reasoning signature", "Ollama's thoughts have no signature");
        }
    }

    private void give(Part part) {
        switch (part) {
            case Part.Text said -> text.append(said.text());
            case Part.Refusal said -> text.append(said.text());
            case Part.Reasoning thought ->
                think(thought.text(), thought.signature().isPresent());
            case Part.ToolCall whole -> give(whole);
            case Part.Image image
            when door == Door.CHAT && image.source() instanceof Source.Inline inline -> images.add(inline.base64());
            case Part.Citation _ -> lose("citations", "Ollama knows no citations");
            case Part.Other other -> lose(other.type(), "Ollama has no such part");
            default -> lose(part.getClass().getSimpleName(), "Ollama has no such part");
        }
    }

    /** A string that holds the arguments is unwrapped, whatever it holds: {@link #calls} looks at it. */
    private void give(Part.ToolCall whole) {
        Fragments fragments = new Fragments();
        fragments.id = whole.id();
        fragments.tool = whole.tool();
        boolean wrapped = whole.arguments().kind() == RawJson.Kind.STRING;
        fragments.arguments.append(
                wrapped ? json.text(whole.arguments()) : whole.arguments().toString());
        calls.put(calls.size(), fragments);
    }

    private void lose(String what, String reason) {
        call.declareLoss(what, reason);
    }
}
