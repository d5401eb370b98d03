// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@link Options} as members of a body, with the spellings that others than OpenAI have in use. */
final class OptionMembers {
    /** What is read here; a value that is not understood is left over all the same. */
    static final Set<String> KNOWN = Set.of(
            "response_format",
            "reasoning_effort",
            "reasoning",
            "thinking",
            "parallel_tool_calls",
            "logprobs",
            "top_logprobs",
            "user",
            "safety_identifier",
            "metadata",
            "service_tier",
            "prompt_cache_key");

    private static final RawJson ANY_SCHEMA = RawJson.of("{}");

    private OptionMembers() {}

    /** Reads them. */
    static Options read(Members body) {
        boolean weighed = body.bool("logprobs").orElse(false);
        int alternatives = body.small("top_logprobs").orElse(0);
        return new Options(
                shape(body),
                thinking(body),
                body.bool("parallel_tool_calls"),
                weighed || alternatives > 0 ? OptionalInt.of(alternatives) : OptionalInt.empty(),
                body.words("safety_identifier").or(() -> body.words("user")),
                metadata(body),
                body.words("service_tier"),
                body.words("prompt_cache_key"));
    }

    /** Those of the members read here whose value says more than {@link #read} understands, by their paths. */
    static Map<String, RawJson> leftovers(Members body) {
        Map<String, RawJson> left = new LinkedHashMap<>();
        if (body.words("safety_identifier").isPresent()) {
            body.get("user").ifPresent(value -> left.put("user", value));
        }
        body.child("response_format").ifPresent(format -> {
            String type = format.text("type").orElse("text");
            if (!Set.of("text", "json_object", "json_schema").contains(type)) {
                left.put("response_format", format.object().raw());
            }
        });
        body.words("reasoning_effort")
                .filter(word -> effort(word).isEmpty())
                .ifPresent(word -> left.put("reasoning_effort", RawJson.text(word)));
        body.child("reasoning")
                .ifPresent(reasoning ->
                        left.putAll(reasoning.leftovers(Set.of("effort", "max_tokens", "exclude", "enabled"))));
        body.child("thinking").ifPresent(thinking -> left.putAll(thinking.leftovers(Set.of("type", "budget_tokens"))));
        return left;
    }

    private static Optional<Shape> shape(Members body) {
        Optional<Members> format = body.child("response_format");
        return format.flatMap(members -> switch (members.text("type").orElse("text")) {
            case "json_object" -> Optional.of(Shape.Json.ANY);
            case "json_schema" -> Optional.of(schema(members.needChild("json_schema")));
            default -> Optional.empty();
        });
    }

    private static Shape schema(Members named) {
        return new Shape.Schema(
                named.words("name").orElse("answer"),
                named.text("description"),
                named.child("schema").map(schema -> schema.object().raw()).orElse(ANY_SCHEMA),
                named.bool("strict"));
    }

    /** OpenAI's word, OpenRouter's object, or the object that DeepSeek and Z.ai have taken over from Anthropic. */
    private static Optional<Thinking> thinking(Members body) {
        Optional<Members> reasoning = body.child("reasoning");
        Optional<Members> switched = body.child("thinking");
        Optional<Effort> effort = reasoning
                .flatMap(members -> members.words("effort"))
                .or(() -> body.words("reasoning_effort"))
                .flatMap(OptionMembers::effort)
                .or(() -> reasoning.flatMap(members -> members.bool("enabled")).map(OptionMembers::onOrOff))
                .or(() -> switched.flatMap(members -> members.words("type"))
                        .map(type -> onOrOff(!type.equals("disabled"))));
        Optional<Integer> budget = reasoning
                .flatMap(members -> members.small("max_tokens"))
                .or(() -> switched.flatMap(members -> members.small("budget_tokens")));
        Optional<Boolean> shown =
                reasoning.flatMap(members -> members.bool("exclude")).map(hidden -> !hidden);
        if (effort.isEmpty() && budget.isEmpty() && shown.isEmpty()) {
            return Optional.empty();
        }
        boolean switchedOn =
                budget.isPresent() && effort.filter(Effort.MEDIUM::equals).isPresent();
        return Optional.of(new Thinking(
                switchedOn ? Optional.empty() : effort,
                budget.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                shown));
    }

    private static Effort onOrOff(boolean on) {
        return on ? Effort.MEDIUM : Effort.NONE;
    }

    private static Optional<Effort> effort(String word) {
        return Arrays.stream(Effort.values())
                .filter(effort -> effort.name().equalsIgnoreCase(word))
                .findFirst();
    }

    private static Map<String, String> metadata(Members body) {
        Map<String, String> notes = new LinkedHashMap<>();
        body.child("metadata")
                .ifPresent(members -> members.object().members().forEach((name, value) -> {
                    boolean words = value.kind() == RawJson.Kind.STRING;
                    notes.put(name, words ? members.text(name).orElse("") : value.toString());
                }));
        return notes;
    }

    /** The word for an effort. */
    static String word(Effort effort) {
        return effort.name().toLowerCase(Locale.ROOT);
    }

    /** A shape as the value of {@code response_format}. */
    static RawJson write(Shape shape) {
        JsonWriter writer = new JsonWriter().object().name("type");
        switch (shape) {
            case Shape.Json _ -> writer.text("json_object");
            case Shape.Schema schema -> {
                writer.text("json_schema").name("json_schema").object();
                writer.name("name").text(fitting(schema.name()));
                schema.description()
                        .ifPresent(words -> writer.name("description").text(words));
                writer.name("schema").raw(schema.schema());
                schema.strict().ifPresent(strict -> writer.name("strict").bool(strict));
                writer.end();
            }
        }
        return writer.end().finish();
    }

    /** OpenAI takes names of 64 letters, digits, underscores and dashes; nobody but people reads them. */
    private static String fitting(String name) {
        String plain = name.replaceAll("[^a-zA-Z0-9_-]", "_");
        return plain.isEmpty() ? "answer" : plain.substring(0, Math.min(64, plain.length()));
    }
}
