// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.wire.UsageMembers;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decodes one chunk of a stream, with what compatible upstreams add to it. */
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
    private static final Set<String> DELTA =
            Set.of("role", "content", "reasoning_content", "reasoning", "refusal", "tool_calls", "function_call");

    private ChunkReader() {}

    /**
     * What a chunk means.
     *
     * @param first whether this is the chunk with which the answer begins
     */
    static List<ChatEvent> events(Members chunk, boolean first) {
        List<ChatEvent> events = new ArrayList<>();
        if (first) {
            events.add(new ChatEvent.Started(
                    chunk.text("id").orElse(""), chunk.text("model").orElse("")));
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

    private static void choice(Members choice, int index, List<ChatEvent> events) {
        choice.child("delta").ifPresent(delta -> delta(delta, index, events));
        choice.get("logprobs").ifPresent(json -> events.add(new ChatEvent.Other("logprobs", json)));
        Optional<FinishReason> finish = choice.words("finish_reason").map(Finish::read);
        finish.ifPresent(reason -> events.add(new ChatEvent.Finished(index, reason)));
    }

    private static void delta(Members delta, int choice, List<ChatEvent> events) {
        delta.words("reasoning_content")
                .or(() -> delta.words("reasoning"))
                .ifPresent(text -> events.add(new ChatEvent.ReasoningDelta(choice, text, Optional.empty())));
        delta.words("content").ifPresent(text -> events.add(new ChatEvent.TextDelta(choice, text)));
        delta.words("refusal").ifPresent(text -> events.add(new ChatEvent.RefusalDelta(choice, text)));
        int position = 0;
        for (Members call : delta.children("tool_calls")) {
            int index = call.small("index").orElse(position);
            events.add(call(choice, index, call.words("id"), call.child("function")));
            position++;
        }
        // The older way of calling knew one call at a time and gave it no id.
        delta.child("function_call").ifPresent(function -> {
            Optional<String> id = function.words("name").map(name -> "call_" + name);
            events.add(call(choice, 0, id, Optional.of(function)));
        });
        others(delta, DELTA, events);
    }

    private static ChatEvent call(int choice, int index, Optional<String> id, Optional<Members> function) {
        Optional<String> name = function.flatMap(members -> members.words("name"));
        return new ChatEvent.ToolCallDelta(
                choice, index, id, name, function.map(ChunkReader::arguments).orElse(""));
    }

    private static String arguments(Members function) {
        return function.get("arguments")
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .map(RawJson::toString)
                .orElseGet(() -> function.text("arguments").orElse(""));
    }

    private static void others(Members members, Set<String> known, List<ChatEvent> events) {
        for (Map.Entry<String, RawJson> member : members.object().members().entrySet()) {
            if (!known.contains(member.getKey()) && !member.getValue().isNull()) {
                events.add(new ChatEvent.Other(member.getKey(), member.getValue()));
            }
        }
    }
}
