// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.choice.TextFile;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.config.tree.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the section {@code condensation} says: the small model that methods may ask, as 0.3.2 names it, and settings of
 * single methods under their types.
 *
 * @param model the target that methods may ask; empty where they are to do without
 * @param maxContext tokens it can read
 * @param own what is set for single methods, by type
 * @param folder where texts lie that are put to the model instead of the methods' own, as {@code condensation_TYPE.md}
 */
public record CondensationConfig(
        Optional<String> model, OptionalLong maxContext, Map<String, Own> own, Optional<Path> folder) {
    private static final Set<String> OWNED = Set.of("enabled", "provider_id", "model", "rotation_id", "max_context");
    private static final String MODEL = "model";
    private static final String MAX_CONTEXT = "max_context";
    private static final String PROMPT = "prompt";
    private static final long MOST_TOKENS = 1_000_000_000L;

    /** What is set for one method. */
    public record Own(Value.Fields fields, String path, boolean lenient) {}

    /** Nothing is said, by a file that lies there if anywhere. */
    static CondensationConfig none(Optional<Path> folder) {
        return new CondensationConfig(Optional.empty(), OptionalLong.empty(), Map.of(), folder);
    }

    static CondensationConfig read(Part part, Names names, Optional<Path> folder) {
        boolean enabled = part.bool("enabled").orElse(true);
        Optional<Part.Word> provider = part.word("provider_id");
        Optional<Part.Word> model = part.word(MODEL);
        Optional<Part.Word> rotation = part.word("rotation_id");
        OptionalLong maxContext = part.whole(MAX_CONTEXT, 1, MOST_TOKENS);
        rotation.ifPresent(word -> refer(part, word, names.problem(word.text())));
        provider.ifPresent(word -> refer(part, word, names.providerProblem(word.text())));
        if (provider.isPresent() && model.isEmpty()) {
            part.odd(part.position(), part.path(), "has a provider_id but no model");
        }
        if (provider.isEmpty() && rotation.isEmpty()) {
            model.ifPresent(word -> refer(part, word, names.problem(word.text())));
        }
        Map<String, Own> own = new LinkedHashMap<>();
        for (Part.Named named : part.entries()) {
            if (!OWNED.contains(named.name()) && named.value() instanceof Value.Fields fields) {
                part.accept(Set.of(named.name()));
                own.put(
                        named.name().equals("algoritmic") ? "algorithmic" : named.name(),
                        new Own(fields, named.path(), part.lenient()));
            }
        }
        part.finish();
        Optional<String> target = rotation.map(Part.Word::text)
                .or(() -> model.map(word ->
                        provider.map(name -> name.text() + "/" + word.text()).orElse(word.text())));
        return new CondensationConfig(enabled ? target : Optional.empty(), maxContext, own, folder);
    }

    private static void refer(Part part, Part.Word word, Optional<String> problem) {
        problem.ifPresent(message -> part.odd(word.position(), word.path(), message));
    }

    /**
     * The settings of a method: its own, and where they say nothing the small model and the operator's text.
     *
     * @throws IOException if that text lies there and cannot be read
     */
    public TrackedSettings.Source settings(String type) throws IOException {
        Own known = Optional.ofNullable(own.get(type))
                .orElseGet(() -> new Own(
                        new Value.Fields(Position.whole("method " + type), List.of()), "condensation." + type, false));
        List<Value.Field> fields = new ArrayList<>(known.fields().fields());
        model.ifPresent(target -> add(fields, known, MODEL, target));
        maxContext.ifPresent(tokens -> add(fields, known, MAX_CONTEXT, Long.toString(tokens)));
        prompt(type).ifPresent(text -> add(fields, known, PROMPT, text));
        return new TrackedSettings.Source(
                new Value.Fields(known.fields().position(), fields),
                known.path(),
                type,
                known.lenient(),
                // A method that asks no model is not to blame for the model that others ask.
                Set.of(MODEL, MAX_CONTEXT, PROMPT),
                Optional.empty());
    }

    private static void add(List<Value.Field> fields, Own known, String name, String text) {
        Position position = known.fields().position();
        if (fields.stream().noneMatch(field -> field.name().equals(name))) {
            fields.add(new Value.Field(name, position, Value.Scalar.of(position, text, !name.equals(PROMPT))));
        }
    }

    private Optional<String> prompt(String type) throws IOException {
        return folder.isEmpty()
                ? Optional.empty()
                : TextFile.read(folder.get().resolve("condensation_" + type + ".md"));
    }
}
