// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@link Options} as Ollama spells them: {@code format}, {@code think}, {@code logprobs} and {@code top_logprobs}. */
final class OptionMembers {
    /** What a schema is called where a name is wanted; Ollama's have none. */
    private static final String SCHEMA_NAME = "response";

    private OptionMembers() {}

    static Options read(Members body) {
        boolean weighed = body.bool("logprobs").orElse(false);
        OptionalInt likeliest =
                weighed ? OptionalInt.of(body.small("top_logprobs").orElse(0)) : OptionalInt.empty();
        return new Options(
                shape(body),
                thinking(body),
                Optional.empty(),
                likeliest,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Shape> shape(Members body) {
        Optional<RawJson> format = body.get("format");
        if (format.filter(value -> value.kind() == RawJson.Kind.OBJECT).isPresent()) {
            return Optional.of(new Shape.Schema(SCHEMA_NAME, Optional.empty(), format.get(), Optional.empty()));
        }
        return body.words("format").map(word -> {
            if (!word.equals("json")) {
                throw body.wrong("format", "is '" + word + "'; write \"json\" or a JSON schema");
            }
            return Shape.Json.ANY;
        });
    }

    private static Optional<Thinking> thinking(Members body) {
        Optional<RawJson> think = body.get("think");
        if (think.filter(value -> value.kind() == RawJson.Kind.STRING).isPresent()) {
            return body.words("think")
                    .map(word -> shown(
                            switch (word) {
                                case "low" -> Effort.LOW;
                                case "medium" -> Effort.MEDIUM;
                                case "high" -> Effort.HIGH;
                                case "max" -> Effort.MAX;
                                default ->
                                    throw body.wrong(
                                            "think",
                                            "is '" + word + "'; write true, false, \"low\", \"medium\" or \"high\"");
                            }));
        }
        return body.bool("think")
                .map(on -> on
                        ? shown(Effort.MEDIUM)
                        : new Thinking(Optional.of(Effort.NONE), OptionalInt.empty(), Optional.empty()));
    }

    private static Thinking shown(Effort effort) {
        return new Thinking(Optional.of(effort), OptionalInt.empty(), Optional.of(true));
    }

    /** Writes what Ollama has words for, and declares what it has none for. */
    static void write(Options options, JsonWriter writer, Call call) {
        options.shape().ifPresent(shape -> shape(shape, writer.name("format"), call));
        options.thinking().ifPresent(thinking -> thinking(thinking, writer, call));
        if (options.logprobs().isPresent()) {
            writer.name("logprobs").bool(true);
            int likeliest = options.logprobs().getAsInt();
            if (likeliest > 0) {
                writer.name("top_logprobs").number(likeliest);
            }
        }
        if (options.parallelCalls().filter(allowed -> !allowed).isPresent()) {
            call.declareLoss("parallel_tool_calls", "Ollama cannot be kept from asking for several tools at once");
        }
        options.user().ifPresent(name -> call.declareLoss("user", "Ollama knows no users"));
        if (!options.metadata().isEmpty()) {
            call.declareLoss("metadata", "Ollama keeps no notes");
        }
        options.tier().ifPresent(name -> call.declareLoss("service_tier", "Ollama has one class of service"));
        options.cacheKey().ifPresent(name -> call.declareLoss("prompt_cache_key", "Ollama's cache has no keys"));
    }

    private static void shape(Shape shape, JsonWriter writer, Call call) {
        switch (shape) {
            case Shape.Json.ANY -> writer.text("json");
            case Shape.Schema schema -> {
                writer.raw(schema.schema());
                schema.description()
                        .ifPresent(words ->
                                call.declareLoss("response_format.description", "Ollama takes the schema alone"));
            }
        }
    }

    private static void thinking(Thinking thinking, JsonWriter writer, Call call) {
        Optional<Effort> effort = thinking.inWords();
        if (effort.isEmpty()) {
            thinking.shown()
                    .filter(shown -> shown)
                    .ifPresent(shown -> writer.name("think").bool(true));
            return;
        }
        if (thinking.off()) {
            writer.name("think").bool(false);
            return;
        }
        String word = word(effort.get());
        writer.name("think").text(word);
        boolean exact = thinking.effort()
                .filter(asked -> asked.name().equalsIgnoreCase(word))
                .isPresent();
        if (!exact) {
            call.declareLoss("thinking", "Ollama knows low, medium and high; it is asked for " + word);
        }
    }

    private static String word(Effort effort) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH, MAX -> "high";
        };
    }
}
