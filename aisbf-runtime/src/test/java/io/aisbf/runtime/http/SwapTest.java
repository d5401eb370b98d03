// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SwapTest {
    /** Something that notices being used after it was closed. */
    private static final class Thing implements AutoCloseable {
        private final AtomicInteger closings = new AtomicInteger();

        @Override
        public void close() {
            closings.incrementAndGet();
        }
    }

    @Test
    void closesAReplacedVersionWhenItsLastLeaseEnds() {
        Thing first = new Thing();
        Thing second = new Thing();
        Swap<Thing> swap = new Swap<>(first);
        Swap.Lease<Thing> one = swap.lease();
        Swap.Lease<Thing> two = swap.lease();
        swap.replace(second);
        one.close();
        assertEquals(0, first.closings.get());
        two.close();
        assertEquals(1, first.closings.get());
        try (Swap.Lease<Thing> now = swap.lease()) {
            assertSame(second, now.value());
        }
        assertEquals(0, second.closings.get());
        swap.close();
        assertEquals(1, second.closings.get());
    }

    @Test
    void neverLeasesAClosedVersionHoweverManyReplaceIt() throws Exception {
        Swap<Thing> swap = new Swap<>(new Thing());
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> users = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                users.add(threads.submit(() -> {
                    int bad = 0;
                    while (!stop.get()) {
                        try (Swap.Lease<Thing> lease = swap.lease()) {
                            bad += lease.value().closings.get();
                        }
                    }
                    return bad;
                }));
            }
            List<Thing> replaced = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                Thing next = new Thing();
                swap.replace(next);
                replaced.add(next);
            }
            stop.set(true);
            for (Future<Integer> user : users) {
                assertEquals(0, user.get(20, TimeUnit.SECONDS));
            }
            replaced.removeLast();
            replaced.forEach(thing -> assertEquals(1, thing.closings.get()));
        }
    }
}
