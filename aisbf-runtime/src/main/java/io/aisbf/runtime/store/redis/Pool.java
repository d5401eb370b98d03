// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

import io.aisbf.runtime.config.bounds.StoreAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** A few connections that are used again. Any thread may borrow; one that waits gives up by its deadline. */
final class Pool implements AutoCloseable {
    private final StoreAddress address;
    private final Supplier<SSLContext> tls;
    private final LongSupplier nanoTime;
    private final Semaphore places;
    private final ConcurrentLinkedDeque<Link> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Pool(StoreAddress address, Supplier<SSLContext> tls, int most, LongSupplier nanoTime) {
        this.address = address;
        this.tls = tls;
        this.nanoTime = nanoTime;
        this.places = new Semaphore(most, true);
    }

    /** What is done with a connection. */
    interface Work<T> {
        T with(Link link) throws IOException, StoreException;
    }

    /** Does something with a connection, which is used again only if that went well. */
    <T> T borrow(long deadline, Work<T> work) throws IOException, StoreException {
        try {
            if (!places.tryAcquire(deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)) {
                throw new IOException("all connections to it were busy for as long as a question may take");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        Optional<Link> link = Optional.empty();
        boolean well = false;
        try {
            link = Optional.of(fresh(deadline));
            link.get().until(deadline);
            T result = work.with(link.get());
            well = true;
            return result;
        } finally {
            giveBack(link, well);
            places.release();
        }
    }

    private void giveBack(Optional<Link> link, boolean well) {
        if (well && !closed) {
            link.ifPresent(idle::push);
        } else {
            link.ifPresent(Link::close);
        }
        if (!well || closed) {
            // What ended this one has ended the others as well: a restart of the server, most likely.
            drop();
        }
    }

    private Link fresh(long deadline) throws IOException {
        for (Link used = idle.poll(); used != null; used = idle.poll()) {
            if (used.quiet()) {
                return used;
            }
            used.close();
        }
        return connect(deadline);
    }

    /** Connects on another thread, because looking up a name knows no deadline. */
    private Link connect(long deadline) throws IOException {
        CompletableFuture<Link> opening = new CompletableFuture<>();
        Thread.ofVirtual().name("store connects").start(() -> {
            try {
                Link link = Link.open(address, tls, nanoTime, deadline);
                if (!opening.complete(link)) {
                    link.close();
                }
            } catch (IOException | RuntimeException e) {
                opening.completeExceptionally(e);
            }
        });
        try {
            return opening.get(deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(words(Optional.ofNullable(e.getCause()).orElse(e)), e);
        } catch (TimeoutException e) {
            throw abandoned(opening, new IOException("no connection to it comes about in time", e));
        } catch (InterruptedException e) {
            throw abandoned(opening, interrupted());
        }
    }

    private static IOException abandoned(CompletableFuture<Link> opening, IOException why) {
        if (!opening.completeExceptionally(why) && !opening.isCompletedExceptionally()) {
            opening.join().close();
        }
        return why;
    }

    /** What went wrong; an unknown host's message is nothing but its name. */
    static String words(Throwable cause) {
        String message = Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
        return cause instanceof UnknownHostException ? "nobody knows the address of " + message : message;
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("nobody waits for it any longer");
    }

    private void drop() {
        for (Link link = idle.poll(); link != null; link = idle.poll()) {
            link.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }
}
