// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The model, loaded when it is first needed, and a few threads of its own to run it: a virtual thread in native code
 * keeps its carrier, and as many of them as there are cores would stop the whole gateway for as long as a text takes.
 * Whoever waits here waits on a virtual thread that can be interrupted. The threads end ten seconds after the last text.
 * For any number of callers at once.
 */
final class Engine implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    /** More than a text takes on the slowest machine. */
    private static final long LAST_TEXT_SECONDS = 30;

    private final Size size;
    private final Loading loading;
    private final ThreadPoolExecutor workers;
    private Optional<Future<MiniLm>> model = Optional.empty();

    Engine(Size size, Loading loading) {
        this.size = size;
        this.loading = loading;
        workers = new ThreadPoolExecutor(
                size.parallel(),
                size.parallel(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("aisbf-local-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * How much of the machine it may take.
     *
     * @param threads how many threads one text may use
     * @param parallel how many texts are embedded at once
     */
    record Size(int threads, int parallel) {}

    /** Loads a model. */
    @FunctionalInterface
    interface Loading {
        /** Loads it, for that many threads a text. */
        MiniLm load(int threads) throws IOException;
    }

    /**
     * The model; the first call waits until it is loaded. A failure to load it is that of all who wait, and the next
     * call tries again.
     *
     * @throws OnnxException if there is no native library that can be used
     * @throws IOException if the jar is broken, or there is no place to unpack the library
     */
    MiniLm model() throws IOException, InterruptedException {
        return await(loading());
    }

    /**
     * Embeds texts, each for itself. No more of them than are embedded at once stand in the queue, so that a long list
     * does not keep everybody else waiting.
     *
     * @param texts the numbers of the pieces of each
     * @return their vectors, in their order
     * @throws OnnxException if the native library fails
     */
    List<float[]> embed(List<int[]> texts) throws IOException, InterruptedException {
        MiniLm loaded = model();
        List<float[]> vectors = new ArrayList<>(texts.size());
        Queue<Future<float[]>> begun = new ArrayDeque<>();
        Iterator<int[]> rest = texts.iterator();
        try {
            while (vectors.size() < texts.size()) {
                while (rest.hasNext() && begun.size() < size.parallel()) {
                    int[] text = rest.next();
                    begun.add(workers.submit(() -> loaded.embed(text)));
                }
                vectors.add(await(begun.remove()));
            }
            return vectors;
        } finally {
            // What has not begun is dropped; what runs, ends in its own time.
            begun.forEach(future -> future.cancel(false));
        }
    }

    /** Frees the model once the last text is embedded, which may be one that nobody waits for any more. */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (workers.awaitTermination(LAST_TEXT_SECONDS, TimeUnit.SECONDS)) {
                free();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Future<MiniLm> loading() {
        boolean failed = model.filter(Future::isDone)
                .filter(done -> done.state() != Future.State.SUCCESS)
                .isPresent();
        if (model.isEmpty() || failed) {
            model = Optional.of(workers.submit(() -> loading.load(size.threads())));
        }
        return model.get();
    }

    private synchronized void free() {
        model.filter(done -> done.state() == Future.State.SUCCESS)
                .map(Future::resultNow)
                .ifPresent(MiniLm::close);
        model = Optional.empty();
    }

    private static <T> T await(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException told) {
                throw told;
            }
            if (e.getCause() instanceof OnnxException told) {
                throw told;
            }
            throw new IllegalStateException("a text could not be embedded: " + e.getCause(), e);
        } catch (CancellationException e) {
            throw new IllegalStateException("the provider was closed while it was asked", e);
        }
    }
}
