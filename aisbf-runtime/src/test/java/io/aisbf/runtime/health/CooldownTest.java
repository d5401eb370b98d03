// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What cools after which failure, and for how long. */
class CooldownTest {
    private static final Place OTHER_MODEL = new Place("acme", "k1", "small");
    private static final Place OTHER_KEY = new Place("acme", "k2", "large");
    private static final Place NEITHER = new Place("acme", "k2", "small");
    private static final Place ELSEWHERE = new Place("other", "k1", "large");
    private static final List<Place> ALL = List.of(Ward.PLACE, OTHER_MODEL, OTHER_KEY, NEITHER, ELSEWHERE);

    private final Ward ward = new Ward();

    /** What each row cools: after one failure, and after three. */
    @ParameterizedTest
    @EnumSource
    void coolsWhatTheTableSaysAndNothingElse(Failure failure) {
        List<Place> expected = switch (failure.cools()) {
            case NOTHING -> List.of();
            case KEY -> List.of(Ward.PLACE, OTHER_MODEL);
            case KEY_FOR_MODEL -> List.of(Ward.PLACE);
            case MODEL, MODEL_BY_STRIKES -> List.of(Ward.PLACE, OTHER_KEY);
            case PROVIDER_BY_STRIKES -> List.of(Ward.PLACE, OTHER_MODEL, OTHER_KEY, NEITHER);
        };

        ward.fails(Ward.PLACE, failure);
        assertEquals(ProviderHealth.isStrike(failure) ? List.of() : expected, away());
        if (ProviderHealth.isStrike(failure)) {
            ward.fails(Ward.PLACE, failure);
            assertEquals(List.of(), away());
            ward.fails(Ward.PLACE, failure);
        }
        assertEquals(expected, away());
    }

    /** The same with a time named by the provider: at once, and until then. */
    @ParameterizedTest
    @EnumSource
    void coolsAtOnceAndUntilThenWhereTheProviderNamesATime(Failure failure) {
        boolean cools = failure.cools() != Failure.Cools.NOTHING;
        ward.fails(Ward.PLACE, failure, Duration.ofMillis(90_500));

        assertEquals(cools ? Duration.ofMillis(90_500) : Duration.ZERO, ward.left(Ward.PLACE));
        ward.pass(Duration.ofMillis(90_500).minusNanos(1));
        assertEquals(cools, ward.isAway(Ward.PLACE));
        ward.pass(Duration.ofNanos(1));
        assertFalse(ward.isAway(Ward.PLACE));
    }

    private List<Place> away() {
        return ALL.stream().filter(ward::isAway).toList();
    }

    @Test
    void countsAFailureOnceHoweverOftenItIsTold() {
        Visit visit = ward.visit(Ward.PLACE);
        for (int i = 0; i < 10; i++) {
            visit.failed(Ward.failure(Failure.PROVIDER_FAILED));
        }
        ward.fails(Ward.PLACE, Failure.PROVIDER_FAILED);

        assertEquals(List.of(), away());
        assertEquals(2, ward.health.report().getFirst().strikes());
        assertEquals(0, ward.health.underWay("acme", "large"));
    }

    @Test
    void startsCountingAnewAfterAnAnswer() {
        for (int i = 0; i < 5; i++) {
            ward.fails(Ward.PLACE, Failure.PROVIDER_FAILED);
            ward.fails(OTHER_KEY, Failure.TIMED_OUT);
            ward.visit(Ward.PLACE).answered();
        }

        assertEquals(List.of(), away());
        assertEquals(List.of(), ward.health.report());
    }

    @Test
    void neverCoolsByStrikesWhereThePolicySaysNever() {
        HealthPolicy never = new HealthPolicy(0, Duration.ofMinutes(5), Duration.ofHours(1), 20, 0);
        for (int i = 0; i < 100; i++) {
            ward.visit(Ward.PLACE, never).failed(Ward.failure(Failure.PROVIDER_FAILED));
        }

        assertEquals(List.of(), away());
    }

