// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.select.Decision;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One thing that stands in a {@link Trail}, as it was when somebody looked. Times count from the call's beginning. */
sealed interface Step {
    /** When it came about, in nanoseconds. */
    long at();

    /**
     * Candidates were put in order.
     *
     * @param strategy who decided; empty where nobody did
     * @param opinion how sure that one was, and why; empty where it says nothing but the order
     * @param passed what those said that left the choice to it
     * @param ruledOut the first of those that were not offered, and why
     * @param order the first of the others
     * @param allRuledOut how many were not offered
     * @param all how many were
     */
    record Choice(
            long at,
            String group,
            String strategy,
            Optional<Opinion> opinion,
            List<String> passed,
            Map<String, String> ruledOut,
            List<String> order,
            int allRuledOut,
            int all)
            implements Step {}

    /**
     * What a strategy says of its decision.
     *
     * @param scores what it gives the first of the candidates, the best first
     */
    record Opinion(double confidence, String reason, List<Decision.Score> scores) {
        /** Its confidence as people read it. */
        String sure() {
            return String.format(Locale.ROOT, "%.2f", confidence);
        }
    }

    /** Something else was decided. */
    record Note(long at, String words) implements Step {}

    /**
     * Somebody was asked.
     *
     * @param first when the first piece of content was there
     * @param end when it was over
     */
    record Tried(long at, String target, String key, Trail.Why why, OptionalLong first, OptionalLong end, Ending ending)
            implements Step {
        /** How long it took, or has taken by then. */
        long taken(long now) {
            return end.orElse(now) - at;
        }
    }

    /** How an attempt ended. */
    sealed interface Ending {
        /** It has not. */
        record None() implements Ending {}

        /** With an answer. */
        record Answered(Usage usage) implements Ending {}

        /** With a failure; the words are for the operator. */
        record Failed(Failure failure, String words) implements Ending {}

        /** Nobody waited for it any longer. */
        record Abandoned(String why) implements Ending {}
    }
}
