// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.runtime.fit.ModelEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rotation or an autoselect: candidates and who puts them in order.
 *
 * @param strategy empty when its plugin is not there: the candidates are then tried as they stand, the fallback first
 * @param plugin the plugin the strategy comes from, for messages
 * @param limits what the group itself says of its candidates' models, by target
 * @param fallback the candidate to ask when in doubt
 */
public record Group(
        Kind kind,
        String name,
        String description,
        Optional<SelectionStrategy> strategy,
        String plugin,
        List<Candidate> candidates,
        Map<String, ModelEntry> limits,
        Optional<String> fallback) {
    public Group {
        candidates = List.copyOf(candidates);
        limits = Map.copyOf(limits);
    }

    /** A candidate's model as this group limits it. */
    Target within(Target target) {
        return target instanceof Target.Model model && limits.containsKey(model.name())
                ? new Target.Model(model.provider(), model.model(), Optional.ofNullable(limits.get(model.name())))
                : target;
    }

    /** Which of the two it is. */
    public enum Kind {
        ROTATION("rotation"),
        AUTOSELECT("autoselect");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word before the slash in a name. */
        public String word() {
            return word;
        }
    }

    /** How it is named in messages. */
    String label() {
        return kind.word() + " '" + name + "' (plugin " + plugin + ")";
    }
}
