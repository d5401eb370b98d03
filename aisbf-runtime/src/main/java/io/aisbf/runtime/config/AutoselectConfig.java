// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.care.GroupCare;
import io.aisbf.runtime.config.choice.StrategyConfig;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.route.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A named choice among targets by what a request is about.
 *
 * @param name what clients ask for
 * @param strategies who chooses, in the order in which they are asked
 * @param description what it is for
 * @param selectionModel the target that a strategy asks for its choice
 * @param fallback the target taken when no choice comes about
 * @param candidates what is chosen from, in the order of the file
 * @param care what it does so that an answer comes about
 * @param lenient whether it stands in 0.3.2's {@code autoselect.json}
 * @param position where its name stands
 */
public record AutoselectConfig(
        String name,
        List<StrategyConfig> strategies,
        Optional<String> description,
        Optional<String> selectionModel,
        Optional<String> fallback,
        List<CandidateConfig> candidates,
        Group.Care care,
        boolean lenient,
        Position position) {
    static final String DEFAULT_STRATEGY = "autoselect";

    /** What 0.3.2 asks when nothing is written. */
    private static final String SEED_SELECTION_MODEL = "general";

    /**
     * Reads one.
     *
     * @param lent what every strategy is lent as settings
     */
    static AutoselectConfig read(Part.Named named, Part part, Names names, Map<String, String> lent) {
        part.text("model_name");
        Optional<String> description = part.text("description");
        Optional<String> selection = selectionModel(part, names);
        Optional<String> fallback = target(part, "fallback", names);
        List<CandidateConfig> candidates = candidates(part, names);
        Group.Care care = GroupCare.read(part, false);
        Map<String, String> all = new LinkedHashMap<>(lent);
        selection.ifPresent(target -> all.put("selection_model", target));
        fallback.ifPresent(target -> all.put("fallback", target));
        List<StrategyConfig> strategies = StrategyConfig.read(named, part, DEFAULT_STRATEGY, all);
        part.finish();
        if (candidates.isEmpty()) {
            part.odd(
                    named.position(),
                    named.path(),
                    "has no usable candidate; write available_models: [{model_id: TARGET, description: ...}]");
        }
        return new AutoselectConfig(
                named.name(),
                strategies,
                description,
                selection,
                fallback,
                candidates,
                care,
                part.lenient(),
                named.position());
    }

    private static Optional<String> selectionModel(Part part, Names names) {
        return target(part, "selection_model", names)
                .or(() -> Optional.of(SEED_SELECTION_MODEL)
                        .filter(general -> part.lenient() && names.isRotation(general)));
    }

    private static Optional<String> target(Part part, String key, Names names) {
        return part.word(key).filter(word -> leads(part, word, names)).map(Part.Word::text);
    }

    private static boolean leads(Part part, Part.Word word, Names names) {
        Optional<String> problem = names.problem(word.text());
        problem.ifPresent(message -> part.odd(word.position(), word.path(), message));
        return problem.isEmpty();
    }

    private static List<CandidateConfig> candidates(Part part, Names names) {
        Map<String, CandidateConfig> candidates = new LinkedHashMap<>();
        for (Part item : part.parts("available_models")) {
            Optional<Part.Word> target = item.word("model_id");
            Optional<String> description = item.text("description");
            List<String> examples = new ArrayList<>();
            item.words("examples").forEach(example -> examples.add(example.text()));
            ModelLimits limits = ModelLimits.read(item, "");
            item.finish();
            if (target.isEmpty()) {
                item.odd(item.position(), item.path(), "has no model_id; write the target to choose");
            }
            target.filter(word -> leads(item, word, names)).ifPresent(word -> {
                CandidateConfig candidate = new CandidateConfig(
                        word.text(), 1, description, List.copyOf(examples), limits, word.position());
                if (candidates.putIfAbsent(word.text(), candidate) != null) {
                    item.odd(word.position(), word.path(), "'" + word.text() + "' is listed twice");
                }
            });
        }
        return List.copyOf(candidates.values());
    }
}
