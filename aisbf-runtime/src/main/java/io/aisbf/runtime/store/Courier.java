// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import static java.lang.System.Logger.Level.ERROR;

import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.store.redis.Redis;
import io.aisbf.runtime.store.redis.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells the store what it is owed, on one thread, so that no call waits for it; while the store cannot be asked, tries
 * again and again. The line is open only after everything has been told that happened while it was not: until then
 * others would be granted what has been used up.
 */
final class Courier implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Courier.class.getName());
    private static final int AT_ONCE = 256;
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Redis redis;
    private final Questions questions;
    private final Arrears arrears;
    private final Line line;
    private final LongSupplier nanoTime;
    private final Semaphore woken = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /** A courier who sets out at once: so it turns out soon whether the store is there. */
    Courier(Redis redis, Questions questions, Arrears arrears, Line line, LongSupplier nanoTime) {
        this.redis = redis;
        this.questions = questions;
        this.arrears = arrears;
        this.line = line;
        this.nanoTime = nanoTime;
        thread = Thread.ofVirtual().name("store courier").unstarted(this::live);
    }

    void start() {
        thread.start();
    }

    /** There is something to tell, or to try. */
    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void live() {
        try {
            look();
            long pause = FIRST_PAUSE;
            while (!closed) {
                if (line.isUp()) {
                    pause = FIRST_PAUSE;
                    woken.acquire();
                } else {
                    // Not woken by calls: they come by the hundred, and would have the server tried as often.
                    TimeUnit.NANOSECONDS.sleep(pause);
                    pause = Math.min(LONGEST_PAUSE, pause * 2);
                }
                woken.drainPermits();
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            redis.ask(Questions.FILL, questions.fill(List.of()));
        } catch (StoreException e) {
            line.broke(e);
        }
    }

    private void round() {
        try {
            if (line.isUp()) {
                tellAll();
            } else {
                redis.ask(Questions.FILL, questions.fill(List.of()));
                line.healed(tellAll(), arrears.lost());
            }
        } catch (StoreException e) {
            line.broke(e);
        } catch (RuntimeException e) {
            LOG.log(ERROR, "The store could not be told what was used, and will be told again.", e);
        }
    }

    private long tellAll() throws StoreException {
        long told = 0;
        List<Debt> debts = arrears.first(AT_ONCE);
        while (!debts.isEmpty()) {
            tell(debts);
            arrears.told(debts);
            told += debts.size();
            debts = arrears.first(AT_ONCE);
        }
        return told;
    }

    private void tell(List<Debt> debts) throws StoreException {
        List<Redis.Question> granted = new ArrayList<>();
        for (Debt debt : debts) {
            debt.granted().ifPresent(grant -> {
                Claim claim = grant.claim();
                Duration age = Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - grant.at()));
                granted.add(questions.reserve(claim, Questions.each(claim.limits()), Optional.of(age)));
            });
        }
        if (!granted.isEmpty()) {
            redis.ask(Questions.RESERVE, granted);
        }
        List<Debt> over = debts.stream().filter(Debt::settles).toList();
        if (!over.isEmpty()) {
            redis.ask(Questions.SETTLE, questions.settle(over));
        }
    }

    /** Tells what is left, if the store is there; stops. */
    @Override
    public void close() {
        closed = true;
        woken.release();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
                thread.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        if (line.isUp() && !arrears.isEmpty()) {
            round();
        }
    }
}
