// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.Fold;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.api.testing.Together;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EchoStreamTest {
    private final FakePatience patience = new FakePatience();

    @Test
    void saysWordByWord() throws Exception {
        assertEquals(
                List.of(
                        List.of(new ChatEvent.Started("echo-call", "test-model"), new ChatEvent.TextDelta(0, "one")),
                        List.of(new ChatEvent.TextDelta(0, " two")),
                        List.of(new ChatEvent.TextDelta(0, " three")),
                        List.of(
                                new ChatEvent.Finished(0, FinishReason.Known.STOP),
                                new ChatEvent.Counted(Usage.of(3, 3)))),
                frames(stream(Map.of(), "one two three")));
    }

    @Test
    void saysSeveralWordsAtATime() throws Exception {
        List<List<ChatEvent>> frames = frames(stream(Map.of("chunk", 2), "one two three"));
        assertEquals(3, frames.size());
        assertEquals(List.of(new ChatEvent.TextDelta(0, " three")), frames.get(1));
    }

    @Test
    void beginsAndEndsEvenWhenItSaysNothing() throws Exception {
        assertEquals(2, frames(stream(Map.of("length", 0), "one")).size());
    }

    @Test
    void waitsBeforeTheFirstFrameAndBetweenTheOthers() throws Exception {
        frames(stream(Map.of("delay", "2s", "chunk_delay", "100ms"), "one two three"));
        assertEquals(List.of(Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofMillis(100)), patience.pauses());
    }

    @Test
    void isReadyWhenItsNextFrameIsDue() throws Exception {
        ChatReply.Stream stream = stream(Map.of("delay", "2s", "chunk_delay", "100ms"), "one two");
        assertFalse(stream.ready());
        patience.pass(Duration.ofSeconds(2));
        assertTrue(stream.ready());
        stream.next();
        assertFalse(stream.ready(), "the second word is due in 100 ms");
        patience.pass(Duration.ofMillis(100));
        assertTrue(stream.ready());
        stream.next();
        assertTrue(stream.ready(), "the end comes with the last word");
        stream.next();
        assertTrue(stream.ready(), "that it is complete is known");
        assertEquals(Optional.empty(), stream.next());
        assertEquals(List.of(), patience.pauses());
    }

    @Test
    void breaksAfterSomeFrames() throws Exception {
        ChatReply.Stream stream = stream(Map.of("fail_after", 2), "one two three");
        stream.next();
        stream.next();
        CallException broken = assertThrows(CallException.class, stream::next);
        assertEquals(Failure.MALFORMED_REPLY, broken.failure());
        assertThrows(CallException.class, stream::next, "it stays broken");
    }

    @Test
    void breaksWithTheFailureItIsTold() throws Exception {
        ChatReply.Stream stream = stream(Map.of("fail_after", 0, "fail", "OVERLOADED"), "one");
        assertEquals(
                Failure.OVERLOADED,
                assertThrows(CallException.class, stream::next).failure());
        assertThrows(
                CallException.class,
                () -> echo(Map.of("fail_after", 2)).chat(Asked.of("one"), call()),
                "a whole answer breaks at once");
    }

    @Test
    void canBreakInsteadOfEnding() throws Exception {
        ChatReply.Stream stream = stream(Map.of("fail_after", 2), "one");
        stream.next();
        stream.next();
        assertThrows(CallException.class, stream::next);
        assertEquals(2, frames(stream(Map.of("fail_after", 3), "one")).size());
    }

    @Test
    void refusesBeforeTheStreamBegins() {
        assertThrows(CallException.class, () -> stream(Map.of("fail", "OVERLOADED", "delay", "1s"), "one"));
        assertEquals(List.of(Duration.ofSeconds(1)), patience.pauses());
    }

    @Test
    void doesNotWaitBeyondTheDeadlineOfTheCall() throws Exception {
        Call call = Call.start("call", Call.Client.NOBODY, Duration.ofSeconds(3), patience::nanoTime);
        ChatReply.Stream stream = (ChatReply.Stream)
                echo(Map.of("delay", "1h")).chat(Asked.of("one").withStreaming(true), call);
        CallException late = assertThrows(CallException.class, stream::next);
        assertEquals(Failure.TIMED_OUT, late.failure());
        assertEquals(List.of(Duration.ofSeconds(3)), patience.pauses());
    }

    @Test
    void closingEndsAWaitInAnotherThread() throws Exception {
        ChatReply.Stream stream = (ChatReply.Stream) new EchoFactory()
                .create(MapSettings.of(Map.of("delay", "1d")), FixedContext.of(new PlainJson()))
                .chat(Asked.of("one").withStreaming(true), Call.start("call", Duration.ofDays(2)));
        CountDownLatch ended = new CountDownLatch(1);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                stream.next();
            } catch (Throwable t) {
                thrown.add(t);
            }
            ended.countDown();
        });
        stream.close();
        ended.await();
        reader.join();
        assertEquals(
                Failure.CALLER_GONE,
                assertInstanceOf(CallException.class, thrown.getFirst()).failure());
    }

    @Test
    void anInterruptIsNoticedWithoutAWait() throws Exception {
        ChatReply.Stream stream = stream(Map.of(), "one two");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, stream::next);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anInterruptEndsAWaitBetweenTwoFrames() throws Exception {
        ChatReply.Stream stream = (ChatReply.Stream) new EchoFactory()
                .create(MapSettings.of(Map.of("chunk_delay", "1d")), FixedContext.of(new PlainJson()))
                .chat(Asked.of("one two").withStreaming(true), Call.start("call", Duration.ofDays(2)));
        assertInstanceOf(InterruptedException.class, Together.interrupted(() -> Fold.whole(stream)));
    }

    private ChatReply.Stream stream(Map<String, Object> settings, String text) throws Exception {
        return (ChatReply.Stream) echo(settings).chat(Asked.of(text).withStreaming(true), call());
    }

    private Echo echo(Map<String, Object> settings) {
        return (Echo) new EchoFactory(patience).create(MapSettings.of(settings), FixedContext.of(new PlainJson()));
    }

    private static List<List<ChatEvent>> frames(ChatReply.Stream stream) throws Exception {
        List<List<ChatEvent>> frames = new ArrayList<>();
        for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
            frames.add(frame.get().events());
        }
        return frames;
    }

    private static Call call() {
        return Call.start("call", Duration.ofMinutes(1));
    }
}
