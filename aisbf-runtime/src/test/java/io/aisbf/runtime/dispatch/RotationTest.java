// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static io.aisbf.runtime.dispatch.Desk.context;
import static io.aisbf.runtime.dispatch.Desk.failure;
import static io.aisbf.runtime.dispatch.Desk.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.runtime.health.HealthPolicy;
import io.aisbf.runtime.route.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotationTest {
    private final Desk desk = new Desk();

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"KEY_REFUSED", "RATE_LIMITED", "QUOTA_EXHAUSTED"})
    void asksWithTheNextKeyWhereTheKeyIsAtFaultAndLeavesTheBadOneAloneAfterwards(Failure fault) throws Exception {
        desk.provider(
                        "a",
                        (_, key) -> {
                            if (key.equals("bad")) {
                                throw failure(fault, Duration.ofMinutes(1));
                            }
                            return said("good");
                        },
                        "bad",
                        "good")
                .rotation("r", "a/m");
        assertEquals("good", desk.ask("r"));
        assertEquals(List.of("a/m#bad", "a/m#good"), desk.asked());
        for (int i = 0; i < 10; i++) {
            desk.ask("r");
        }
        assertFalse(desk.asked().contains("a/m#bad"));
    }

    @Test
    void keysTakeTurns() throws Exception {
        desk.provider("a", (_, _) -> said("x"), "one", "two");
        for (int i = 0; i < 4; i++) {
            desk.ask("a/m");
        }
        assertEquals(List.of("a/m#one", "a/m#two", "a/m#one", "a/m#two"), desk.asked());
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"INVALID_REQUEST", "CONTENT_REFUSED", "REQUEST_TOO_LARGE", "UNAUTHENTICATED"})
    void asksNobodyElseAndNobodyAgainWhereTheCallerIsAtFault(Failure fault) {
        desk.provider("a", (_, _) -> {
                    throw failure(fault);
                })
                .provider("b", (_, _) -> said("b"))
                .rotation("r", "a/m", "b/m");
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    fault,
                    assertThrows(CallException.class, () -> desk.ask("r")).failure());
            assertEquals(List.of("a/m"), desk.asked());
        }
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void asksTheSameOnceMoreOnlyWhereTheTableSaysThatItMayHelp(Failure fault) {
        desk.provider("a", (_, _) -> {
            throw failure(fault);
        });
        assertThrows(CallException.class, () -> desk.ask("a/m"));
        assertEquals(fault.trySame() ? List.of("a/m", "a/m") : List.of("a/m"), desk.asked());
    }

    @Test
    void asksAllOthersBeforeTheSameAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        desk.provider("a", (_, _) -> {
                    if (calls.incrementAndGet() == 1) {
                        throw failure(Failure.PROVIDER_FAILED);
                    }
                    return said("at last");
                })
                .provider("b", (_, _) -> {
                    throw failure(Failure.UNKNOWN_MODEL);
                })
                .rotation("r", "a/m", "b/m");
        assertEquals("at last", desk.ask("r"));
        assertEquals(List.of("a/m", "b/m", "a/m"), desk.asked());
    }

    @Test
    void aSecondFailureInOneCallIsNoSecondStrike() {
        desk.provider("a", (_, _) -> {
            throw failure(Failure.PROVIDER_FAILED);
        });
        for (int call = 0; call < 3; call++) {
            assertThrows(CallException.class, () -> desk.ask("a/m"));
            // With the third strike it is left alone at once, by this call too.
            assertEquals(call < 2 ? List.of("a/m", "a/m") : List.of("a/m"), desk.asked(), "call " + call);
        }
        CallException e = assertThrows(CallException.class, () -> desk.ask("a/m"));
        assertEquals(List.of(), desk.asked());
        assertEquals(Failure.UNAVAILABLE, e.failure());
        assertEquals(Duration.ofMinutes(5), e.details().retryAfter().orElseThrow());
    }

    @Test
    void namesTheSoonestWhenEverybodyIsLeftAlone() {
        desk.provider("a", (_, _) -> {
                    throw failure(Failure.RATE_LIMITED, Duration.ofSeconds(90));
                })
                .provider("b", (_, _) -> {
                    throw failure(Failure.RATE_LIMITED, Duration.ofSeconds(40));
                })
                .rotation("r", "a/m", "b/m");
        assertThrows(CallException.class, () -> desk.ask("r"));
        desk.asked();
        desk.later(Duration.ofSeconds(10));
        CallException e = assertThrows(CallException.class, () -> desk.ask("r"));
        assertEquals(List.of(), desk.asked());
        assertEquals(Failure.RATE_LIMITED, e.failure());
        assertEquals(Duration.ofSeconds(30), e.details().retryAfter().orElseThrow());
        assertTrue(e.getMessage().contains("the soonest is b/m"), e.getMessage());
    }

    @Test
    void aPromptThatIsTooLongGoesOnlyToWhoHasMoreRoom() throws Exception {
        desk.provider("a", Map.of("m", context(1000)), HealthPolicy.DEFAULT, (_, _) -> {
                    throw failure(Failure.CONTEXT_TOO_LONG);
                })
                .provider("b", Map.of("m", context(1000)), HealthPolicy.DEFAULT, (_, _) -> said("b"))
                .provider("c", Map.of("m", context(2000)), HealthPolicy.DEFAULT, (_, _) -> said("c"))
                .rotation("inner", "b/m")
                .rotation("r", "a/m", "rotation/inner", "c/m");
        assertEquals("c", desk.ask("r"));
        assertEquals(List.of("a/m", "c/m"), desk.asked());
    }

    @Test
    void whatIsCertainlyTooLongIsNotSentWhereSomebodyHasTheRoom() throws Exception {
        desk.provider("a", Map.of("m", context(10)), HealthPolicy.DEFAULT, (_, _) -> said("a"))
                .provider("b", Map.of("m", context(100_000)), HealthPolicy.DEFAULT, (_, _) -> said("b"))
                .rotation("r", "a/m", "b/m");
        assertEquals("b", desk.ask("r", "many words ".repeat(100)));
        assertEquals("a", desk.ask("r", "few"));
    }

    @Test
    void aRotationWithinARotationHasFailedWhenAllOfItsOwnHave() throws Exception {
        List<String> outcomes = new ArrayList<>();
        SelectionStrategy watching = new SelectionStrategy() {
            @Override
            public List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call) {
                return candidates;
            }

            @Override
            public void observe(Candidate candidate, Outcome outcome) {
                outcomes.add(candidate.target() + " " + outcome.getClass().getSimpleName());
            }
        };
        desk.provider("a", (_, _) -> {
                    throw failure(Failure.OVERLOADED);
                })
                .provider("b", (_, _) -> said("b"))
                .rotation("inner", watching, Group.Care.NONE, "a/m", "a/n")
                .rotation("outer", watching, Group.Care.NONE, "rotation/inner", "b/m");
        assertEquals("b", desk.ask("outer"));
        assertEquals(List.of("a/m Failed", "a/n Failed", "rotation/inner Failed", "b/m Answered"), outcomes);
    }

    @Test
    void aCandidateOfTwoRotationsIsAskedOnce() throws Exception {
        desk.provider("a", (_, _) -> {
                    throw failure(Failure.MALFORMED_REPLY);
                })
                .provider("b", (_, _) -> said("b"))
                .rotation("inner", "a/m", "b/m")
                .rotation("outer", "a/m", "rotation/inner");
        assertEquals("b", desk.ask("outer"));
        assertEquals(List.of("a/m", "b/m"), desk.asked());
    }
}
