// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static io.aisbf.runtime.dispatch.Desk.failure;
import static io.aisbf.runtime.dispatch.Desk.rates;
import static io.aisbf.runtime.dispatch.Desk.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.select.Price;
import io.aisbf.runtime.config.ModelLimits.Rates;
import io.aisbf.runtime.config.bounds.Budget;
import io.aisbf.runtime.config.bounds.OnLimit;
import io.aisbf.runtime.health.HealthPolicy;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.route.Condensing;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ModelEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BookedTest {
    private static final OptionalLong ANY = OptionalLong.empty();

    private final Desk desk = new Desk();

    @Test
    void whereALimitIsReachedTheNextCandidateIsAskedAndNothingIsSent() throws Exception {
        desk.provider("a", (_, _) -> said("a"))
                .provider("b", (_, _) -> said("b"))
                .limit("a", rates(OptionalLong.of(2), ANY), OnLimit.MODEL)
                .rotation("r", "a/m", "b/m");
        assertEquals("a", desk.ask("r"));
        assertEquals("a", desk.ask("r"));
        assertEquals("b", desk.ask("r"));
        assertEquals(List.of("a/m", "a/m", "b/m"), desk.asked());
        desk.later(Duration.ofSeconds(62));
        assertEquals("a", desk.ask("r"));
    }

    @Test
    void aLimitOfTheOnlyCandidateIsTooManyRequestsWithATrueTime() throws Exception {
        desk.provider("a", (_, _) -> said("a")).limit("a", rates(OptionalLong.of(1), ANY), OnLimit.MODEL);
        desk.ask("a/m");
        desk.later(Duration.ofSeconds(20));
        CallException e = assertThrows(CallException.class, () -> desk.ask("a/m"));
        assertEquals(Failure.RATE_LIMITED, e.failure());
        Duration wait = e.details().retryAfter().orElseThrow();
        assertTrue(
                wait.compareTo(Duration.ofSeconds(40)) >= 0 && wait.compareTo(Duration.ofSeconds(42)) <= 0,
                () -> "" + wait);
        desk.later(wait);
        assertEquals("a", desk.ask("a/m"));
    }

    @Test
    void asInTheSeedTheWholeProviderIsLeftAloneForAMinute() throws Exception {
        desk.provider("a", (_, _) -> said("a")).limit("a", rates(OptionalLong.of(1), ANY), OnLimit.PROVIDER);
        desk.ask("a/m");
        assertThrows(CallException.class, () -> desk.ask("a/m"));
        CallException e = assertThrows(CallException.class, () -> desk.ask("a/other"));
        assertEquals(Failure.RATE_LIMITED, e.failure());
        desk.later(Duration.ofSeconds(61));
        assertEquals("a", desk.ask("a/other"));
    }

    @Test
    void aRequestLargerThanTheLimitIsRefusedAtOnceWithTheNumbers() {
        desk.provider("a", (_, _) -> said("a")).limit("a", rates(ANY, OptionalLong.of(100)), OnLimit.MODEL);
        CallException e = assertThrows(CallException.class, () -> desk.ask("a/m"));
        assertEquals(Failure.CANNOT_CARRY, e.failure());
        assertTrue(e.getMessage().contains("rate_limit_TPM is 100"), e.getMessage());
        assertEquals(List.of(), desk.asked());
    }

    @Test
    void whatWasReservedForTheAnswerAndNotUsedIsGivenBack() throws Exception {
        desk.provider("a", (_, _) -> said("a")).limit("a", rates(ANY, OptionalLong.of(5000)), OnLimit.MODEL);
        for (int i = 0; i < 20; i++) {
            assertEquals("a", desk.ask("a/m"), "call " + i);
        }
    }

    /** A model that charges a thousandth of a dollar for a token. */
    private static ModelEntry dear() {
        return new ModelEntry(
                "m",
                OptionalLong.empty(),
                OptionalLong.empty(),
                Condensing.NONE,
                Optional.empty(),
                Optional.of(new Price(1000, 1000, 1000)),
                OptionalLong.of(10));
    }

    @Test
    void aSpentBudgetIsNoTransientFailure() throws Exception {
        desk.provider("a", Map.of("m", dear()), HealthPolicy.DEFAULT, (_, _) -> said("a"))
                .budget(new Budget(30_000, Limit.Period.DAY));
        int answered = 0;
        Optional<CallException> refused = Optional.empty();
        for (int i = 0; i < 10 && refused.isEmpty(); i++) {
            try {
                desk.ask("a/m");
                answered++;
            } catch (CallException e) {
                refused = Optional.of(e);
            }
        }
        // Each answer uses 7 tokens, 7,000 millionths; some 20 more are held while it is under way.
        assertTrue(answered >= 1 && answered <= 4, "answered " + answered);
        assertEquals(Failure.BUDGET_SPENT, refused.orElseThrow().failure());
        assertEquals(402, refused.orElseThrow().failure().status());
    }

    @Test
    void whereAClientsKeyHasNoRoomNobodyIsAskedAndNobodyCoolsDown() throws Exception {
        desk.provider("a", (_, _) -> said("a"))
                .provider("b", (_, _) -> said("b"))
                .rotation("r", "a/m", "b/m")
                .limit("a", rates(OptionalLong.of(100), ANY), OnLimit.PROVIDER)
                .client("alice", rates(OptionalLong.of(2), ANY));
        desk.ask("r");
        desk.later(Duration.ofSeconds(20)).ask("r");
        desk.asked();
        CallException e = assertThrows(CallException.class, () -> desk.ask("r"));
        assertEquals(Failure.RATE_LIMITED, e.failure());
        assertEquals("the limit access.keys.alice.rate_limit_RPM of 2 is reached", e.getMessage());
        Duration wait = e.details().retryAfter().orElseThrow();
        assertTrue(wait.compareTo(Duration.ofSeconds(40)) >= 0 && wait.compareTo(Duration.ofSeconds(41)) <= 0);
        assertEquals(List.of(), desk.asked());
        assertEquals(List.of(), desk.health().report());
        desk.later(wait.minusNanos(1));
        assertThrows(CallException.class, () -> desk.ask("r"));
        assertEquals("a", desk.later(Duration.ofNanos(1)).ask("r"));
    }

    @Test
    void whereAClientsBudgetIsSpentTheCallEndsAtOnce() throws Exception {
        desk.provider("a", Map.of("m", dear()), HealthPolicy.DEFAULT, (_, _) -> said("a"))
                .provider("b", (_, _) -> said("b"))
                .rotation("r", "a/m", "b/m")
                .client("alice", Rates.NONE, new Budget(30_000, Limit.Period.DAY));
        desk.ask("r");
        desk.asked();
        CallException e = assertThrows(CallException.class, () -> desk.ask("r"));
        assertEquals(Failure.BUDGET_SPENT, e.failure());
        assertTrue(e.getMessage().contains("access.keys.alice.budget"), e.getMessage());
        assertEquals(List.of(), desk.asked());
        assertEquals(List.of(), desk.health().report());
    }

    @Test
    void whatAPluginAsksOnBehalfOfACallCountsForItsClient() throws Exception {
        desk.provider("a", (_, _) -> said("a"))
                .rotation("r", (_, candidates, call) -> desk.onBehalf(call, "a/m", candidates), Group.Care.NONE, "a/m")
                .client("alice", rates(OptionalLong.of(3), ANY));
        assertEquals("a", desk.ask("r"));
        assertEquals(List.of("a/m", "a/m"), desk.asked());
        CallException e = assertThrows(CallException.class, () -> desk.ask("r"));
        assertEquals(Failure.RATE_LIMITED, e.failure());
        assertEquals(List.of("a/m"), desk.asked());
    }

    @Test
    void whatAloneIsLargerThanAClientsLimitIsRefusedWithTheNumbers() {
        desk.provider("a", (_, _) -> said("a")).client("alice", rates(ANY, OptionalLong.of(100)));
        CallException e = assertThrows(CallException.class, () -> desk.ask("a/m"));
        assertEquals(Failure.CANNOT_CARRY, e.failure());
        assertTrue(e.getMessage().contains("access.keys.alice.rate_limit_TPM is 100"), e.getMessage());
        assertEquals(List.of(), desk.asked());
    }

    @Test
    void everyAttemptIsBookedOnce() throws Exception {
        desk.provider("a", (_, _) -> {
                    throw failure(Failure.UNREACHABLE);
                })
                .provider("b", (_, _) -> said("b"))
                .rotation("r", "a/m", "b/m");
        desk.ask("r");
        assertEquals(List.of("a UNREACHABLE EXACT 0", "b answered EXACT 7"), desk.booked());
    }
}
