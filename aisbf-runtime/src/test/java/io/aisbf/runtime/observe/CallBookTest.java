// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.testing.Together;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallBookTest {
    private final AtomicLong clock = new AtomicLong();

    private CallRecord call(String id) {
        CallRecord call = new CallRecord(id, Instant.EPOCH, "POST", "/v1/messages", clock::incrementAndGet);
        call.asked("rotation/r", false);
        return call;
    }

    private static void end(CallBook book, CallRecord call) {
        call.ended(0);
        book.ended(call);
    }

    private static List<String> ids(CallBook book, int limit) {
        return book.newest(limit).stream().map(CallRecord::id).toList();
    }

    @Test
    void knowsWhatIsUnderWayAndTheLastThatAreOver() {
        CallBook book = new CallBook(2);
        CallRecord running = call("running");
        book.begun(running);
        for (String id : List.of("a", "b", "c")) {
            CallRecord call = call(id);
            book.begun(call);
            end(book, call);
        }
        assertEquals(List.of("c", "b", "running"), ids(book, 50));
        assertEquals(List.of("c"), ids(book, 1));
        assertFalse(book.find("a").isPresent());
        assertTrue(book.find("running").isPresent());
        end(book, running);
        assertEquals(List.of("c", "running"), ids(book, 50));
    }

    @Test
    void keepsOnlyCalls() {
        CallBook book = new CallBook(10);
        CallRecord health = new CallRecord("h", Instant.EPOCH, "GET", "/health/live", clock::get);
        book.begun(health);
        assertEquals(List.of(), ids(book, 50));
        end(book, health);
        CallRecord refused = new CallRecord("x", Instant.EPOCH, "POST", "/v1/messages", clock::get);
        refused.failed(Failure.INVALID_REQUEST, "the body is not a valid JSON object");
        end(book, refused);
        assertEquals(List.of("x"), ids(book, 50));
    }

    @Test
    void isNotWithoutACallWhileItEnds() throws InterruptedException {
        CallBook book = new CallBook(10);
        CallRecord call = call("c");
        book.begun(call);
        Thread ending;
        // Whoever ends a call wants this lock, and so comes to a stand in the middle.
        synchronized (book) {
            ending = Thread.ofPlatform().start(() -> end(book, call));
            while (ending.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            assertTrue(book.find("c").isPresent());
            assertEquals(List.of("c"), ids(book, 50));
        }
        ending.join();
        assertEquals(List.of("c"), ids(book, 50));
    }

    @Test
    void staysBoundedAndFindsTheNewestWhileManyWrite() throws InterruptedException {
        CallBook book = new CallBook(100);
        AtomicInteger names = new AtomicInteger();
        Together.run(8, () -> {
            String name = "t" + names.incrementAndGet() + "-";
            for (int i = 0; i < 2_000; i++) {
                CallRecord call = call(name + i);
                book.begun(call);
                assertTrue(book.find(call.id()).isPresent());
                assertTrue(book.newest(50).size() <= 50);
                end(book, call);
            }
            return name;
        });
        assertEquals(100, book.newest(10_000).size());
        assertEquals(100, ids(book, 10_000).stream().distinct().count());
        assertTrue(ids(book, 10_000).stream().allMatch(id -> book.find(id).isPresent()));
    }

    @Test
    void holdsNoMoreThanTheBeginningOfWhatClientsSend() {
        CallRecord call = new CallRecord("r", Instant.EPOCH, "POST", "/" + "p".repeat(60_000), clock::get);
        call.asked("m".repeat(1_000_000), true);
        call.failed(Failure.UNKNOWN_TARGET, "w".repeat(1_000_000));
        call.losses("l".repeat(1_000_000));
        call.attempt("t".repeat(1_000_000));
        call.ended(7_000_000);
        JsonWriter json = new JsonWriter().object();
        call.describe(json);
        int length = json.end().finish().toString().length();
        assertTrue(length < 4_000, () -> "length " + length);
        assertTrue(call.line().length < 4_000);
    }
}
