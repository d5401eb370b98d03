// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.runtime.config.CandidateConfig;
import io.aisbf.runtime.config.Configuration;
import io.aisbf.runtime.config.ModelConfig;
import io.aisbf.runtime.config.ModelLimits;
import io.aisbf.runtime.config.ProviderConfig;
import io.aisbf.runtime.count.TargetTokens;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whose tokens a configuration has counted before they are sent: where there are limits, or conversations are condensed. */
final class Counted {
    private Counted() {}

    /**
     * Has the vocabularies loaded that will be counted by, behind the start; none where nothing is counted. A model that
     * nobody described counts by the usual one.
     */
    static void prepare(Configuration configuration, TargetTokens tokens) {
        if (!condenses(configuration) && Bound.limits(configuration).all().isEmpty()) {
            return;
        }
        tokens.prepare("");
        targets(configuration).forEach(tokens::prepare);
    }

    private static boolean condenses(Configuration configuration) {
        List<ModelLimits> all = new ArrayList<>();
        for (ProviderConfig provider : configuration.providers().values()) {
            all.add(provider.defaults());
            provider.models().forEach(model -> all.add(model.limits()));
        }
        candidates(configuration).forEach(candidate -> all.add(candidate.limits()));
        return all.stream().anyMatch(limits -> limits.condenseContext().orElse(0) > 0);
    }

    private static Set<String> targets(Configuration configuration) {
        Set<String> targets = new LinkedHashSet<>();
        for (ProviderConfig provider : configuration.providers().values()) {
            for (ModelConfig model : provider.models()) {
                targets.add(provider.name() + "/" + model.name());
            }
        }
        candidates(configuration).forEach(candidate -> targets.add(candidate.target()));
        return targets;
    }

    private static List<CandidateConfig> candidates(Configuration configuration) {
        List<CandidateConfig> all = new ArrayList<>();
        configuration.rotations().values().forEach(rotation -> all.addAll(rotation.candidates()));
        configuration.autoselects().values().forEach(autoselect -> all.addAll(autoselect.candidates()));
        return all;
    }
}
