// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.survival.bed.Bed;
import io.aisbf.distribution.survival.bed.Mode;
import io.aisbf.distribution.survival.bed.Modes;
import io.aisbf.distribution.survival.bed.Survey;
import io.aisbf.distribution.survival.bed.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A rotation is a promise: with one of three candidates in any of the fault modes of the book, no call fails that had
 * not begun to answer, nothing that was cut off is presented as whole, and nobody is asked more often than need be.
 * {@code -Daisbf.survival.calls=} says how many calls there are in all.
 */
@Tag("alone")
@Timeout(900)
class SurvivalIT {
    private static final int CALLS = Integer.getInteger("aisbf.survival.calls", 10_000);
    private static final int PROTOCOLS_STREAMED_AND_WHOLE = 12;
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void noCallIsLostWhileOneOfThreeFails() throws Exception {
        List<Tally> tallies = survey("");

        List<String> wrong = wrong(tallies);
        for (Tally tally : tallies) {
            if (tally.attempts() > 1.2 * tally.calls() + 3) {
                wrong.add(tally.name() + ": " + tally.attempts() + " attempts for " + tally.calls() + " calls");
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(tallies.size() >= 14, "modes");
    }

    /** Each return of the faulty one may cost one attempt, and no more. */
    @Test
    void noCallIsLostWhenTheFaultyOneComesBackAgainAndAgain() throws Exception {
        List<Tally> tallies = survey("{failures: 3, time: 300ms, longest: 300ms}");

        List<String> wrong = wrong(tallies);
        for (Tally tally : tallies) {
            double returns = (double) tally.took().toNanos() / SHORT.toNanos();
            if (tally.attempts() > 1.2 * tally.calls() + 3 + returns) {
                wrong.add(tally.name() + ": " + tally.attempts() + " attempts for " + tally.calls() + " calls in "
                        + tally.took());
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** The faulty one is asked first by every call and never cools, unless it says so itself. */
    @Test
    void everyProtocolMeetsEveryFault() throws Exception {
        List<Mode> modes = Modes.all();
        try (Bed bed = new Bed(modes, "{failures: 0}", "strategy: priority")) {
            List<Tally> tallies = Survey.of(bed, modes, PROTOCOLS_STREAMED_AND_WHOLE);
            Survey.print("the faulty one first, by every call", tallies);
            assertEquals(List.of(), wrong(tallies));
        }
    }

    private static List<Tally> survey(String cooldown) throws Exception {
        List<Mode> modes = Modes.all();
        try (Bed bed = new Bed(modes, cooldown, "strategy: round_robin")) {
            List<Tally> tallies = Survey.of(bed, modes, CALLS / 2 / modes.size() + 1);
            Survey.print("one of three fails, cooldown " + (cooldown.isEmpty() ? "as usual" : cooldown), tallies);
            return tallies;
        }
    }

    private static List<String> wrong(List<Tally> tallies) {
        List<String> wrong = new ArrayList<>();
        tallies.forEach(tally -> wrong.addAll(tally.wrong()));
        return wrong;
    }
}
