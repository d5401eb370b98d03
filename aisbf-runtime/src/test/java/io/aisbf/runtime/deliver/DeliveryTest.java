// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Upstream.Deadlines;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.runtime.observe.CallRecord;
import io.aisbf.runtime.route.Fakes;
import io.aisbf.runtime.route.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final Patience PATIENCE = new Patience(
            new Deadlines(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofSeconds(20)),
            OptionalDouble.empty(),
            Duration.ofSeconds(2));

    private final AtomicLong clock = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Openings openings = new Openings(clock::get);
    private final Listener client = new Listener();
    private final Delivery delivery = delivery(true);

    private Delivery delivery(boolean streaming) {
        CallRecord record = new CallRecord("r", Instant.EPOCH, "POST", "/", 0);
        return new Delivery(ScriptedStream.WIRE, client, client, streaming, record, clock::get, KeepAlive.OFF);
    }

    private ScriptedStream stream() {
        return new ScriptedStream(clock, openings::sweep);
    }

    private Opened open(ChatReply reply) throws InterruptedException {
        return openings.open("provider 'eu'", () -> reply, PATIENCE, true, stopped::get);
    }

    private static Call call() {
        return Call.start("c", Duration.ofMinutes(1));
    }

    private Outcome.Answered deliver(ChatReply reply, boolean continuing) throws InterruptedException {
        return delivery.deliver(open(reply), call(), PATIENCE, continuing, stopped::get);
    }

    private Outcome.Answered carryOn(ChatReply reply) throws InterruptedException {
        return delivery.carryOn(open(reply), call(), PATIENCE, stopped::get);
    }

    private CallException breaks(ScriptedStream stream, boolean continuing) {
        CallException e = assertThrows(CallException.class, () -> deliver(stream, continuing));
        assertTrue(stream.closed());
        assertFalse(Thread.currentThread().isInterrupted());
        return e;
    }

    @Test
    void relaysFramesOffTheWireWithoutDecodingThem() throws InterruptedException {
        ScriptedStream stream = stream().text("a").sealed("b").sealed("c");
        Outcome.Answered outcome = deliver(stream, false);
        assertEquals("a\"b\"\"c\"|end", client.heard());
        assertTrue(stream.closed());
        assertEquals(Usage.NONE, outcome.usage());
        assertEquals(Optional.empty(), delivery.continuable());
    }

    @Test
    void tellsWhenTheFirstContentCameAndWhatItCost() throws InterruptedException {
        ScriptedStream stream = stream()
                .ping()
                .silence(Duration.ofSeconds(1))
                .text("a")
                .silence(Duration.ofSeconds(2))
                .finish();
        assertEquals(
                new Outcome.Answered(Duration.ofSeconds(1), Duration.ofSeconds(3), Usage.of(1, 2)),
                deliver(stream, false));
    }

    @Test
    void givesAStreamUpThatSaysNothingBetweenTwoPieces() {
        ScriptedStream stream =
                stream().text("a").silence(Duration.ofMinutes(1)).text("b");
        CallException e = breaks(stream, false);
        assertEquals(Failure.TIMED_OUT, e.failure());
        assertTrue(e.getMessage().contains("no content for 3 s"), e.getMessage());
        assertEquals(Duration.ofSeconds(3).toNanos(), clock.get());
        assertEquals("a", client.heard());
        assertTrue(delivery.committed());
    }

    @Test
    void takesPingsForSilence() {
        ScriptedStream stream = stream().text("a");
        for (int i = 0; i < 100; i++) {
            stream.silence(Duration.ofMillis(500)).ping();
        }
        assertEquals(Failure.TIMED_OUT, breaks(stream, false).failure());
        assertEquals(Duration.ofSeconds(3).toNanos(), clock.get());
    }

    @Test
    void takesPiecesWithNothingInThemForSilenceWhereItReadsThem() {
        ScriptedStream stream = stream().text("a");
        for (int i = 0; i < 100; i++) {
            stream.silence(Duration.ofMillis(500)).text("");
        }
        assertEquals(Failure.TIMED_OUT, breaks(stream, true).failure());
        assertEquals(Duration.ofSeconds(3).toNanos(), clock.get());
    }

    @Test
    void doesNotCountTheTimeInWhichItWaitsForASlowClient() throws InterruptedException {
        client.onFrame(() -> clock.addAndGet(Duration.ofSeconds(4).toNanos()));
        deliver(
                stream()
                        .text("a")
                        .silence(Duration.ofSeconds(2))
                        .ping()
                        .silence(Duration.ofMillis(500))
                        .text("b"),
                false);
        assertEquals("ab|end", client.heard());
    }

    @Test
    void givesAStreamUpThatTakesTooLongInAll() {
        ScriptedStream stream = stream().text("a");
        for (int i = 0; i < 100; i++) {
            stream.silence(Duration.ofSeconds(2)).text("b");
        }
        CallException e = breaks(stream, false);
        assertTrue(e.getMessage().contains("20 s in all"), e.getMessage());
        assertEquals(Duration.ofSeconds(20).toNanos(), clock.get());
    }

    @Test
    void commitsNothingOfAWholeAnswerUntilItIsThere() throws InterruptedException {
        Delivery whole = delivery(false);
        Opened breaking = open(stream().text("a").fails(Failure.MALFORMED_REPLY));
        assertThrows(CallException.class, () -> whole.deliver(breaking, call(), PATIENCE, false, stopped::get));
        Opened stalling = open(stream().text("a").silence(Duration.ofMinutes(1)));
        CallException e =
                assertThrows(CallException.class, () -> whole.deliver(stalling, call(), PATIENCE, false, stopped::get));
        assertEquals(Failure.TIMED_OUT, e.failure());
        assertFalse(whole.committed());
        whole.deliver(open(stream().text("b").text("c").finish()), call(), PATIENCE, false, stopped::get);
        assertEquals("bc|whole", client.heard());
    }

    @Test
    void goesOnWhereAStreamBrokeOff() throws InterruptedException {
        breaks(
                stream()
                        .events(new ChatEvent.Started("1", "m"))
                        .text("The quick ")
                        .text("brown ")
                        .fails(Failure.MALFORMED_REPLY),
                true);
        assertEquals(Optional.of("The quick brown "), delivery.continuable());
        Outcome.Answered outcome = carryOn(stream()
                .events(new ChatEvent.Started("2", "n"))
                .text(" fox")
                .text(" jumps")
                .finish());
        assertEquals("<Started>The quick brown fox jumps<Finished>|end", client.heard());
        assertEquals(Usage.of(1, 2), outcome.usage());
        assertEquals(Optional.empty(), delivery.continuable());
    }

    @Test
    void survivesSeveralBreaksInOneCall() throws InterruptedException {
        breaks(stream().text("one two three ").fails(Failure.MALFORMED_REPLY), true);
        assertThrows(CallException.class, () -> carryOn(stream().text("one two").fails(Failure.MALFORMED_REPLY)));
        assertEquals(Optional.of("one two three "), delivery.continuable());
        assertThrows(
                CallException.class,
                () -> carryOn(stream().text("one two three four").text(" five").silence(Duration.ofMinutes(1))));
        assertEquals(Optional.of("one two three four five"), delivery.continuable());
        carryOn(Fakes.whole("three four five six"));
        assertEquals("one two three four five six<Finished>|end", client.heard());
    }

    @Test
    void refusesAnotherAnswerAndLetsAThirdGoOn() throws InterruptedException {
        breaks(stream().text("The capital of France is Paris, a").fails(Failure.MALFORMED_REPLY), true);
        CallException e = assertThrows(
                CallException.class,
                () -> carryOn(stream()
                        .text("The capital of France is the")
                        .text(" city")
                        .finish()));
        assertEquals(Failure.CANNOT_CARRY, e.failure());
        carryOn(stream().text(" city.").finish());
        assertEquals("The capital of France is Paris, a city.<Finished>|end", client.heard());
    }

    @Test
    void keepsTheThoughtsOfTheSecondToItselfAndTellsItsCalls() throws InterruptedException {
        breaks(stream().text("I will look").fails(Failure.MALFORMED_REPLY), true);
        carryOn(stream()
                .events(new ChatEvent.ReasoningDelta(0, "hm", Optional.empty()))
                .text("I will")
                .events(new ChatEvent.ToolCallDelta(0, 0, Optional.of("1"), Optional.of("look"), "{}"))
                .finish());
        assertEquals("I will lookI will<ToolCallDelta><Finished>|end", client.heard());
    }

    @Test
    void doesNotContinueWhatIsMoreThanText() {
        ChatEvent[] more = {
            new ChatEvent.ReasoningDelta(0, "hm", Optional.empty()),
            new ChatEvent.RefusalDelta(0, "no"),
            new ChatEvent.ToolCallDelta(0, 0, Optional.of("1"), Optional.of("t"), "{"),
            new ChatEvent.TextDelta(1, "second"),
            new ChatEvent.Finished(0, FinishReason.Known.STOP),
        };
        for (ChatEvent event : more) {
            breaks(stream().text("a").events(event).fails(Failure.MALFORMED_REPLY), true);
            assertEquals(Optional.empty(), delivery.continuable(), event.toString());
        }
        breaks(stream().text("a").fails(Failure.MALFORMED_REPLY), false);
        assertEquals(Optional.empty(), delivery.continuable());
    }

    @Test
    void saysSomethingAsAnOrdinaryAnswer() throws InterruptedException {
        delivery.tell("rotation/r", "nobody answered");
        delivery(false).tell("rotation/r", "nobody answered");
        assertEquals("<Started>nobody answered<Finished>|endnobody answered|whole", client.heard());
    }

    @Test
    void endsAsStoppedWhenTheCallIsStoppedWhileItWaits() {
        ScriptedStream stream = stream().text("a").then(() -> {
            stopped.set(true);
            Thread.currentThread().interrupt();
            clock.addAndGet(Duration.ofMinutes(1).toNanos());
            openings.sweep();
            throw new InterruptedException();
        });
        assertThrows(InterruptedException.class, () -> deliver(stream, false));
        assertTrue(stream.closed());
    }
}
