// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.google.wire.Fields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;

/** Decodes the member {@code generationConfig} and what stands beside it for options. */
final class ConfigReader {
    private static final Set<String> KNOWN = Set.of(
            "temperature",
            "topP",
            "topK",
            "maxOutputTokens",
            "stopSequences",
            "seed",
            "candidateCount",
            "presencePenalty",
            "frequencyPenalty",
            "responseMimeType",
            "responseSchema",
            "responseJsonSchema",
            "responseLogprobs",
            "logprobs",
            "thinkingConfig");
    private static final Set<String> THINKING = Set.of("thinkingBudget", "thinkingLevel", "includeThoughts");
    private static final Set<String> MIME_TYPES = Set.of("text/plain", "application/json");

    private ConfigReader() {}

    /** The object, empty where the client sent none. */
    static Fields config(Fields body) {
        return body.child("generationConfig").orElseGet(() -> Fields.ofRequest(body.json(), JsonObject.EMPTY));
    }

    static Sampling sampling(Fields config) {
        return new Sampling(
                decimal(config, "temperature"),
                decimal(config, "topP"),
                // Google's own libraries write the number of tokens as a float.
                config.number("topK").map(Double::intValue).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                small(config, "maxOutputTokens"),
                config.texts("stopSequences"),
                config.integer("seed").map(OptionalLong::of).orElseGet(OptionalLong::empty),
                small(config, "candidateCount"),
                decimal(config, "frequencyPenalty"),
                decimal(config, "presencePenalty"));
    }

    static Options options(Fields body, Fields config) {
        Map<String, String> labels = new LinkedHashMap<>();
        body.child("labels")
                .ifPresent(members -> members.members()
                        .object()
                        .members()
                        .keySet()
                        .forEach(name ->
                                labels.put(name, members.members().text(name).orElse(""))));
        return new Options(
                shape(config),
                config.child("thinkingConfig").map(ConfigReader::thinking),
                Optional.empty(),
                config.isTrue("responseLogprobs")
                        ? OptionalInt.of(config.small("logprobs").orElse(0))
                        : OptionalInt.empty(),
                Optional.empty(),
                labels,
                body.words("serviceTier"),
                Optional.empty());
    }

    private static Optional<Shape> shape(Fields config) {
        if (!config.text("responseMimeType").orElse("").equals("application/json")) {
            return Optional.empty();
        }
        return Optional.of(config.child("responseJsonSchema")
                .map(Fields::raw)
                .or(() -> SchemaReader.read(config, "responseSchema"))
                .<Shape>map(schema -> new Shape.Schema("response", Optional.empty(), schema, Optional.empty()))
                .orElse(Shape.Json.ANY));
    }

    private static Thinking thinking(Fields config) {
        return new Thinking(
                config.words("thinkingLevel").flatMap(word -> effort(config, word)),
                small(config, "thinkingBudget"),
                config.bool("includeThoughts"));
    }

    private static Optional<Effort> effort(Fields config, String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "THINKING_LEVEL_UNSPECIFIED" -> Optional.empty();
            case "MINIMAL" -> Optional.of(Effort.MINIMAL);
            case "LOW" -> Optional.of(Effort.LOW);
            case "MEDIUM" -> Optional.of(Effort.MEDIUM);
            case "HIGH" -> Optional.of(Effort.HIGH);
            default -> throw config.wrong("thinkingLevel", "is '" + word + "'; use minimal, low, medium or high");
        };
    }

    /** What is not read above; {@code binding} gets the paths of those without which the answer would be another one. */
    static SequencedMap<String, RawJson> others(Fields config, Set<String> binding) {
        SequencedMap<String, RawJson> others = config.leftovers(KNOWN);
        config.child("thinkingConfig").ifPresent(thinking -> others.putAll(thinking.leftovers(THINKING)));
        if (config.texts("responseModalities").stream().anyMatch(mode -> !mode.equalsIgnoreCase("TEXT"))) {
            binding.add(config.at("responseModalities"));
        } else {
            others.remove(config.at("responseModalities"));
        }
        config.words("responseMimeType")
                .filter(type -> !MIME_TYPES.contains(type))
                .ifPresent(type -> {
                    others.put(config.at("responseMimeType"), RawJson.text(type));
                    binding.add(config.at("responseMimeType"));
                });
        return others;
    }

    private static OptionalDouble decimal(Fields config, String name) {
        return config.number(name).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    private static OptionalInt small(Fields config, String name) {
        return config.small(name).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
