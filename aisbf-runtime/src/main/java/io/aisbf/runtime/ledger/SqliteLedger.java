// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import io.aisbf.runtime.ledger.Ledger.State.Condition;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The ledger in a file of SQLite. Lives as long as the gateway. Nothing is opened, and SQLite is not even loaded, before
 * the first booking or question; both may come from any thread, virtual ones too. A booking is put into a queue of
 * {@value #WAITING}, which costs about a microsecond, and is on the disk some twenty milliseconds later; when the queue is full, because the disk is full or gone for long, the
 * booking is lost, which is counted and said.
 */
public final class SqliteLedger implements Ledger {
    private static final System.Logger LOGGER = System.getLogger(SqliteLedger.class.getName());
    private static final int WAITING = 100_000;
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
    private static final long BETWEEN_WORDS = Duration.ofMinutes(1).toMillis();

    private final LedgerPlace place;
    private final InstantSource clock;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(WAITING);
    private final Writer writer;
    private final Thread thread;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong said = new AtomicLong(Long.MIN_VALUE);

    /** One question at a time: each costs a thread and reads much. */
    private final ReentrantLock asking = new ReentrantLock(true);

    private volatile boolean closed;

    private SqliteLedger(Path file, Duration keep, long maxBytes, InstantSource clock) {
        this.clock = clock;
        place = new LedgerPlace(file);
        writer = new Writer(place, queue, new Bounds(keep, maxBytes, clock), clock, this::lose);
        thread = Thread.ofPlatform().name("ledger").daemon().unstarted(writer);
    }

    /**
     * A ledger in that file, which is made at the first booking or question.
     *
     * @param keep how long an attempt is kept
     * @param maxBytes how large the file may grow; the oldest days go first
     */
    public static Ledger open(Path file, Duration keep, long maxBytes, InstantSource clock) {
        return new SqliteLedger(file, keep, maxBytes, clock);
    }

    @Override
    public void book(Entry entry) {
        boolean kept = !closed && state().condition() != Condition.REFUSED && queue.offer(new Item.Row(entry));
        if (!kept) {
            lose(1);
        }
        begin();
    }

    private void begin() {
        if (!started.get() && !closed && started.compareAndSet(false, true)) {
            thread.start();
        }
    }

    private void lose(long attempts) {
        long all = lost.addAndGet(attempts);
        long now = clock.millis();
        long last = said.get();
        boolean silent = last > now || now - BETWEEN_WORDS >= last;
        if (silent && said.compareAndSet(last, now)) {
            String why = state().words();
            LOGGER.log(
                    Level.ERROR,
                    "Attempts that the ledger {0} could not keep since the start: {1}. Sums, limits and budgets do not"
                            + " know of them. {2}",
                    place.file(),
                    Long.toString(all),
                    why.isEmpty() ? "More were booked than the disk can take." : why);
        }
    }

    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public State state() {
        return writer.state();
    }

    /**
     * Waits until all that this thread booked before is on the disk.
     *
     * @throws LedgerException if it cannot be written now, or not in ten seconds
     */
    void awaitCommitted() {
        Item.Mark mark = new Item.Mark();
        boolean reached;
        begin();
        try {
            reached =
                    !closed && state().condition() != Condition.REFUSED && writer.hurry(mark, PATIENCE) && waited(mark);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerException("The wait for the ledger was interrupted.", e);
        }
        if (!reached || !mark.problem().isEmpty()) {
            throw new LedgerException(excuse(mark));
        }
    }

    /** Waits for a mark that nobody may come to any more, because the writer ended as it was put into the queue. */
    private boolean waited(Item.Mark mark) throws InterruptedException {
        long step = PATIENCE / 100;
        for (long waited = 0; waited < PATIENCE; waited += step) {
            if (mark.await(step)) {
                return true;
            }
            if (!thread.isAlive()) {
                return mark.await(0);
            }
        }
        return false;
    }

    private String excuse(Item.Mark mark) {
        if (!mark.problem().isEmpty()) {
            return mark.problem();
        }
        String why = state().words();
        return why.isEmpty()
                ? "The ledger " + place.file() + (closed ? " is closed." : " is too busy to answer.")
                : why;
    }

    @Override
    public List<Sum> usage(Question question) {
        return ask(connection -> Questions.usage(connection, question));
    }

    @Override
    public void since(Instant from, Consumer<Entry> reader) {
        ask(connection -> {
            Questions.since(connection, from, reader);
            return true;
        });
    }

    /** Something read from the ledger. */
    private interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    /** Reads on a platform thread, with a connection that lives as long as that. */
    private <T> T ask(Reading<T> reading) {
        awaitCommitted();
        asking.lock();
        try {
            CompletableFuture<T> answer = new CompletableFuture<>();
            Thread.ofPlatform().name("ledger-question").daemon().start(() -> read(reading, answer));
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerException("The wait for the ledger was interrupted.", e);
        } catch (ExecutionException e) {
            throw unread(e);
        } finally {
            asking.unlock();
        }
    }

    private <T> void read(Reading<T> reading, CompletableFuture<T> answer) {
        try (Connection connection = Database.connect(place.file(), true)) {
            answer.complete(reading.from(connection));
        } catch (SQLException | RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    private RuntimeException unread(ExecutionException failure) {
        return switch (failure.getCause()) {
            case SQLException e -> {
                if (Trouble.broken(e)) {
                    writer.suspect();
                }
                yield new LedgerException(Trouble.words(place.file(), e), e);
            }
            case RuntimeException e -> e;
            case null, default -> new LedgerException("The ledger " + place.file() + " could not be read.", failure);
        };
    }

    @Override
    public void close() {
        closed = true;
        if (!started.get()) {
            return;
        }
        writer.end();
        try {
            if (!thread.join(Duration.ofNanos(PATIENCE))) {
                LOGGER.log(Level.ERROR, "The ledger {0} still writes, and is not waited for any longer.", place.file());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
