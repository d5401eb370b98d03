// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.google.wire.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Writes the member {@code generationConfig}. */
final class ConfigWriter {
    private static final int MOST_STOPS = 5;
    private static final double HOTTEST = 2;
    private static final RawJson JSON_TYPE = RawJson.text("application/json");

    private ConfigWriter() {}

    /** Its members; what cannot be carried is declared on the call or refused. */
    static Map<String, RawJson> write(ChatRequest request, Call call) {
        Sampling sampling = sampling(request.sampling(), call);
        Map<String, RawJson> config = new LinkedHashMap<>();
        members(sampling).forEach((name, value) -> value.ifPresent(json -> config.put(name, json)));
        Options options = request.options();
        options.shape().ifPresent(shape -> shape(shape, config, call));
        options.logprobs().ifPresent(count -> {
            config.put("responseLogprobs", RawJson.bool(true));
            if (count > 0) {
                config.put("logprobs", RawJson.number(count));
            }
        });
        options.thinking()
                .flatMap(thinking -> ThinkingWriter.write(thinking, request.model(), call))
                .ifPresent(thinking -> config.put("thinkingConfig", thinking));
        return config;
    }

    /** The object with those members set or taken away that differ between two samplings. */
    static JsonObject patched(Fields config, Sampling before, Sampling after) {
        JsonObject object = config.members().object();
        Map<String, Optional<RawJson>> old = members(before);
        for (Map.Entry<String, Optional<RawJson>> member : members(after).entrySet()) {
            if (!member.getValue().equals(old.get(member.getKey()))) {
                String name = config.spelled(member.getKey());
                object = member.getValue().isPresent()
                        ? object.with(name, member.getValue().get())
                        : object.without(name);
            }
        }
        return object;
    }

    private static Map<String, Optional<RawJson>> members(Sampling sampling) {
        Map<String, Optional<RawJson>> members = new LinkedHashMap<>();
        members.put("temperature", decimal(sampling.temperature()));
        members.put("topP", decimal(sampling.topP()));
        members.put("topK", whole(sampling.topK()));
        members.put("maxOutputTokens", whole(sampling.maxTokens()));
        List<RawJson> stop = sampling.stop().stream().map(RawJson::text).toList();
        members.put("stopSequences", stop.isEmpty() ? Optional.empty() : Optional.of(RawJson.array(stop)));
        members.put(
                "seed",
                sampling.seed().isPresent()
                        ? Optional.of(RawJson.number(sampling.seed().getAsLong()))
                        : Optional.empty());
        members.put("candidateCount", whole(sampling.choices()));
        members.put("presencePenalty", decimal(sampling.presencePenalty()));
        members.put("frequencyPenalty", decimal(sampling.frequencyPenalty()));
        return members;
    }

    /** What Google takes of a sampling. */
    private static Sampling sampling(Sampling asked, Call call) {
        if (asked.stop().size() > MOST_STOPS) {
            throw Call.cannotCarry(
                    "stop", "it holds " + asked.stop().size() + " sequences and Gemini takes at most " + MOST_STOPS);
        }
        OptionalDouble temperature = asked.temperature();
        if (temperature.isPresent() && (temperature.getAsDouble() > HOTTEST || temperature.getAsDouble() < 0)) {
            call.declareLoss("temperature", "Gemini takes 0 to 2; the nearest was sent");
            temperature = OptionalDouble.of(Math.clamp(temperature.getAsDouble(), 0, HOTTEST));
        }
        OptionalLong seed = asked.seed();
        if (seed.isPresent() && seed.getAsLong() != (int) seed.getAsLong()) {
            call.declareLoss("seed", "Gemini takes no seed beyond 32 bits");
            seed = OptionalLong.empty();
        }
        boolean one = asked.choices().orElse(1) == 1;
        return new Sampling(
                temperature,
                asked.topP(),
                asked.topK(),
                asked.maxTokens(),
                asked.stop().stream().filter(stop -> !stop.isEmpty()).toList(),
                seed,
                one ? OptionalInt.empty() : asked.choices(),
                asked.frequencyPenalty(),
                asked.presencePenalty());
    }

    private static void shape(Shape shape, Map<String, RawJson> config, Call call) {
        config.put("responseMimeType", JSON_TYPE);
        switch (shape) {
            case Shape.Json _ -> {}
            case Shape.Schema schema -> {
                config.put("responseJsonSchema", schema.schema());
                if (schema.description().isPresent()) {
                    call.declareLoss("response_format.description", "Gemini takes a schema without a description");
                }
            }
        }
    }

    /** The members as an object; empty if there are none. */
    static Optional<RawJson> object(Map<String, RawJson> members) {
        if (members.isEmpty()) {
            return Optional.empty();
        }
        JsonWriter writer = new JsonWriter().object();
        members.forEach((name, value) -> writer.name(name).raw(value));
        return Optional.of(writer.end().finish());
    }

    private static Optional<RawJson> decimal(OptionalDouble value) {
        return value.isPresent() ? Optional.of(RawJson.number(value.getAsDouble())) : Optional.empty();
    }

    private static Optional<RawJson> whole(OptionalInt value) {
        return value.isPresent() ? Optional.of(RawJson.number(value.getAsInt())) : Optional.empty();
    }
}
