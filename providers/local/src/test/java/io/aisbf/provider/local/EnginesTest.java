// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.testing.Together;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When the model is loaded, who shares it, and what becomes of those who wait. */
class EnginesTest {
    private static final EmbeddingRequest ONE = EmbeddingRequest.of(MiniLm.NAME, List.of("one"));

    private final AtomicInteger loads = new AtomicInteger();

    @Test
    void nothingIsLoadedUntilTheFirstTextComesAndThenOnce() throws Exception {
        LocalFactory factory = new LocalFactory(new Engines(this::load));
        Provider first = LocalTest.create(factory, Map.of());
        assertEquals(Optional.empty(), first.unavailable());
        assertEquals(0, loads.get());
        Together.run(8, () -> embed(first));
        assertEquals(1, loads.get());

        // A reload: the new one is made before the old one is closed.
        Provider second = LocalTest.create(factory, Map.of());
        first.close();
        embed(second);
        assertEquals(1, loads.get());
        second.close();

        try (Provider third = LocalTest.create(factory, Map.of())) {
            embed(third);
        }
        assertEquals(2, loads.get());
    }

    @Test
    void otherSizesHaveTheirOwn() throws Exception {
        LocalFactory factory = new LocalFactory(new Engines(this::load));
        try (Provider one = LocalTest.create(factory, Map.of("threads", 1));
                Provider two = LocalTest.create(factory, Map.of("threads", 2))) {
            embed(one);
            embed(two);
        }
        assertEquals(2, loads.get());
    }

    @Test
    void whoWaitsForTheModelCanBeInterrupted() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        LocalFactory factory = new LocalFactory(new Engines(threads -> {
            try {
                slow.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return MiniLm.load(threads);
        }));
        try (Provider provider = LocalTest.create(factory, Map.of())) {
            assertInstanceOf(InterruptedException.class, Together.interrupted(() -> embed(provider)));
            slow.countDown();
            assertEquals(1, embed(provider).vectors().size());
        }
    }

    /** Freed too early, the text that still runs would end the process. */
    @Test
    void whatIsStillRunningAfterAnInterruptIsNotFreed() throws Exception {
        // Minutes of work, so that none of them is done before it is interrupted.
        List<String> texts = Collections.nCopies(2_000, "word ".repeat(500));
        for (int i = 0; i < 3; i++) {
            try (Provider provider = LocalTest.create(new LocalFactory(), Map.of("parallel", 2))) {
                embed(provider);
                Throwable end = Together.interrupted(() -> ((Provider.Embeddings) provider)
                        .embed(EmbeddingRequest.of(MiniLm.NAME, texts), LocalTest.call()));
                assertInstanceOf(InterruptedException.class, end);
            }
        }
    }

    @Test
    void aMachineWithoutTheLibraryIsUnavailableFromThenOn() throws Exception {
        LocalFactory factory = new LocalFactory(new Engines(_ -> {
            loads.incrementAndGet();
            throw new OnnxException("there is no libstdc++ here");
        }));
        try (Provider provider = LocalTest.create(factory, Map.of())) {
            CallException told = assertThrows(CallException.class, () -> embed(provider));
            assertEquals(Failure.UNAVAILABLE, told.failure());
            assertEquals("there is no libstdc++ here", told.getMessage());
            assertEquals(Optional.of("there is no libstdc++ here"), provider.unavailable());
        }
    }

    @Test
    void aFullDiskIsTriedAgain() throws Exception {
        LocalFactory factory = new LocalFactory(new Engines(threads -> {
            if (loads.incrementAndGet() == 1) {
                throw new IOException("no space left");
            }
            return MiniLm.load(threads);
        }));
        try (Provider provider = LocalTest.create(factory, Map.of())) {
            CallException told = assertThrows(CallException.class, () -> embed(provider));
            assertEquals("the model cannot be loaded: no space left", told.getMessage());
            assertEquals(Optional.empty(), provider.unavailable());
            assertEquals(1, embed(provider).vectors().size());
        }
    }

    private MiniLm load(int threads) throws IOException {
        loads.incrementAndGet();
        return MiniLm.load(threads);
    }

    private static EmbeddingReply embed(Provider provider) throws Exception {
        return ((Provider.Embeddings) provider).embed(ONE, LocalTest.call());
    }
}
