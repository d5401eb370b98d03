// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.Json;
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
import java.util.SequencedMap;
import java.util.Set;

/** {@link Sampling} as members of Ollama's {@code options}. */
final class SamplingMembers {
    private static final Set<String> NAMES = Set.of(
            "temperature", "top_p", "top_k", "num_predict", "stop", "seed", "frequency_penalty", "presence_penalty");

    private SamplingMembers() {}

    /** Reads them. A negative {@code num_predict} means without limit, which is what nothing means elsewhere. */
    static Sampling read(Members body) {
        Optional<Members> given = body.child("options");
        if (given.isEmpty()) {
            return Sampling.DEFAULT;
        }
        Members options = given.get();
        return new Sampling(
                decimal(options, "temperature"),
                decimal(options, "top_p"),
                small(options, "top_k"),
                limit(options),
                stop(options),
                whole(options, "seed").map(OptionalLong::of).orElseGet(OptionalLong::empty),
                OptionalInt.empty(),
                decimal(options, "frequency_penalty"),
                decimal(options, "presence_penalty"));
    }

    /** The options that no accessor stands for, by their paths. */
    static SequencedMap<String, RawJson> leftovers(Members body) {
        return body.child("options").map(options -> options.leftovers(NAMES)).orElseGet(LinkedHashMap::new);
    }

    /** The options that are set, by name. */
    static Map<String, RawJson> write(Sampling sampling) {
        Map<String, RawJson> members = new LinkedHashMap<>();
        sampling.temperature().ifPresent(value -> members.put("temperature", RawJson.number(value)));
        sampling.topP().ifPresent(value -> members.put("top_p", RawJson.number(value)));
        sampling.topK().ifPresent(value -> members.put("top_k", RawJson.number(value)));
        sampling.maxTokens().ifPresent(value -> members.put("num_predict", RawJson.number(value)));
        if (!sampling.stop().isEmpty()) {
            members.put(
                    "stop",
                    RawJson.array(sampling.stop().stream().map(RawJson::text).toList()));
        }
        sampling.seed().ifPresent(value -> members.put("seed", RawJson.number(value)));
        sampling.frequencyPenalty().ifPresent(value -> members.put("frequency_penalty", RawJson.number(value)));
        sampling.presencePenalty().ifPresent(value -> members.put("presence_penalty", RawJson.number(value)));
        return members;
    }

    /** The body with those options changed that differ. */
    static JsonObject patch(Json json, JsonObject body, Sampling before, Sampling after) {
        Map<String, RawJson> old = write(before);
        Map<String, RawJson> now = write(after);
        JsonObject options = body.present("options").map(json::object).orElse(JsonObject.EMPTY);
        boolean touched = false;
        for (String name : NAMES.stream().sorted().toList()) {
            Optional<RawJson> value = Optional.ofNullable(now.get(name));
            if (!value.equals(Optional.ofNullable(old.get(name)))) {
                JsonObject current = options;
                options = value.map(set -> current.with(name, set)).orElseGet(() -> current.without(name));
                touched = true;
            }
        }
        return touched ? body.with("options", options.raw()) : body;
    }

    private static OptionalInt limit(Members options) {
        OptionalInt limit = small(options, "num_predict");
        return limit.isPresent() && limit.getAsInt() < 0 ? OptionalInt.empty() : limit;
    }

    private static List<String> stop(Members options) {
        boolean single = options.get("stop")
                .filter(value -> value.kind() == RawJson.Kind.STRING)
                .isPresent();
        if (single) {
            return options.words("stop").map(List::of).orElse(List.of());
        }
        List<RawJson> elements = options.elements("stop");
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).kind() != RawJson.Kind.STRING) {
                throw options.wrong("stop[" + i + "]", "is not a string");
            }
        }
        return elements.stream().map(options.json()::text).toList();
    }

    private static OptionalDouble decimal(Members options, String name) {
        return options.number(name).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    private static OptionalInt small(Members options, String name) {
        Optional<Long> value = whole(options, name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (value.get() != value.get().intValue()) {
            throw options.wrong(name, "is out of range: " + value.get());
        }
        return OptionalInt.of(value.get().intValue());
    }

    /** Ollama takes 40.0 where it wants a whole number. */
    private static Optional<Long> whole(Members options, String name) {
        Optional<Double> value = options.number(name);
        boolean decimals = options.get(name)
                .filter(number -> number.toString().matches(".*[.eE].*"))
                .isPresent();
        if (!decimals) {
            return options.integer(name);
        }
        return value.map(number -> {
            if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
                throw options.wrong(name, "is " + number + "; a whole number is expected");
            }
            return (long) number.doubleValue();
        });
    }
}
