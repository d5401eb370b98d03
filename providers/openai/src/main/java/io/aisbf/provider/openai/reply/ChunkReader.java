// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.wire.Extras;
import io.aisbf.provider.openai.wire.Thoughts;
import io.aisbf.provider.openai.wire.UsageMembers;
import io.aisbf.provider.openai.wire.Weights;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Decodes the chunks of one stream, with what compatible upstreams add to them. Chunks that are only relayed never come
 * here, those that do come in order.
 */
final class ChunkReader {
    private static final Set<String> CHUNK = Set.of(
            "id",
            "object",
            "created",
            "model",
            "choices",
            "usage",
            "system_fingerprint",
            "service_tier",
            "obfuscation",
            "timings",
            "provider");
    private static final Set<String> DELTA = Set.of(
            "role",
            "content",
            "reasoning_content",
            "reasoning",
            "refusal",
            "tool_calls",
            "function_call",
            Thoughts.DETAILS,
            Extras.ANNOTATIONS,
            Extras.IMAGES);

    private final UnaryOperator<String> names;
    private final Map<Integer, Progress> choices = new HashMap<>();
    private String answer = "";

    /** A reader for one stream; {@code names} gives a tool's name as the client knows it. */
    ChunkReader(UnaryOperator<String> names) {
        this.names = names;
    }

    /**
     * What a chunk means.
     *
     * @param first whether this is the chunk with which the answer begins
     */
    List<ChatEvent> events(Members chunk, boolean first) {
        List<ChatEvent> events = new ArrayList<>();
        if (first) {
            answer = chunk.text("id").orElse("");
            events.add(new ChatEvent.Started(answer, chunk.text("model").orElse("")));
        }
        int position = 0;
        for (Members choice : chunk.children("choices")) {
            choice(choice, choice.small("index").orElse(position), events);
            position++;
        }
        chunk.child("usage").ifPresent(usage -> events.add(new ChatEvent.Counted(UsageMembers.read(usage))));
        others(chunk, CHUNK, events);
        return events;
    }

    private void choice(Members choice, int index, List<ChatEvent> events) {
        Progress progress = choices.computeIfAbsent(index, number -> new Progress(number, names));
        choice.child("delta").ifPresent(delta -> delta(delta, index, progress, events));
        var weighed = Weights.read(choice);
        if (!weighed.isEmpty()) {
            events.add(new ChatEvent.Weighed(index, weighed));
        }
        Optional<FinishReason> finish = Finish.read(choice, progress.called());
        finish.ifPresent(reason -> {
            progress.checkCalls(choice.json());
            events.addAll(progress.proofs());
            events.add(new ChatEvent.Finished(index, reason));
        });
    }

    private void delta(Members delta, int choice, Progress progress, List<ChatEvent> events) {
        List<Members> details = delta.children(Thoughts.DETAILS);
        progress.thought(delta, details)
                .filter(words -> !words.isEmpty())
                .ifPresent(text -> events.add(new ChatEvent.ReasoningDelta(choice, text, Optional.empty())));
        events.addAll(progress.details(details));
        List<ChatEvent> said = new ArrayList<>();
        delta.words("content").ifPresent(text -> said.add(new ChatEvent.TextDelta(choice, text)));
        for (Part part : Extras.read(delta)) {
            said.add(new ChatEvent.Given(choice, part));
        }
        delta.words("refusal").ifPresent(text -> said.add(new ChatEvent.RefusalDelta(choice, text)));
        int position = 0;
        for (Members call : delta.children("tool_calls")) {
            int index = call.small("index").orElse(position);
            said.addAll(progress.call(index, call, call.child("function"), answer));
            position++;
        }
        // The older way of calling knew one call at a time and gave it no id.
        delta.child("function_call")
                .ifPresent(function -> said.addAll(progress.call(-1, function, Optional.of(function), answer)));
        if (!said.isEmpty()) {
            events.addAll(progress.proofs());
        }
        events.addAll(said);
        others(delta, DELTA, events);
    }

    private static void others(Members members, Set<String> known, List<ChatEvent> events) {
        for (Map.Entry<String, RawJson> member : members.leftovers(known).entrySet()) {
            String name = member.getKey().substring(member.getKey().lastIndexOf('.') + 1);
            events.add(new ChatEvent.Other(name, member.getValue()));
        }
    }
}
