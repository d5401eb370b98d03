// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/** What is asked of an answer besides how it is drawn. */
final class OptionReader {
    static final String WEIGHED = "message.output_text.logprobs";
    static final String SEALED = "reasoning.encrypted_content";
    private static final Set<String> FORMAT = Set.of("type", "name", "description", "schema", "strict");

    private final Members body;
    private final SequencedMap<String, RawJson> leftovers = new LinkedHashMap<>();

    private OptionReader(Members body) {
        this.body = body;
    }

    /**
     * What was asked.
     *
     * @param leftovers hints that the options have no place for, by their paths
     */
    record Wishes(Options options, SequencedMap<String, RawJson> leftovers) {}

    /** Reads it. */
    static Wishes read(Members body) {
        OptionReader reader = new OptionReader(body);
        Options options = new Options(
                reader.shape(),
                reader.thinking(),
                body.bool("parallel_tool_calls"),
                reader.logprobs(),
                body.words("safety_identifier").or(() -> body.words("user")),
                reader.metadata(),
                body.words("service_tier"),
                body.words("prompt_cache_key"));
        return new Wishes(options, reader.leftovers);
    }

    private Optional<Shape> shape() {
        Optional<Members> text = body.child("text");
        text.ifPresent(members -> leftovers.putAll(members.leftovers(Set.of("format"))));
        Optional<Members> format = text.flatMap(members -> members.child("format"));
        if (format.isEmpty()) {
            return Optional.empty();
        }
        Members asked = format.get();
        leftovers.putAll(asked.leftovers(FORMAT));
        String type = asked.need("type");
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(Shape.Json.ANY);
            case "json_schema" ->
                Optional.of(new Shape.Schema(
                        asked.words("name").orElse("answer"),
                        asked.text("description"),
                        asked.needChild("schema").object().raw(),
                        asked.bool("strict")));
            default -> throw asked.wrong("type", "is '" + type + "'; use text, json_object or json_schema");
        };
    }

    private Optional<Thinking> thinking() {
        Optional<Members> reasoning = body.child("reasoning");
        if (reasoning.isEmpty()) {
            return Optional.empty();
        }
        Members asked = reasoning.get();
        Optional<String> word = asked.words("effort").map(effort -> effort.toUpperCase(Locale.ROOT));
        Optional<Effort> effort = Arrays.stream(Effort.values())
                .filter(known -> word.filter(known.name()::equals).isPresent())
                .findFirst();
        if (effort.isEmpty()) {
            asked.get("effort").ifPresent(unknown -> leftovers.put(asked.at("effort"), unknown));
        }
        Optional<Boolean> shown =
                asked.words("summary").or(() -> asked.words("generate_summary")).map(kind -> !kind.equals("none"));
        leftovers.putAll(asked.leftovers(Set.of("effort", "summary", "generate_summary")));
        return effort.isEmpty() && shown.isEmpty()
                ? Optional.empty()
                : Optional.of(new Thinking(effort, OptionalInt.empty(), shown));
    }

    private OptionalInt logprobs() {
        boolean wanted = false;
        List<RawJson> include = body.elements("include");
        for (int i = 0; i < include.size(); i++) {
            String path = "include[" + i + "]";
            if (include.get(i).kind() != RawJson.Kind.STRING) {
                throw body.wrong(path, "is not a string");
            }
            String what = body.json().text(include.get(i));
            wanted |= what.equals(WEIGHED);
            if (!what.equals(WEIGHED) && !what.equals(SEALED)) {
                leftovers.put(path, include.get(i));
            }
        }
        int alternatives = body.small("top_logprobs").orElse(0);
        return wanted || alternatives > 0 ? OptionalInt.of(alternatives) : OptionalInt.empty();
    }

    private Map<String, String> metadata() {
        Map<String, String> notes = new LinkedHashMap<>();
        body.child("metadata")
                .ifPresent(members -> members.object()
                        .members()
                        .forEach((name, value) -> notes.put(
                                name,
                                value.kind() == RawJson.Kind.STRING
                                        ? members.json().text(value)
                                        : value.toString())));
        return notes;
    }
}
