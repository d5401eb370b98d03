// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rotation or an autoselect: candidates and who puts them in order.
 *
 * @param choosers its strategies in the order in which they are asked; none when no plugin of them is there: the
 *     candidates are then tried as they stand, the fallback first
 * @param limits what the group itself says of its candidates' models, by target
 * @param fallback the candidate to ask when in doubt
 * @param care what else is done so that an answer comes about
 */
public record Group(
        Kind kind,
        String name,
        String description,
        List<Chooser> choosers,
        List<Candidate> candidates,
        Map<String, ModelEntry> limits,
        Optional<String> fallback,
        Care care) {
    public Group {
        choosers = List.copyOf(choosers);
        candidates = List.copyOf(candidates);
        limits = Map.copyOf(limits);
    }

    /**
     * What a group does, where its operator wants it, so that an answer comes about.
     *
     * @param hedge when a second candidate is asked beside one that takes long
     * @param continues whether a stream that breaks off is continued by the next candidate where that is safe
     * @param tells whether a failure of all candidates is told as an ordinary answer (0.3.2's {@code notifyerrors})
     */
    public record Care(Optional<Hedge> hedge, boolean continues, boolean tells) {
        /** Nothing of the kind. */
        public static final Care NONE = new Care(Optional.empty(), false, false);
    }

    /**
     * When a second candidate is asked beside the first.
     *
     * @param delay how long the first is waited for; empty to learn it
     * @param quantile the share of answers that began sooner than the learned delay, from 0 to 1
     * @param share the share of calls for which that may be done at most, from 0 to 1
     */
    public record Hedge(Optional<Duration> delay, double quantile, double share) {}

    /** A candidate's model as this group limits it. */
    public Target within(Target target) {
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
    public String label() {
        return kind.word() + " '" + name + "'";
    }
}
