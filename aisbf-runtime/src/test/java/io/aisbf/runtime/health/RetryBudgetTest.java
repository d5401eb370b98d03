// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How many second tries a provider gets. */
class RetryBudgetTest {
    private static final HealthPolicy NEVER_COOLS =
            new HealthPolicy(0, Duration.ofMinutes(5), Duration.ofHours(1), 20, 0);

    private final Ward ward = new Ward();

    private boolean admitted(Place place, boolean again, Failure failure) {
        return switch (ward.enter(place, NEVER_COOLS, again)) {
            case Health.Entry.Refused(Absence absence) -> {
                assertEquals(Absence.Kind.NO_MORE_RETRIES, absence.kind());
                assertEquals(failure, absence.failure());
                yield false;
            }
            case Health.Entry.Admitted(Visit visit) -> {
                visit.failed(Ward.failure(failure));
                yield true;
            }
        };
    }

    @Test
    void spendsAFifthAndThreeOnAProviderThatIsDown() {
        for (int calls : new int[] {1, 10, 100, 1_000, 10_000}) {
            Ward fresh = new Ward();
            int attempts = 0;
            for (int call = 0; call < calls; call++) {
                boolean again = false;
                while (fresh.enter(Ward.PLACE, NEVER_COOLS, again) instanceof Health.Entry.Admitted(Visit visit)) {
                    visit.failed(Ward.failure(Failure.PROVIDER_FAILED));
                    attempts++;
                    again = true;
                }
            }
            assertEquals(calls + (300 + 20 * calls) / 100, attempts, calls + " calls");
        }
    }

    @Test
    void deniesAProviderThatAnswersNoSecondTry() {
        for (int i = 0; i < 10_000; i++) {
            if (ward.enter(Ward.PLACE, NEVER_COOLS, true) instanceof Health.Entry.Admitted(Visit visit)) {
                visit.answered();
            } else {
                throw new AssertionError("denied at " + i);
            }
        }
    }

    @Test
    void isPerProvider() {
        while (admitted(Ward.PLACE, true, Failure.TIMED_OUT)) {
            // until its tokens are spent
        }
        assertTrue(admitted(new Place("other", "", "large"), true, Failure.TIMED_OUT));
    }

    @Test
    void givesThreeTokensAgainWithAnAnswer() {
        admitted(Ward.PLACE, false, Failure.TIMED_OUT);
        while (admitted(Ward.PLACE, true, Failure.TIMED_OUT)) {
            // until its tokens are spent
        }
        ward.visit(Ward.PLACE, NEVER_COOLS).answered();
        int tries = 0;
        while (admitted(Ward.PLACE, true, Failure.TIMED_OUT)) {
            tries++;
        }
        assertEquals(4, tries, "one that was free, being the first after an answer, and three");
    }

    @Test
    void savesUpNoMoreThanAHundred() {
        for (int i = 0; i < 5_000; i++) {
            ward.visit(Ward.PLACE, NEVER_COOLS).answered();
        }
        admitted(Ward.PLACE, false, Failure.TIMED_OUT);
        int tries = 0;
        while (admitted(Ward.PLACE, true, Failure.TIMED_OUT)) {
            tries++;
        }
        assertEquals(100, tries);
    }

    @Test
    void asksALastResortNowAndThenWhetherItIsBack() {
        while (admitted(Ward.PLACE, true, Failure.UNREACHABLE)) {
            // until its tokens are spent
        }
        int tries = 0;
        for (int second = 0; second < 60; second++) {
            ward.pass(Duration.ofSeconds(1));
            tries += admitted(Ward.PLACE, true, Failure.UNREACHABLE) ? 1 : 0;
        }
        assertEquals(12, tries);
    }

    @Test
    void failuresOfKeysAndCallersCostNothing() {
        for (int i = 0; i < 100; i++) {
            assertTrue(admitted(new Place("acme", "k" + i, "large"), true, Failure.RATE_LIMITED));
            assertTrue(admitted(new Place("acme", "", "m" + i), true, Failure.INVALID_REQUEST));
        }
    }
}
