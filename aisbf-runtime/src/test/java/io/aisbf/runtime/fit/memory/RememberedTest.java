// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final AtomicInteger worked = new AtomicInteger();
    private final Remembered<String> remembered = new Remembered<>(100, String::length);

    private String get(String key, String value) throws InterruptedException {
        return remembered.get(new Remembered.Key(key), () -> {
            worked.incrementAndGet();
            return value;
        });
    }

    @Test
    void worksASecondTimeForNobody() throws InterruptedException {
        assertEquals("one", get("a", "one"));
        assertEquals("one", get("a", "two"));
        assertEquals(1, worked.get());
    }

    @Test
    void forgetsWhatWasNotUsedLongest() throws InterruptedException {
        for (String key : List.of("a", "b", "c", "d")) {
            get(key, "x".repeat(25));
        }
        get("a", "other");
        get("e", "x".repeat(25));
        assertEquals(5, worked.get());
        get("a", "other");
        assertEquals(5, worked.get());
        get("b", "other");
        assertEquals(6, worked.get());
    }

    @Test
    void doesNotKeepWhatIsTooHeavy() throws InterruptedException {
        get("a", "x".repeat(26));
        get("a", "x".repeat(26));
        assertEquals(2, worked.get());
    }

    @Test
    void whatFailedIsTriedAgain() throws InterruptedException {
        assertThrows(
                IllegalStateException.class,
                () -> remembered.get(new Remembered.Key("a"), () -> {
                    throw new IllegalStateException("not today");
                }));
        assertEquals("one", get("a", "one"));
    }

    @Test
    void manyAtOnceWorkOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        List<Future<String>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(threads.submit(() -> {
                    all.countDown();
                    all.await();
                    return get("a", "one");
                }));
            }
            for (Future<String> answer : answers) {
                assertEquals("one", answer.get());
            }
        }
        assertEquals(1, worked.get());
    }
}