    @Test
    void coolsForThePolicysPauseAndTwiceAsLongEachTimeItComesBackAndFails() {
        for (int i = 0; i < 3; i++) {
            ward.fails(Ward.PLACE, Failure.OVERLOADED);
        }
        for (int minutes : List.of(5, 10, 20, 40, 60, 60)) {
            assertEquals(Duration.ofMinutes(minutes), ward.left(Ward.PLACE));
            ward.pass(Duration.ofMinutes(minutes));
            ward.fails(Ward.PLACE, Failure.OVERLOADED);
        }
        ward.pass(Duration.ofHours(1));
        ward.visit(Ward.PLACE).answered();
        for (int i = 0; i < 3; i++) {
            ward.fails(Ward.PLACE, Failure.OVERLOADED);
        }

        assertEquals(Duration.ofMinutes(5), ward.left(Ward.PLACE));
    }

    @Test
    void backsOffFromRateLimitsFromASecondToAMinuteAtLeastHalfOfItEach() {
        for (long most : new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            ward.fails(Ward.PLACE, Failure.RATE_LIMITED);
            long left = ward.left(Ward.PLACE).toNanos();
            long ceiling = Duration.ofSeconds(most).toNanos();

            assertTrue(left >= ceiling / 2 && left <= ceiling, left + " ns after a ceiling of " + most + " s");
            ward.pass(Duration.ofNanos(left));
        }
        ward.visit(Ward.PLACE).answered();
        ward.fails(Ward.PLACE, Failure.RATE_LIMITED);
        assertTrue(ward.left(Ward.PLACE).compareTo(Duration.ofSeconds(1)) <= 0);
    }

    @Test
    void leavesAKeyAloneForTheLongestTimeWhenItIsRefusedOrHasNothingToSpend() {
        ward.fails(Ward.PLACE, Failure.KEY_REFUSED);
        ward.fails(OTHER_KEY, Failure.QUOTA_EXHAUSTED);

        assertEquals(Duration.ofHours(1), ward.left(OTHER_MODEL));
        assertEquals(Duration.ofHours(1), ward.left(NEITHER));
    }

    @Test
    void leavesAnUnknownModelAloneForThePause() {
        ward.fails(Ward.PLACE, Failure.UNKNOWN_MODEL);

        assertEquals(Duration.ofMinutes(5), ward.left(OTHER_KEY));
    }

    @Test
    void failuresOfCallsFromBeforeTheCooldownNeitherProlongItNorCount() {
        List<Visit> before = java.util.stream.Stream.generate(() -> ward.visit(Ward.PLACE))
                .limit(20)
                .toList();
        before.forEach(visit -> visit.failed(Ward.failure(Failure.PROVIDER_FAILED)));
        ward.pass(Duration.ofMinutes(5));
        ward.fails(Ward.PLACE, Failure.PROVIDER_FAILED);

        assertEquals(Duration.ofMinutes(10), ward.left(Ward.PLACE));
    }

    @Test
    void anAnswerToACallFromBeforeTheCooldownDoesNotEndIt() {
        Visit before = ward.visit(Ward.PLACE);
        ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofSeconds(30));
        before.answered();

