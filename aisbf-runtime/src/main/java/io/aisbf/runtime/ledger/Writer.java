// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import io.aisbf.runtime.ledger.Ledger.State;
import io.aisbf.runtime.ledger.Ledger.State.Condition;
import io.aisbf.runtime.ledger.Schema.NotOursException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The one who writes: lets rows come together for a moment, writes all that waits in one transaction, wakes who waited
 * for that, and keeps the ledger within its bounds when nothing waits. So a commit costs one sync of the disk however
 * many it serves (group commit: DeWitt et al., "Implementation techniques for main memory database systems", SIGMOD
 * 1984, section 5.2). What a crash of the gateway can lose is what came within that moment and the commit after it.
 *
 * <p>What cannot be written is kept and tried again after a second; a file that turns out to be damaged is moved aside
 * and a new one begun. One platform thread runs this.
 */
final class Writer implements Runnable {
    private static final System.Logger LOGGER = System.getLogger(Writer.class.getName());
    private static final int AT_ONCE = 4_096;

    /** A disk that damages one file after another must not be filled with them. */
    private static final int MOST_BEGUN = 3;

    /**
     * For so long rows come together before they are committed, unless somebody waits for one. A commit costs about as
     * much CPU as writing a hundred rows, and waking this thread for every row costs as much as booking it.
     */
    private static final Duration WINDOW = Duration.ofMillis(20);

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_WORDS = Duration.ofMinutes(1);

    private final LedgerPlace place;
    private final BlockingQueue<Item> queue;
    private final Bounds bounds;
    private final InstantSource clock;
    private final LongConsumer lost;

    private final CountDownLatch closing = new CountDownLatch(1);
    /** Permits for those who do not want to wait for more rows to come together. */
    private final Semaphore haste = new Semaphore(0);

    private final List<Item> taken = new ArrayList<>();
    private final List<Entry> rows = new ArrayList<>();
    private final List<Item.Mark> marks = new ArrayList<>();
    private Optional<Database> database = Optional.empty();
    private int begun;
    private Instant said = Instant.MIN;

    private volatile State state = State.WELL;
    private volatile boolean suspected;

    /**
     * A writer at its beginning.
     *
     * @param lost told how many rows it took and gave up, when it ends
     */
    Writer(LedgerPlace place, BlockingQueue<Item> queue, Bounds bounds, InstantSource clock, LongConsumer lost) {
        this.place = place;
        this.queue = queue;
        this.bounds = bounds;
        this.clock = clock;
        this.lost = lost;
    }

    /** How it goes. Any thread. */
    State state() {
        return state;
    }

    /**
     * Has all that was booked before written at once, and tells the mark. Any thread.
     *
     * @return whether it found a place in the queue within that time
     */
    boolean hurry(Item.Mark mark, long nanos) throws InterruptedException {
        boolean queued = queue.offer(mark, nanos, TimeUnit.NANOSECONDS);
        haste.release();
        return queued;
    }

    /** Has the file looked at, for a reader found it damaged. Any thread. */
    void suspect() {
        suspected = true;
        rouse();
    }

    /** Has it write what waits, once more if that fails, and end. Any thread. */
    void end() {
        closing.countDown();
        rouse();
    }

    private void rouse() {
        queue.offer(new Item.Mark());
        haste.release();
    }

    @Override
    public void run() {
        try {
            boolean last = false;
            while (!last && state.condition() != Condition.REFUSED) {
                last = closing.getCount() == 0;
                take(last);
                last &= !write() || (queue.isEmpty() && rows.isEmpty());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            abandon();
        }
    }

    /**
     * Waits for something to do; for a while only where the last try failed, and not at all where a new file was begun
     * and what was taken for the old one still has to go into it.
     */
    private void take(boolean last) throws InterruptedException {
        if (state.condition() == Condition.FAILING && !last) {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } else if (!last && rows.isEmpty() && marks.isEmpty() && !bounds.due()) {
            Optional<Item> first = Optional.ofNullable(queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS));
            first.ifPresent(taken::add);
            if (first.isPresent()) {
                gather();
            }
        }
        take(AT_ONCE - rows.size() - taken.size());
    }

