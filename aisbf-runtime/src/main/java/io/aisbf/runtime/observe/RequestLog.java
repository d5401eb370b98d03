// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One line of JSON for each request, written by one platform thread in batches, so that no call waits for a disk or a
 * pipe unless the queue is full. Nothing is dropped: when 8192 lines wait, calls wait too. What the log is told, the
 * {@link CallBook} remembers for a while.
 */
public final class RequestLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RequestLog.class.getName());
    private static final int WAITING = 8192;
    private static final byte[] END = {};

    /** For so long lines come together: waking the writer for each of them costs a small call 8 us of CPU. */
    private static final Duration GATHERING = Duration.ofMillis(5);

    private final OutputStream out;
    private final LongSupplier nanoTime;
    private final CallBook book;
    private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>(WAITING);
    private final Thread writer =
            Thread.ofPlatform().name("request-log").daemon().unstarted(this::write);

    private RequestLog(OutputStream out, LongSupplier nanoTime, CallBook book) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.book = book;
    }

    /** A log that writes to a stream it does not close, and whose calls nobody remembers. */
    public static RequestLog start(OutputStream out, LongSupplier nanoTime) {
        return start(out, nanoTime, new CallBook(0));
    }

    /** A log that writes to a stream it does not close. */
    public static RequestLog start(OutputStream out, LongSupplier nanoTime, CallBook book) {
        RequestLog log = new RequestLog(out, nanoTime, book);
        log.writer.start();
        return log;
    }

    /** Notes a request that begins; never blocks. */
    public void begin(CallRecord call) {
        book.begun(call);
    }

    /**
     * Writes the line of a request that is over. Called by the thread that carried it; blocks only when the queue is
     * full.
     */
    public void add(CallRecord call) {
        call.ended(nanoTime.getAsLong());
        book.ended(call);
        if (!call.logged()) {
            put(call.line());
        }
    }

    /** Writes what is left and ends. */
    @Override
    public void close() {
        put(END);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Queues a line even while the thread is being interrupted: a call that was cancelled is logged like any other. */
    private void put(byte[] line) {
        boolean interrupted = false;
        while (true) {
            try {
                lines.put(line);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<byte[]> batch = new ArrayList<>();
        boolean more = true;
        while (more) {
            batch.clear();
            try {
                batch.add(lines.take());
            } catch (InterruptedException e) {
                return;
            }
            if (batch.getFirst() != END) {
                LockSupport.parkNanos(GATHERING.toNanos());
            }
            lines.drainTo(batch);
            more = batch.stream().noneMatch(line -> line == END);
            try {
                for (byte[] line : batch) {
                    out.write(line);
                }
                out.flush();
            } catch (IOException e) {
                LOG.log(WARNING, "the request log cannot be written: {0}", e.getMessage());
            }
        }
    }
}
