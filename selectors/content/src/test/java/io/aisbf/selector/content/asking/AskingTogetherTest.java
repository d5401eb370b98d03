// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import static io.aisbf.selector.content.asking.Scripted.CANDIDATES;
import static io.aisbf.selector.content.asking.Scripted.call;
import static io.aisbf.selector.content.asking.Scripted.first;
import static io.aisbf.selector.content.asking.Scripted.prompt;
import static io.aisbf.selector.content.asking.Scripted.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.api.testing.Together;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Many ask the same, the model is late, and some do not wait. */
class AskingTogetherTest {
    /** A model that answers when it is told to, and notices when nobody waits for it. */
    private static final class Late {
        private final CountDownLatch go = new CountDownLatch(1);
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();
        private final CompletableFuture<String> begun = new CompletableFuture<>();

        private Models models() {
            return (request, call) -> {
                asked.incrementAndGet();
                begun.complete("begun");
                try {
                    go.await();
                } catch (InterruptedException e) {
                    stopped.countDown();
                    throw e;
                }
                return Scripted.response(tag("coding"), FinishReason.Known.STOP);
            };
        }
    }

    @Test
    void fiftyWhoAskTheSameAreAnsweredByOneQuestion() throws Exception {
        Late late = new Late();
        try (Deciding strategy = Scripted.strategy(late.models(), Map.of("timeout", "20s"))) {
            AtomicInteger together = new AtomicInteger();
            List<Decision> decisions = Together.run(50, () -> {
                if (together.incrementAndGet() == 50) {
                    late.go.countDown();
                }
                return strategy.decide(prompt("a"), CANDIDATES, call());
            });
            decisions.forEach(decision -> assertEquals("coding", first(decision)));
        }
        assertEquals(1, late.asked.get());
    }

    @Test
    void whoComesJustAsTheAnswerIsRememberedAsksNotAgain() throws Exception {
        Scripted model = Scripted.saying(tag("coding"));
        try (Deciding strategy = Scripted.strategy(model, Map.of("timeout", "20s"))) {
            AtomicInteger looks = new AtomicInteger();
            Call second = Call.start("second", Call.Client.NOBODY, Duration.ofMinutes(1), () -> {
                if (looks.incrementAndGet() == 2) {
                    answerAnother(strategy);
                }
                return 0;
            });
            assertEquals("coding", first(strategy.decide(prompt("a"), CANDIDATES, second)));
            assertTrue(looks.get() >= 2, "the other came between");
        }
        assertEquals(1, model.asked.size());
    }

    private static void answerAnother(Deciding strategy) {
        try {
            strategy.decide(prompt("a"), CANDIDATES, call());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoLeavesTakesNobodyWithHim() throws Exception {
        Late late = new Late();
        try (Deciding strategy = Scripted.strategy(late.models(), Map.of("timeout", "20s"))) {
            CompletableFuture<Decision> first = new CompletableFuture<>();
            Thread asking = asks(strategy, first);
            // Who leaves before the model is asked takes the question with him, if nobody else has come.
            late.begun.join();
            CompletableFuture<Decision> second = new CompletableFuture<>();
            awaitWaiting(asks(strategy, second));
            assertInstanceOf(
                    InterruptedException.class,
                    Together.interrupted(() -> strategy.decide(prompt("a"), CANDIDATES, call())));
            asking.interrupt();
            CompletionException left = assertThrows(CompletionException.class, first::join);
            assertInstanceOf(InterruptedException.class, left.getCause());
            late.go.countDown();
            assertEquals("coding", first(second.join()));
        }
        assertEquals(1, late.asked.get());
    }

    private static Thread asks(Deciding strategy, CompletableFuture<Decision> answer) {
        return Thread.ofVirtual().start(() -> {
            try {
                answer.complete(strategy.decide(prompt("a"), CANDIDATES, call()));
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoMayAskNoMoreDoesNotFailThoseWhoMay() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch joined = new CountDownLatch(1);
        Models models = (request, call) -> {
            if (asked.incrementAndGet() == 1) {
                joined.await();
                throw new CallException(Failure.BUDGET_SPENT, "this key has spent its budget");
            }
            return Scripted.response(tag("coding"), FinishReason.Known.STOP);
        };
        try (Deciding strategy = Scripted.strategy(models, Map.of("timeout", "20s"))) {
            AtomicInteger together = new AtomicInteger();
            List<Decision> decisions = Together.run(8, () -> {
                if (together.incrementAndGet() == 8) {
                    joined.countDown();
                }
                return strategy.decide(prompt("a"), CANDIDATES, call());
            });
            assertTrue(decisions.stream().filter(Decision::decided).count() >= 7, decisions::toString);
        }
        assertTrue(asked.get() <= 3, () -> asked + " questions");
    }

    @Test
    void aLateAnswerIsNotWaitedForAndItsQuestionEnds() throws Exception {
        Late late = new Late();
        try (Deciding strategy = Scripted.strategy(late.models(), Map.of("timeout", "500ms"))) {
            Decision decision = strategy.decide(prompt("a"), CANDIDATES, call());
            assertEquals("picker did not answer within 500 ms", decision.reason());
            // On a busy machine it may have ended before it began.
            if (late.asked.get() > 0) {
                late.stopped.await();
            }
        }
    }

    @Test
    void neverMoreThanHalfOfACallsTimeIsSpentOnTheChoice() throws Exception {
        Late late = new Late();
        try (Deciding strategy = Scripted.strategy(late.models(), Map.of("timeout", "60s"))) {
            Call brief = Call.start("brief", Call.Client.NOBODY, Duration.ofSeconds(1), () -> 0);
            String reason = strategy.decide(prompt("a"), CANDIDATES, brief).reason();
            assertEquals("picker did not answer within 500 ms", reason);
        }
    }

    @Test
    void aModelThatIsAlwaysLateIsLeftAloneForTenSeconds() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Late late = new Late();
        FixedContext context =
                FixedContext.of(new PlainJson()).withModels(late.models()).withClock(now::get);
        List<String> reasons = new ArrayList<>();
        try (Deciding strategy = Scripted.strategy(context, Map.of("timeout", "10ms"))) {
            for (String text : List.of("a", "b", "c", "d", "e")) {
                reasons.add(strategy.decide(prompt(text), CANDIDATES, call()).reason());
            }
            String tooLate = "picker did not answer within 10 ms";
            String lately = "picker did not answer lately";
            assertEquals(List.of(tooLate, tooLate, tooLate, lately, lately), reasons);
            now.set(Instant.EPOCH.plusSeconds(10));
            late.go.countDown();
            assertNotEquals(
                    lately, strategy.decide(prompt("f"), CANDIDATES, call()).reason());
        }
    }
}