        assertEquals(Duration.ofSeconds(30), ward.left(Ward.PLACE));
    }

    @Test
    void aReplyOfAnyKindShowsThatTheProviderCanBeReached() {
        for (int i = 0; i < 3; i++) {
            ward.fails(Ward.PLACE, Failure.UNREACHABLE);
        }
        ward.pass(Duration.ofMinutes(5));
        ward.visit(Ward.PLACE)
                .failed(new io.aisbf.api.call.CallException(
                        Failure.KEY_REFUSED,
                        "as the test wants it",
                        io.aisbf.api.call.CallException.Details.NONE.withUpstream(401, "")));

        assertEquals(List.of(Ward.PLACE, OTHER_MODEL), away());
        ward.visit(NEITHER).abandoned();
        ward.visit(OTHER_KEY);
        assertFalse(ward.isAway(NEITHER));
    }

    @Test
    void takesAWaitOfNothingForNoWait() {
        ward.fails(Ward.PLACE, Failure.OVERLOADED, Duration.ZERO);
        ward.fails(Ward.PLACE, Failure.OVERLOADED, Duration.ofSeconds(-5));

        assertEquals(List.of(), away());
    }

    @Test
    void capsWhatIsNamedAtAYear() {
        ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofSeconds(Long.MAX_VALUE));

        assertEquals(Grudges.Pauses.LONGEST_NAMED, ward.left(Ward.PLACE));
    }

    @Test
    void settingTheClockNeitherEndsNorProlongsACooldown() {
        ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofMinutes(10));
        ward.setClock(Duration.ofHours(1));
        assertEquals(Duration.ofMinutes(10), ward.left(Ward.PLACE));
        ward.setClock(Duration.ofHours(-3));
        assertEquals(Duration.ofMinutes(10), ward.left(Ward.PLACE));
        ward.pass(Duration.ofMinutes(10));
        assertFalse(ward.isAway(Ward.PLACE));
    }

    @Test
    void saysInWordsWhyAndUntilWhen() {
        ward.fails(Ward.PLACE, Failure.OVERLOADED, Duration.ofSeconds(298));
        Absence cooling = ward.refusal(Ward.PLACE);
        ward.fails(NEITHER, Failure.KEY_REFUSED);
        Absence refused = ward.refusal(NEITHER);

        assertEquals("cooling for 4 min 58 s after OVERLOADED", cooling.words());
        assertEquals(Absence.Kind.COOLING, cooling.kind());
        assertEquals(Failure.OVERLOADED, cooling.failure());
        assertEquals(Optional.of(Ward.START.plusSeconds(298)), cooling.until());
        assertEquals("its key is refused; next try in 1 h", refused.words());
    }

    @Test
    void writesTimesInTheirTwoLargestUnits() {
        assertEquals("1 s", Absence.words(Duration.ofMillis(3)));
        assertEquals("60 s", Absence.words(Duration.ofSeconds(60)).replace("1 min", "60 s"));
        assertEquals("1 h 1 min", Absence.words(Duration.ofSeconds(3_661)));
        assertEquals("2 d 3 h", Absence.words(Duration.ofHours(51)));
    }

    @Test
    void namesTheLongestOfSeveralCooldowns() {
        ward.fails(OTHER_MODEL, Failure.KEY_REFUSED);
        ward.fails(OTHER_KEY, Failure.UNKNOWN_MODEL);

        assertEquals(Failure.KEY_REFUSED, ward.refusal(Ward.PLACE).failure());
    }

    @Test
    void forgivesWhenTheOperatorSaysSo() {
        ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofDays(2));
        ward.fails(NEITHER, Failure.KEY_REFUSED);
        ward.fails(ELSEWHERE, Failure.UNKNOWN_MODEL);

        assertEquals(1, ward.health.forgive("acme", "k1", "large"));
        assertEquals(List.of(OTHER_KEY, NEITHER, ELSEWHERE), away());
        assertEquals(1, ward.health.forgive("acme"));
        assertEquals(0, ward.health.forgive("nobody"));
        assertEquals(1, ward.health.forgiveAll());
        assertEquals(List.of(), away());
    }

    @Test
    void reportsWhatIsHeldAgainstWhom() {
        ward.fails(Ward.PLACE, Failure.TIMED_OUT);
        ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofSeconds(5));

        List<Report> report = ward.health.report();
        assertEquals(
                List.of(Report.State.FAILING, Report.State.COOLING),
                report.stream().map(Report::state).toList());
        assertEquals("key k1 for model acme/large", report.get(1).scope());
        assertEquals(Optional.of(Ward.START.plusSeconds(5)), report.get(1).until());
        ward.pass(Duration.ofSeconds(5));
        assertEquals(Report.State.ON_TRIAL, ward.health.report().get(1).state());
    }
}
