// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * {@link Sampling} as members of a body. OpenAI knows three of them; the others are read because compatible servers
 * (vLLM, SGLang) take them under these names, and are not written.
 */
final class SamplingMembers {
    private static final String MAX_TOKENS = "max_output_tokens";

    private SamplingMembers() {}

    /** Reads them. */
    static Sampling read(Members body) {
        return new Sampling(
                body.decimal("temperature"),
                body.decimal("top_p"),
                body.whole("top_k"),
                body.whole(MAX_TOKENS),
                body.texts("stop"),
                body.integer("seed").map(OptionalLong::of).orElseGet(OptionalLong::empty),
                OptionalInt.empty(),
                body.decimal("frequency_penalty"),
                body.decimal("presence_penalty"));
    }

    /**
     * Writes the three, and declares or refuses the others.
     *
     * @throws io.aisbf.api.call.CallException if the answer would be another one without what is lost
     */
    static void write(Sampling sampling, JsonWriter writer, Call call) {
        if (!sampling.stop().isEmpty()) {
            throw Call.cannotCarry("stop", "openai-responses knows no stop sequences");
        }
        if (sampling.choices().orElse(1) > 1) {
            throw Call.cannotCarry("n", "openai-responses gives one answer");
        }
        three(sampling).forEach((name, value) -> writer.name(name).raw(value));
        lose(call, "top_k", sampling.topK().isPresent());
        lose(call, "seed", sampling.seed().isPresent());
        lose(call, "frequency_penalty", sampling.frequencyPenalty().isPresent());
        lose(call, "presence_penalty", sampling.presencePenalty().isPresent());
    }

    /** The body with those members changed that differ. */
    static JsonObject patch(JsonObject body, Sampling before, Sampling after) {
        Map<String, RawJson> old = all(before);
        Map<String, RawJson> now = all(after);
        JsonObject patched = body;
        for (String name : old.keySet()) {
            if (!now.containsKey(name)) {
                patched = patched.without(name);
            }
        }
        for (Map.Entry<String, RawJson> member : now.entrySet()) {
            if (!Optional.of(member.getValue()).equals(Optional.ofNullable(old.get(member.getKey())))) {
                patched = patched.with(member.getKey(), member.getValue());
            }
        }
        return patched;
    }

    private static Map<String, RawJson> three(Sampling sampling) {
        Map<String, RawJson> members = new LinkedHashMap<>();
        sampling.temperature().ifPresent(value -> members.put("temperature", RawJson.number(value)));
        sampling.topP().ifPresent(value -> members.put("top_p", RawJson.number(value)));
        sampling.maxTokens().ifPresent(value -> members.put(MAX_TOKENS, RawJson.number(value)));
        return members;
    }

    private static Map<String, RawJson> all(Sampling sampling) {
        Map<String, RawJson> members = three(sampling);
        sampling.topK().ifPresent(value -> members.put("top_k", RawJson.number(value)));
        sampling.seed().ifPresent(value -> members.put("seed", RawJson.number(value)));
        sampling.frequencyPenalty().ifPresent(value -> members.put("frequency_penalty", RawJson.number(value)));
        sampling.presencePenalty().ifPresent(value -> members.put("presence_penalty", RawJson.number(value)));
        if (!sampling.stop().isEmpty()) {
            members.put(
                    "stop",
                    RawJson.array(sampling.stop().stream().map(RawJson::text).toList()));
        }
        return members;
    }

    private static void lose(Call call, String member, boolean present) {
        if (present) {
            call.declareLoss(member, "openai-responses has no such member");
        }
    }
}