    /** Lets more come together. Rows wake nobody meanwhile, for only the first of an empty queue does. */
    private void gather() throws InterruptedException {
        if (queue.size() < AT_ONCE) {
            haste.tryAcquire(WINDOW.toNanos(), TimeUnit.NANOSECONDS);
        }
        haste.drainPermits();
    }

    private void take(int most) {
        queue.drainTo(taken, Math.max(0, most));
        for (Item item : taken) {
            switch (item) {
                case Item.Row(Entry entry) -> rows.add(entry);
                case Item.Mark mark -> marks.add(mark);
            }
        }
        taken.clear();
    }

    /** Writes what was taken; whether it is worth going on. */
    private boolean write() {
        try {
            Database open = opened();
            if (!rows.isEmpty()) {
                open.add(rows);
                rows.clear();
            }
            well();
            if (queue.isEmpty() && bounds.due()) {
                bounds.step(open);
            }
            return true;
        } catch (NotOursException e) {
            state = new State(Condition.REFUSED, String.valueOf(e.getMessage()));
            LOGGER.log(Level.ERROR, e.getMessage());
        } catch (IOException e) {
            failed("The ledger " + place.file() + " cannot be made: " + e
                    + ". Let the gateway's user write there, or name" + " another 'path' under 'ledger'.");
        } catch (SQLException e) {
            return failed(e);
        } catch (RuntimeException | LinkageError e) {
            // The thread lives on: a library that cannot be loaded may be mended, and what waits is counted at the end.
            close();
            failed("The ledger " + place.file() + " cannot be written: " + e + ".");
        }
        return false;
    }

    private Database opened() throws SQLException, IOException, NotOursException {
        if (database.isEmpty()) {
            database = Optional.of(Database.open(place, clock.instant()));
        }
        Database open = database.get();
        if (suspected) {
            suspected = false;
            open.check();
        }
        return open;
    }

    private void well() {
        marks.forEach(Item.Mark::done);
        marks.clear();
        if (state.condition() != Condition.WRITING) {
            state = State.WELL;
            said = Instant.MIN;
            LOGGER.log(Level.INFO, "The ledger {0} is written again.", place.file());
        }
    }

    private boolean failed(SQLException failure) {
        close();
        if (Trouble.broken(failure)) {
            return startAnew(failure);
        }
        failed(Trouble.words(place.file(), failure));
        return false;
    }

    private boolean startAnew(SQLException failure) {
        String damaged = "The ledger " + place.file() + " is damaged ("
                + String.valueOf(failure.getMessage()).replace('\n', ' ') + ")";
        if (begun == MOST_BEGUN) {
            failed(damaged + " again and again. Look after the disk, or name another 'path' under 'ledger'.");
            return false;
        }
        try {
            Path aside = place.setAside(clock.instant());
            begun++;
            LOGGER.log(
                    Level.ERROR,
                    damaged + ". It lies in " + aside
                            + " now, and a new one is begun: sums, limits and budgets do not know"
                            + " of what is in it. What can be saved, 'sqlite3 " + aside + " .recover' shows.");
            return true;
        } catch (IOException e) {
            failed(damaged + " and cannot be moved aside: " + e + ". Move it away.");
            return false;
        }
    }

    private void failed(String words) {
        state = new State(Condition.FAILING, words);
        marks.forEach(mark -> mark.failed(words));
        marks.clear();
        Instant now = clock.instant();
        if (said.isAfter(now) || said.isBefore(now.minus(BETWEEN_WORDS))) {
            said = now;
            LOGGER.log(
                    Level.ERROR,
                    words + " What is booked meanwhile waits in memory, and writing is tried every second.");
        }
    }

    private void abandon() {
        close();
        take(Integer.MAX_VALUE);
        if (!rows.isEmpty()) {
            lost.accept(rows.size());
        }
        String words = state.words();
        marks.forEach(mark -> mark.failed(words.isEmpty() ? "The ledger is closed." : words));
    }

    private void close() {
        try {
            if (database.isPresent()) {
                database.get().close();
            }
        } catch (SQLException e) {
            LOGGER.log(Level.WARNING, Trouble.words(place.file(), e));
        }
        database = Optional.empty();
    }
}
