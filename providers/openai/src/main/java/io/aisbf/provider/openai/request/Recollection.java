// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.wire.ThoughtMemory;
import io.aisbf.provider.openai.wire.Thoughts;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Puts back, from memory, the proven thoughts before calls that a client could not keep. */
final class Recollection {
    private final ThoughtMemory memory;
    private final Function<Members, RawJson> arguments;

    /** From that memory; {@code arguments} reads those of a function. */
    Recollection(ThoughtMemory memory, Function<Members, RawJson> arguments) {
        this.memory = memory;
        this.arguments = arguments;
    }

    /**
     * The thoughts of a message as they are to be read: those it holds if it brings any proof at all, else what is
     * remembered of its calls, after those of its words that are nobody's.
     */
    List<Thoughts.Placed> of(List<Thoughts.Placed> thoughts, List<Members> calls) {
        boolean proven = thoughts.stream()
                .anyMatch(placed -> placed.thought().signature().isPresent());
        if (proven || calls.stream().anyMatch(call -> call.get(Thoughts.EXTRA).isPresent())) {
            return thoughts;
        }
        List<Thoughts.Placed> placed = new ArrayList<>();
        calls.forEach(call -> recall(call, placed));
        if (!placed.isEmpty()) {
            placed.addAll(0, rest(thoughts, placed));
        }
        return placed.isEmpty() ? thoughts : placed;
    }

    private void recall(Members call, List<Thoughts.Placed> placed) {
        Optional<String> id = call.words("id");
        if (id.isEmpty() || !call.text("type").orElse("function").equals("function")) {
            return;
        }
        Members function = call.needChild("function");
        Part.ToolCall known = new Part.ToolCall(id.get(), function.need("name"), arguments.apply(function));
        memory.of(known, call.json()).ifPresent(shown -> {
            shown.early().forEach(thought -> placed.add(new Thoughts.Placed(thought, Optional.empty())));
            shown.before().forEach(thought -> placed.add(new Thoughts.Placed(thought, id)));
        });
    }

    /** A client that kept the words and lost the proof brings the words: they are not said twice. */
    private static List<Thoughts.Placed> rest(List<Thoughts.Placed> thoughts, List<Thoughts.Placed> recalled) {
        List<Thoughts.Placed> rest = new ArrayList<>();
        for (Thoughts.Placed placed : thoughts) {
            String words = placed.thought().text();
            for (Thoughts.Placed known : recalled) {
                words = without(words, known.thought().text().strip());
            }
            if (!words.isBlank()) {
                rest.add(new Thoughts.Placed(new Part.Reasoning(words, Optional.empty()), placed.call()));
            }
        }
        return rest;
    }

    private static String without(String words, String known) {
        int at = known.isEmpty() ? -1 : words.indexOf(known);
        return at < 0 ? words : words.substring(0, at) + words.substring(at + known.length());
    }
}
