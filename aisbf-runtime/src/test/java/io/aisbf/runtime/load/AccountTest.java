// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever calls do, one after another or all at a time, the account of bytes is right. */
@Timeout(30)
class AccountTest {
    private static final long HEAP = 3L << 20;
    private static final long BOUND = HEAP / 3;

    private final Load load = new Load(0, new FakeHeap(HEAP), () -> 0);

    private final List<Load.Admission> open = new ArrayList<>();
    private final List<Long> held = new ArrayList<>();

    private long sum() {
        return held.stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void isTheSumOfWhatIsHeldAfterEveryStep() {
        SplittableRandom random = new SplittableRandom(7);
        for (int step = 0; step < 100_000; step++) {
            if (open.isEmpty() || random.nextInt(4) == 0) {
                open.add(load.admit());
                held.add(0L);
            }
            step(random.nextInt(open.size()), random.nextLong(BOUND / 8), random.nextInt(5));
            assertEquals(sum(), load.bytes());
            assertEquals(open.size(), load.calls());
        }
    }

    private void step(int one, long amount, int what) {
        switch (what) {
            case 0, 1 -> {
                if (sum() + amount <= BOUND) {
                    open.get(one).hold(amount);
                    held.set(one, held.get(one) + amount);
                } else {
                    assertThrows(CallException.class, () -> open.get(one).hold(amount));
                }
            }
            case 2 -> {
                open.get(one).settle(amount);
                held.set(one, Math.min(held.get(one), amount));
            }
            default -> {
                Load.Admission gone = open.remove(one);
                held.remove(one);
                gone.close();
                gone.close();
            }
        }
    }

    @Test
    void neverGoesOverItsBoundAndEndsAtNothingWhenManyReadAtATime() throws Exception {
        List<Future<Boolean>> readers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            SplittableRandom random = new SplittableRandom(8);
            for (int i = 0; i < 2_000; i++) {
                int size = random.nextInt(200_000);
                readers.add(callers.submit(() -> reads(size)));
            }
            int admitted = 0;
            for (Future<Boolean> reader : readers) {
                admitted += reader.get() ? 1 : 0;
            }
            assertTrue(admitted > 0, "nobody got in");
        }
        assertEquals(0, load.bytes());
        assertEquals(0, load.calls());
    }

    private boolean reads(int size) throws IOException {
        try (Load.Admission admission = load.admit()) {
            byte[] body = Body.upTo(slow(size), 1 << 20, admission);
            assertEquals(size, body.length);
            assertTrue(load.bytes() >= size && load.bytes() <= BOUND, "held " + load.bytes());
            return true;
        } catch (CallException e) {
            return false;
        }
    }

    /** A body that comes in small pieces, with others in between. */
    private static InputStream slow(int size) {
        return new FilterInputStream(new ByteArrayInputStream(new byte[size])) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                LockSupport.parkNanos(20_000);
                return super.read(into, from, Math.min(length, 4_096));
            }
        };
    }

    @Test
    void readsNoMoreThanItIsAllowedAndHoldsWhatItRead() throws IOException {
        for (int size : new int[] {0, 1, 16_383, 16_384, 16_385, 100_000}) {
            byte[] sent = new byte[size];
            new SplittableRandom(size).nextBytes(sent);
            try (Load.Admission admission = load.admit()) {
                assertArrayEquals(sent, Body.upTo(new ByteArrayInputStream(sent), 100_001, admission));
                assertEquals(size, load.bytes());
            }
        }
        try (Load.Admission admission = load.admit()) {
            assertEquals(5_000, Body.upTo(new ByteArrayInputStream(new byte[9_000]), 5_000, admission).length);
        }
    }
}
