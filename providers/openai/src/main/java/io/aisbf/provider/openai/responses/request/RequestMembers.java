// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Which members of a body the accessors stand for, and which of the others the question hangs on. */
final class RequestMembers {
    /** Members by which the upstream knows the rest of the conversation, so that there need be no input. */
    static final List<String> CONTINUES = List.of("previous_response_id", "conversation", "prompt");

    /** What nobody can do who does not keep the conversation, or the question, for the client. */
    static final Set<String> BINDING = Set.of("previous_response_id", "conversation", "prompt", "background");

    private static final Set<String> KNOWN = Set.of(
            "model",
            "stream",
            "stream_options",
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "temperature",
            "top_p",
            "max_output_tokens",
            "top_k",
            "stop",
            "seed",
            "frequency_penalty",
            "presence_penalty",
            "text",
            "reasoning",
            "include",
            "top_logprobs",
            "parallel_tool_calls",
            "safety_identifier",
            "metadata",
            "service_tier",
            "prompt_cache_key");

    /** What is so anyway, said aloud: nothing is lost where it is not said. */
    private static final Map<String, RawJson> USUAL = Map.of(
            "store", RawJson.bool(false), "background", RawJson.bool(false), "truncation", RawJson.text("disabled"));

    private RequestMembers() {}

    /** The members at the top that no accessor stands for. */
    static SequencedMap<String, RawJson> others(Members body) {
        SequencedMap<String, RawJson> others = new LinkedHashMap<>(body.leftovers(KNOWN));
        others.entrySet()
                .removeIf(member ->
                        Optional.of(member.getValue()).equals(Optional.ofNullable(USUAL.get(member.getKey()))));
        if (body.get("safety_identifier").isEmpty()) {
            others.remove("user");
        }
        return others;
    }
}
