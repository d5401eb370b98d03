// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.aisbf.runtime.store.redis.StoreException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether the store can be asked, said once each time that changes. For any thread. */
final class Line {
    private static final System.Logger LOG = System.getLogger(Line.class.getName());

    private final String name;
    private final String meanwhile;
    private final LongSupplier nanoTime;
    private volatile Optional<Down> down = Optional.empty();

    /** Since when, by the nanosecond counter, and why it cannot be asked. */
    private record Down(long since, String why) {}

    /**
     * A line that is open until somebody says otherwise.
     *
     * @param name what the store is called
     * @param meanwhile what becomes of calls while it cannot be asked, as a sentence
     */
    Line(String name, String meanwhile, LongSupplier nanoTime) {
        this.name = name;
        this.meanwhile = meanwhile;
        this.nanoTime = nanoTime;
    }

    boolean isUp() {
        return down.isEmpty();
    }

    /** It did not answer. */
    void broke(StoreException why) {
        String words = String.valueOf(why.getMessage());
        synchronized (this) {
            if (down.isPresent()) {
                return;
            }
            down = Optional.of(new Down(nanoTime.getAsLong(), words));
        }
        LOG.log(WARNING, "The store {0} cannot be asked: {1}. {2}", name, words, meanwhile);
    }

    /** It answers, and has been told all that happened meanwhile. */
    void healed(long told, long lost) {
        Optional<Down> before;
        synchronized (this) {
            before = down;
            down = Optional.empty();
        }
        before.ifPresent(since -> LOG.log(
                INFO,
                "The store {0} answers again after {1} ms. Attempts that it was told of: {2}, that were given up, whose"
                        + " reservations end with their leases: {3}.",
                name,
                Long.toString(TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - since.since())),
                Long.toString(told),
                Long.toString(lost)));
    }

    /** How it is, for whoever may look: without its address. */
    String words() {
        return down.map(since -> "redis cannot be asked: " + since.why() + ". " + meanwhile)
                .orElse("redis");
    }
}
