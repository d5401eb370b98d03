// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** {@link Sampling} as members of a body. */
final class SamplingMembers {
    private SamplingMembers() {}

    /** Reads them; {@code max_completion_tokens} counts more than its older name. */
    static Sampling read(Members body) {
        return new Sampling(
                body.decimal("temperature"),
                body.decimal("top_p"),
                body.whole("top_k"),
                maxTokens(body),
                body.texts("stop"),
                body.integer("seed").map(OptionalLong::of).orElseGet(OptionalLong::empty),
                body.whole("n"),
                body.decimal("frequency_penalty"),
                body.decimal("presence_penalty"));
    }

    /** How many tokens the answer may have. */
    static OptionalInt maxTokens(Members body) {
        return body.whole(
                body.get(OpenAiRequest.MAX_COMPLETION_TOKENS).isPresent()
                        ? OpenAiRequest.MAX_COMPLETION_TOKENS
                        : OpenAiRequest.MAX_TOKENS);
    }

    /** The members that are set, by name. */
    static Map<String, RawJson> write(Sampling sampling) {
        Map<String, RawJson> members = new LinkedHashMap<>();
        sampling.temperature().ifPresent(value -> members.put("temperature", RawJson.number(value)));
        sampling.topP().ifPresent(value -> members.put("top_p", RawJson.number(value)));
        sampling.topK().ifPresent(value -> members.put("top_k", RawJson.number(value)));
        sampling.maxTokens()
                .ifPresent(value -> members.put(OpenAiRequest.MAX_COMPLETION_TOKENS, RawJson.number(value)));
        if (!sampling.stop().isEmpty()) {
            members.put(
                    "stop",
                    RawJson.array(sampling.stop().stream().map(RawJson::text).toList()));
        }
        sampling.seed().ifPresent(value -> members.put("seed", RawJson.number(value)));
        sampling.choices().ifPresent(value -> members.put("n", RawJson.number(value)));
        sampling.frequencyPenalty().ifPresent(value -> members.put("frequency_penalty", RawJson.number(value)));
        sampling.presencePenalty().ifPresent(value -> members.put("presence_penalty", RawJson.number(value)));
        return members;
    }

    /** The body with those members changed that differ; the limit of tokens under whichever name the client used. */
    static JsonObject patch(JsonObject body, Sampling before, Sampling after) {
        Map<String, RawJson> old = write(before);
        Map<String, RawJson> now = write(after);
        JsonObject patched = body;
        for (String name : write(ALL).keySet()) {
            Optional<RawJson> value = Optional.ofNullable(now.get(name));
            if (value.equals(Optional.ofNullable(old.get(name)))) {
                continue;
            }
            boolean older = name.equals(OpenAiRequest.MAX_COMPLETION_TOKENS)
                    && body.present(OpenAiRequest.MAX_TOKENS).isPresent();
            if (older) {
                patched = set(patched, OpenAiRequest.MAX_TOKENS, value);
            }
            if (!older || body.present(name).isPresent()) {
                patched = set(patched, name, value);
            }
        }
        return patched;
    }

    private static final Sampling ALL = new Sampling(
            OptionalDouble.of(0),
            OptionalDouble.of(0),
            OptionalInt.of(0),
            OptionalInt.of(0),
            List.of(""),
            OptionalLong.of(0),
            OptionalInt.of(0),
            OptionalDouble.of(0),
            OptionalDouble.of(0));

    private static JsonObject set(JsonObject body, String name, Optional<RawJson> value) {
        return value.map(json -> body.with(name, json)).orElseGet(() -> body.without(name));
    }
}
