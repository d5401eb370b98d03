// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.care.GroupCare;
import io.aisbf.runtime.config.choice.StrategyConfig;
import io.aisbf.runtime.config.tree.Keys;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.config.tree.Scalars;
import io.aisbf.runtime.config.tree.Value;
import io.aisbf.runtime.route.Group;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A named list of weighted candidates.
 *
 * @param name what clients ask for
 * @param strategies who chooses, in the order in which they are asked
 * @param candidates in the order of the file; empty only in a 0.3.2 file none of whose references leads anywhere
 * @param care what it does so that an answer comes about
 * @param lenient whether it stands in 0.3.2's {@code rotations.json}
 * @param position where its name stands
 */
public record RotationConfig(
        String name,
        List<StrategyConfig> strategies,
        List<CandidateConfig> candidates,
        Group.Care care,
        boolean lenient,
        Position position) {
    static final String DEFAULT_STRATEGY = "weighted";
    private static final double HEAVIEST = 1_000_000;

    /** Reads the rotations of one reading and gathers the keys that they carry for providers. */
    static final class Reader {
        private final Names names;
        private final Set<String> telling;
        private final Map<String, Value.Scalar> spareKeys = new HashMap<>();

        /**
         * A reader.
         *
         * @param telling the files that say of all their rotations that these tell of failures
         */
        Reader(Names names, Set<String> telling) {
            this.names = names;
            this.telling = Set.copyOf(telling);
        }

        /** A rotation's {@code api_key} for that provider; the first in the order of the files. */
        Optional<Value.Scalar> spareKey(String provider) {
            return Optional.ofNullable(spareKeys.get(provider));
        }

        RotationConfig read(Part.Named named, Part part) {
            part.text("model_name");
            part.text("description");
            Group.Care care =
                    GroupCare.read(part, telling.contains(named.position().file()));
            Map<String, CandidateConfig> candidates = candidates(part);
            List<StrategyConfig> strategies = StrategyConfig.read(named, part, DEFAULT_STRATEGY, Map.of());
            part.finish();
            refuseNothing(named, part, candidates);
            return new RotationConfig(
                    named.name(), strategies, List.copyOf(candidates.values()), care, part.lenient(), named.position());
        }

        private Map<String, CandidateConfig> candidates(Part part) {
            ModelLimits defaults = ModelLimits.read(part, "default_");
            Map<String, CandidateConfig> candidates = new LinkedHashMap<>();
            for (Part provider : part.parts("providers")) {
                provider(provider, defaults, candidates);
            }
            part.part("models")
                    .ifPresent(
                            models -> models.entries().forEach(entry -> shortly(models, entry, defaults, candidates)));
            return candidates;
        }

        private void provider(Part part, ModelLimits defaults, Map<String, CandidateConfig> candidates) {
            Optional<Part.Word> id = part.word("provider_id");
            Optional<Value> key = part.value("api_key");
            List<Part> models = part.parts("models");
            part.finish();
            if (id.isEmpty() || models.isEmpty()) {
                part.odd(part.position(), part.path(), id.isEmpty() ? "has no provider_id" : "has no models");
            }
            id.ifPresent(provider -> {
                Optional<String> problem = names.providerProblem(provider.text());
                problem.ifPresent(message -> part.odd(provider.position(), provider.path(), message));
                key.ifPresent(value -> spare(part, provider.text(), value));
                models.forEach(model -> model(model, provider.text(), problem.isEmpty(), defaults, candidates));
            });
        }

        private void spare(Part part, String provider, Value key) {
            if (key instanceof Value.Scalar scalar) {
                // A key to be replaced or unset must not hide a usable one of a later rotation.
                spareKeys.merge(provider, scalar, (first, next) -> Keys.usable(first) ? first : next);
            } else {
                part.wrong("api_key", "a secret is wanted, found " + key.description());
            }
        }

        private void model(
                Part part,
                String provider,
                boolean known,
                ModelLimits defaults,
                Map<String, CandidateConfig> candidates) {
            Optional<String> name = part.text("name").filter(text -> !text.isBlank());
            double weight = part.number("weight", 0, HEAVIEST).orElse(1.0);
            Optional<String> description = part.text("description");
            ModelLimits limits = ModelLimits.read(part, "").orElse(defaults);
            limits.rates().warnIfTooNarrow(part, limits.maxOutputTokens());
            part.words("capabilities");
            part.finish();
            if (name.isEmpty()) {
                part.odd(part.position(), part.path(), "has no name; write name: MODEL");
            } else if (known) {
                String target = provider + "/" + name.get();
                add(
                        part,
                        part.path(),
                        candidates,
                        new CandidateConfig(target, weight, description, List.of(), limits, part.position()));
            }
        }

        private void shortly(
                Part models, Part.Named entry, ModelLimits defaults, Map<String, CandidateConfig> candidates) {
            Optional<Double> weight = models.attempt(entry.position(), entry.path(), entry.value(), Reader::weight);
            Optional<String> problem = names.problem(entry.name());
            problem.ifPresent(message -> models.odd(entry.position(), entry.path(), message));
            if (weight.isPresent() && problem.isEmpty()) {
                add(
                        models,
                        entry.path(),
                        candidates,
                        new CandidateConfig(
                                entry.name(), weight.get(), Optional.empty(), List.of(), defaults, entry.position()));
            }
        }

        private static double weight(Value value) {
            double weight = Scalars.number(value);
            if (weight < 0 || weight > HEAVIEST) {
                throw new IllegalArgumentException(
                        "a weight from 0 to " + (long) HEAVIEST + " is wanted, found " + value.description());
            }
            return weight;
        }

        private static void add(
                Part part, String path, Map<String, CandidateConfig> candidates, CandidateConfig candidate) {
            CandidateConfig first = candidates.putIfAbsent(candidate.target(), candidate);
            if (first != null) {
                part.odd(
                        candidate.position(),
                        path,
                        "'" + candidate.target() + "' is listed twice, first on line "
                                + first.position().line());
            }
        }

        private static void refuseNothing(Part.Named named, Part part, Map<String, CandidateConfig> candidates) {
            if (candidates.isEmpty()) {
                part.odd(
                        named.position(),
                        named.path(),
                        "has no usable candidate; write providers: or models: {PROVIDER/MODEL: 1}");
            } else if (candidates.values().stream().allMatch(candidate -> candidate.weight() == 0)) {
                part.odd(named.position(), named.path(), "has only candidates of weight 0");
            }
        }
    }
}
