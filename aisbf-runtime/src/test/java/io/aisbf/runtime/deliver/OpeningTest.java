// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Upstream.Deadlines;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.runtime.route.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private static final String PLUGIN = "provider 'eu' (plugin test.jar)";
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Deadlines DEADLINES =
            new Deadlines(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofSeconds(20));

    private final AtomicLong clock = new AtomicLong(-7);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Openings openings = new Openings(clock::get);
    private final ScriptedStream stream = new ScriptedStream(clock, openings::sweep);

    private static Patience patience() {
        return new Patience(DEADLINES, OptionalDouble.empty(), Duration.ofSeconds(2));
    }

    private static Patience pace(double slowest) {
        return new Patience(DEADLINES, OptionalDouble.of(slowest), Duration.ofSeconds(2));
    }

    private Opened open(Patience patience, boolean streamed) throws InterruptedException {
        return openings.open(PLUGIN, () -> stream, patience, streamed, stopped::get);
    }

    private CallException failure(Patience patience, boolean streamed) {
        CallException e = assertThrows(CallException.class, () -> open(patience, streamed));
        assertTrue(stream.closed());
        assertFalse(Thread.currentThread().isInterrupted());
        return e;
    }

    private void assertPassed(Duration expected) {
        Duration passed = Duration.ofNanos(clock.get() + 7);
        assertTrue(
                passed.compareTo(expected) >= 0 && passed.compareTo(expected.plus(TICK)) <= 0,
                passed + " instead of " + expected);
    }

    private static ChatEvent empty() {
        return new ChatEvent.TextDelta(0, "");
    }

    @Test
    void holdsEverythingUntilTheFirstContentAndReadsNoFurther() throws InterruptedException {
        stream.events(new ChatEvent.Started("id", "m"), new ChatEvent.Counted(Usage.of(5, 0)))
                .ping()
                .silence(Duration.ofSeconds(2))
                .events(empty())
                .text("hello")
                .fails(Failure.MALFORMED_REPLY);
        try (Opened opened = open(patience(), true)) {
            assertEquals(4, opened.held().size());
            assertEquals(-7, opened.startNanos());
            assertEquals(Duration.ofSeconds(2).toNanos() - 7, opened.firstNanos());
            assertEquals(Usage.of(5, 0), opened.usage());
            assertFalse(stream.closed());
        }
        assertTrue(stream.closed());
    }

    @Test
    void givesUpWhenNothingComesForLongerThanConnectingAndTheFirstByteMayTake() {
        CallException e = assertThrows(
                CallException.class,
                () -> openings.open(
                        PLUGIN,
                        () -> {
                            ScriptedStream.pass(Duration.ofMinutes(1), clock, openings::sweep);
                            return stream;
                        },
                        patience(),
                        true,
                        stopped::get));
        assertEquals(Failure.TIMED_OUT, e.failure());
        assertTrue(e.getMessage().startsWith(PLUGIN + " did not begin to answer within 5 s"), e.getMessage());
        assertPassed(Duration.ofSeconds(5));
    }

    @Test
    void takesPingsAndEmptyPiecesForNoBeginning() {
        for (int i = 0; i < 60; i++) {
            stream.silence(Duration.ofMillis(100)).ping().events(empty());
        }
        assertEquals(Failure.TIMED_OUT, failure(patience(), true).failure());
        assertPassed(Duration.ofSeconds(5));
    }

    @Test
    void waitsForAWholeAnswerAsLongAsAllOfItMayTake() {
        stream.silence(Duration.ofSeconds(60));
        CallException e = failure(patience(), false);
        assertEquals(Failure.TIMED_OUT, e.failure());
        assertTrue(e.getMessage().contains("20 s (timeouts: total)"), e.getMessage());
        assertPassed(Duration.ofSeconds(20));
    }

    @Test
    void takesAStreamThatEndsWithoutAWordForMalformed() {
        stream.events(new ChatEvent.Started("id", "m")).ping();
        assertEquals(Failure.MALFORMED_REPLY, failure(patience(), true).failure());
    }

    @Test
    void takesAnAnswerThatIsCompleteAtOnceForAnAnswer() throws InterruptedException {
        stream.finish();
        try (Opened opened = open(patience(), true)) {
            assertEquals(Usage.of(1, 2), opened.usage());
        }
    }

    @Test
    void closesTheReplyWhenItFailsBeforeItsFirstContent() {
        stream.ping().fails(Failure.OVERLOADED);
        assertEquals(Failure.OVERLOADED, failure(patience(), true).failure());
    }

    @Test
    void doesNotKeepStepsWithoutContentWithoutEnd() {
        for (int i = 0; i < 20_000; i++) {
            stream.ping().events(empty());
        }
        assertEquals(Failure.MALFORMED_REPLY, failure(patience(), true).failure());
    }

    @Test
    void letsAStoppedCallEndAsStoppedThoughItsDeadlinePassedToo() {
        stream.then(() -> {
            clock.addAndGet(Duration.ofSeconds(6).toNanos());
            stopped.set(true);
            Thread.currentThread().interrupt();
            openings.sweep();
            throw new InterruptedException();
        });
        assertThrows(InterruptedException.class, () -> open(patience(), true));
        assertTrue(stream.closed());
    }

    @Test
    void keepsTheInterruptOfAStoppedCallThatNobodyHasNoticedYet() throws InterruptedException {
        stream.then(() -> {
                    clock.addAndGet(Duration.ofSeconds(6).toNanos());
                    openings.sweep();
                    stopped.set(true);
                    return Optional.empty();
                })
                .text("late but there");
        open(patience(), true).close();
        assertTrue(Thread.interrupted());
    }

    @Test
    void takesAPluginsOwnWordsForAnInterruptForTheDeadline() {
        stream.then(() -> {
            clock.addAndGet(Duration.ofSeconds(6).toNanos());
            openings.sweep();
            throw new CallException(Failure.UNREACHABLE, "the socket was closed");
        });
        assertEquals(Failure.TIMED_OUT, failure(patience(), true).failure());
    }

    @Test
    void leavesAnInterruptOfOthersAlone() {
        stream.then(() -> {
            throw new InterruptedException();
        });
        assertThrows(InterruptedException.class, () -> open(patience(), true));
    }

    @Test
    void givesUpASlowStreamBeforeAnybodyHasSeenIt() {
        stream.text("slow");
        for (int i = 0; i < 100; i++) {
            stream.silence(Duration.ofMillis(500)).text("ly");
        }
        CallException e = failure(pace(5), true);
        assertEquals(Failure.TIMED_OUT, e.failure());
        assertTrue(e.getMessage().startsWith(PLUGIN + " is too slow: about 4 tokens in 2 s"), e.getMessage());
        assertPassed(Duration.ofSeconds(2));
    }

    @Test
    void holdsAStreamNoLongerThanUntilItHasShownItsPace() throws InterruptedException {
        stream.text("word");
        for (int i = 0; i < 100; i++) {
            stream.silence(Duration.ofMillis(100)).text("word");
        }
        try (Opened opened = open(pace(5), true)) {
            assertEquals(10, opened.held().size());
            assertEquals(-7, opened.firstNanos());
        }
        assertPassed(Duration.ofMillis(900));
    }

    @Test
    void hasNothingAgainstAShortAnswerThatEndsWithinTheTrial() throws InterruptedException {
        stream.text("no").silence(Duration.ofSeconds(1)).finish().fails(Failure.INTERNAL);
        open(pace(100), true).close();
        ScriptedStream cut = new ScriptedStream(clock, openings::sweep).text("no");
        Opened opened = openings.open(PLUGIN, () -> cut, pace(100), true, stopped::get);
        cut.fails(Failure.INTERNAL);
        assertEquals("no", opened.whole().choices().getFirst().message().text());
    }

    @Test
    void looksAtThePaceOfStreamsAlone() throws InterruptedException {
        stream.text("a").silence(Duration.ofSeconds(10)).text("b").finish();
        try (Opened opened = open(pace(100), false)) {
            assertEquals(1, opened.held().size());
        }
    }

    @Test
    void readsAWholeAnswerUnderTheDeadlines() throws InterruptedException {
        stream.text("a").silence(Duration.ofSeconds(2)).text("b").finish();
        assertEquals(
                "ab",
                open(patience(), false).whole().choices().getFirst().message().text());
        ScriptedStream stalls =
                new ScriptedStream(clock, openings::sweep).text("a").silence(Duration.ofMinutes(1));
        Opened opened = openings.open(PLUGIN, () -> stalls, patience(), false, stopped::get);
        CallException e = assertThrows(CallException.class, opened::whole);
        assertEquals(Failure.TIMED_OUT, e.failure());
        assertTrue(e.getMessage().contains("no content for 3 s"), e.getMessage());
    }

    @Test
    void passesAWholeAnswerOnAsItIs() throws InterruptedException {
        ChatResponse response = ChatResponse.of("id", "m", List.of(), Usage.of(1, 1));
        try (Opened opened =
                openings.open(PLUGIN, () -> new ChatReply.Whole(response), pace(100), true, stopped::get)) {
            assertEquals(response, opened.whole());
            assertEquals(Usage.of(1, 1), opened.usage());
        }
    }
}
