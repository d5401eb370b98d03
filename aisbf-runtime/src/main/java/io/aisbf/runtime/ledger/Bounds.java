// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Keeps the ledger within an age and a size, in small steps, so that rows need not wait for it: once at the start and
 * every hour. Too old is what began longer ago than is to be kept; of what is too large the oldest days go, whole ones;
 * when only today is left, its oldest hours. Used by the writer's thread.
 */
final class Bounds {
    private static final System.Logger LOGGER = System.getLogger(Bounds.class.getName());
    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final int ROWS = 2_000;
    private static final int PAGES = 1_000;

    private final Duration keep;
    private final long maxBytes;
    private final InstantSource clock;

    private Instant next = Instant.MIN;
    private long cut = Long.MIN_VALUE;
    private boolean shrinking;

    Bounds(Duration keep, long maxBytes, InstantSource clock) {
        this.keep = keep;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** Whether there is something to do now. */
    boolean due() {
        Instant now = clock.instant();
        // A clock that was put back must not keep this asleep.
        return cut != Long.MIN_VALUE || shrinking || !now.isBefore(next) || next.isAfter(now.plus(BETWEEN));
    }

    /** A step. */
    void step(Database database) throws SQLException {
        if (cut != Long.MIN_VALUE) {
            if (!database.remove(cut, ROWS)) {
                shrinking = true;
                look(database);
            }
        } else if (shrinking) {
            shrinking = database.shrink(PAGES);
        } else if (due()) {
            next = clock.instant().plus(BETWEEN);
            look(database);
        }
    }

    private void look(Database database) throws SQLException {
        cut = Long.MIN_VALUE;
        long now = clock.millis();
        long oldest = database.oldest();
        long tooOld = now - keep.toMillis();
        if (oldest < tooOld) {
            cut = tooOld;
            return;
        }
        long bytes = database.bytes();
        if (bytes > maxBytes && oldest < now) {
            makeRoom(bytes, oldest, now);
        }
    }

    private void makeRoom(long bytes, long oldest, long now) {
        long today = Math.floorDiv(now, Grouping.DAY) * Grouping.DAY;
        long unit = oldest < today ? Grouping.DAY : Grouping.HOUR;
        long end = (Math.floorDiv(oldest, unit) + 1) * unit;
        if (end > now) {
            LOGGER.log(
                    Level.WARNING,
                    "The ledger holds " + bytes + " bytes of this hour alone, and 'max_bytes' under 'ledger' allows "
                            + maxBytes + ". Nothing of this hour is dropped; allow more.");
            return;
        }
        cut = end;
        LOGGER.log(
                Level.WARNING,
                "The ledger holds " + bytes + " bytes, and 'max_bytes' under 'ledger' allows " + maxBytes
                        + ": what began before " + Instant.ofEpochMilli(end) + " is dropped, and sums and budgets over"
                        + " longer times do not know of it any more. Allow more to keep it.");
    }
}
