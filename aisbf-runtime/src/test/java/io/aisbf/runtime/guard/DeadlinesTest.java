// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.guard.Deadlines.Verdict;
import io.aisbf.runtime.guard.Stage.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rules about time with the defaults and a clock turned by hand. */
class DeadlinesTest {
    private final Stage stage = new Stage();
    private final Deadlines deadlines = new Deadlines(GuardSettings.defaults());
    private long now = -5_000_000_000L;
    private long received;
    private long writes;

    @Test
    void endsANewConnectionThatSendsNoHead() {
        assertEquals(Verdict.NONE, after(0));
        assertEquals(Verdict.NONE, after(9_999));
        assertEquals(Verdict.HEAD_LATE, after(1));
    }

    @Test
    void countsAHeadAsAWholeHoweverItTrickles() {
        after(0);
        for (int second = 1; second < 10; second++) {
            received += 10_000;
            assertEquals(Verdict.NONE, after(1_000));
        }
        assertEquals(Verdict.HEAD_LATE, after(1_000));
    }

    @Test
    void givesEachRequestItsOwnTimeForTheHead() {
        after(0);
        after(8_000);
        stage.enterRequest();
        assertEquals(Verdict.NONE, after(8_000));
        stage.enter(Phase.IDLE);
        stage.enter(Phase.HEAD);
        assertEquals(Verdict.NONE, after(8_000));
        assertEquals(Verdict.NONE, after(8_000));
        assertEquals(Verdict.HEAD_LATE, after(2_000));
    }

    @Test
    void endsAnIdleConnection() {
        stage.enterRequest();
        stage.enter(Phase.IDLE);
        after(0);
        assertEquals(Verdict.NONE, after(74_000));
        assertEquals(Verdict.IDLE_LATE, after(1_000));
    }

    @Test
    void neverEndsAHandlerAtWork() {
        stage.enterRequest();
        after(0);
        assertEquals(Verdict.NONE, after(3_600_000));
    }

    @Test
    void endsABodyBelowTheMinimumRateAfterTheGrace() {
        stage.enterRequest();
        stage.enter(Phase.BODY);
        after(0);
        received = 2_400;
        assertEquals(Verdict.NONE, after(4_900));
        assertEquals(Verdict.BODY_LATE, after(100));
    }

    @Test
    void judgesTheRateInEverySpanAnew() {
        stage.enterRequest();
        stage.enter(Phase.BODY);
        after(0);
        received = 10_000_000;
        assertEquals(Verdict.NONE, after(5_000));
        received += 2_499;
        assertEquals(Verdict.BODY_LATE, after(5_000));
    }

    @Test
    void endsABodyThatTakesTooLongAltogether() {
        stage.enterRequest();
        stage.enter(Phase.BODY);
        after(0);
        for (int second = 1; second < 60; second++) {
            received += 1_000;
            stage.enter(Phase.WORK);
            stage.enter(Phase.BODY);
            assertEquals(Verdict.NONE, after(1_000));
        }
        received += 1_000;
        assertEquals(Verdict.BODY_LATE, after(1_000));
    }

    @Test
    void doesNotCountTimeInWhichTheHandlerDidNotAsk() {
        stage.enterRequest();
        stage.enter(Phase.BODY);
        after(0);
        stage.enter(Phase.WORK);
        assertEquals(Verdict.NONE, after(3_600_000));
        stage.enter(Phase.BODY);
        assertEquals(Verdict.NONE, after(3_600_000));
        assertEquals(Verdict.NONE, after(4_000));
        assertEquals(Verdict.BODY_LATE, after(1_000));
    }

    @Test
    void endsAWriteWithoutProgress() {
        stage.enterRequest();
        writes = 7;
        after(0);
        assertEquals(Verdict.NONE, after(59_000));
        assertEquals(Verdict.WRITE_STALLED, after(1_000));
    }

    @Test
    void takesEveryPieceForProgress() {
        stage.enterRequest();
        for (int piece = 0; piece < 100; piece++) {
            writes = 2L * piece + 1;
            after(0);
            assertEquals(Verdict.NONE, after(59_000));
        }
    }

    @Test
    void doesNotTakeAFinishedWriteForAStall() {
        stage.enterRequest();
        writes = 8;
        after(0);
        assertEquals(Verdict.NONE, after(3_600_000));
    }

    @Test
    void letsOnlyOneSideEndAWait() {
        long seen = stage.word();
        assertTrue(stage.enterRequest());
        assertFalse(stage.expire(seen), "expired a connection that had moved on");
        stage.enter(Phase.IDLE);
        assertTrue(stage.expire(stage.word()));
        assertFalse(stage.enter(Phase.HEAD), "moved on after it had expired");
        assertFalse(stage.enterRequest(), "moved on after it had expired");
    }

    private Verdict after(long millis) {
        now += Duration.ofMillis(millis).toNanos();
        return deadlines.visit(now, stage.word(), received, writes);
    }
}
