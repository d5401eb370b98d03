// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.load;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final long HEAP = 3_000;

    private final FakeHeap heap = new FakeHeap(HEAP);
    private long now;

    private Load load(int maxCalls) {
        return new Load(maxCalls, heap, () -> now);
    }

    private static CallException refused(Load load) {
        return assertThrows(CallException.class, load::admit);
    }

    @Test
    void takesSoManyCallsAndNoMore() {
        Load load = load(2);
        Load.Admission first = load.admit();
        load.admit();

        CallException failure = refused(load);
        assertEquals(Failure.OVERLOADED, failure.failure());
        assertEquals(Optional.of(Duration.ofSeconds(1)), failure.details().retryAfter());
        assertTrue(failure.getMessage().contains("server.max_calls"), failure.getMessage());

        first.close();
        first.close();
        assertEquals(1, load.calls());
        load.admit();
        assertEquals(Failure.OVERLOADED, refused(load).failure());
    }

    @Test
    void takesAnyNumberWhereNoneIsNamed() {
        Load load = load(0);
        for (int i = 0; i < 10_000; i++) {
            load.admit();
        }

        assertEquals(10_000, load.calls());
    }

    @Test
    void holdsNoMoreThanAThirdOfTheHeap() {
        Load load = load(0);
        Load.Admission first = load.admit();
        Load.Admission second = load.admit();
        first.hold(600);
        second.hold(400);

        CallException failure = assertThrows(CallException.class, () -> second.hold(1));
        assertEquals(Failure.OVERLOADED, failure.failure());
        assertTrue(failure.details().retryAfter().isPresent());
        assertEquals(1_000, load.bytes());

        first.settle(100);
        second.hold(500);
        second.close();
        first.close();
        assertEquals(0, load.bytes());
    }

    @Test
    void saysOfABodyThatWouldNeverFitThatItIsTooLarge() {
        Load load = load(0);
        Load.Admission admission = load.admit();

        CallException failure = assertThrows(CallException.class, () -> admission.hold(1_001));
        assertEquals(Failure.REQUEST_TOO_LARGE, failure.failure());
    }

    @Test
    void refusesWhileWhatLivesFillsTheHeapAndTakesCallsAgainWhenItNoLongerDoes() {
        Load load = load(0);
        load.admit();
        heap.live = 0.93;
        heap.collections++;
        now += Duration.ofMillis(100).toNanos();
        assertEquals(Failure.OVERLOADED, refused(load).failure());

        heap.live = 0.5;
        heap.collections++;
        assertEquals(Failure.OVERLOADED, refused(load).failure());

        now += Duration.ofMillis(100).toNanos();
        assertDoesNotThrow(load::admit);
    }

    @Test
    void triesAgainWhenNoCollectionComesBecauseEveryCallIsRefused() {
        heap.live = 0.99;
        Load load = load(0);
        refused(load);
        now += Duration.ofMillis(4_900).toNanos();
        refused(load);

        now += Duration.ofMillis(100).toNanos();
        load.admit();

        heap.collections++;
        now += Duration.ofMillis(100).toNanos();
        refused(load);
    }

    @Test
    void knowsTheHeapOfThisProcess() {
        Heap own = Heap.ofThisProcess();
        System.gc();

        assertEquals(Runtime.getRuntime().maxMemory(), own.most());
        assertTrue(own.live() > 0 && own.live() < 1, "live: " + own.live());
        assertTrue(own.collections() > 0);
    }
}
