// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * How a {@link Limit.Window} is cut into numbered buckets. What was booked at some moment is known only by its bucket,
 * and a bucket counts for as long as any moment of it can lie within the window: so the error is at most one bucket, and
 * always on the strict side. Numbers grow with time.
 */
sealed interface Span {
    /**
     * A moment by both clocks.
     *
     * @param nanos since the limiter was made, by a clock that nobody can set; negative before
     * @param instant by the clock on the wall, which jumps
     * @param day its day in UTC, since 1970
     * @param month its month in UTC, since the year 0
     */
    record Moment(long nanos, Instant instant, long day, long month) {
        private static final int MONTHS = 12;
        private static final int DAY_SECONDS = 86_400;

        /** A moment by these clocks. */
        static Moment of(long nanos, Instant instant) {
            LocalDate date = LocalDate.ofInstant(instant, ZoneOffset.UTC);
            return new Moment(
                    nanos, instant, date.toEpochDay(), (long) date.getYear() * MONTHS + date.getMonthValue() - 1);
        }

        /** Another moment, most likely of the same day: then no calendar is reckoned, which every claim would pay for. */
        Moment then(long otherNanos, Instant other) {
            return Math.floorDiv(other.getEpochSecond(), DAY_SECONDS) == day
                    ? new Moment(otherNanos, other, day, month)
                    : of(otherNanos, other);
        }
    }

    /** The number of the bucket that this moment belongs to. */
    long index(Moment now);

    /** The lowest number that still counts. */
    long first(Moment now);

    /** How long a bucket that counts will go on counting. */
    Duration until(long index, Moment now);

    /** Whether a bucket may be forgotten, because no clock can bring it back into the window. */
    boolean stale(long index, long touched, Moment now);

    /** How many nanoseconds a bucket that lies in the future is trusted: it was made by a clock that was ahead. */
    long trust();

    /** The span of such a window. */
    static Span of(Limit.Window window) {
        return switch (window) {
            case Limit.Window.Sliding(Duration length) -> {
                long nanos = Math.max(1, nanos(length));
                yield new Rolling(nanos, Math.ceilDiv(nanos, Rolling.BUCKETS));
            }
            case Limit.Window.Spacing(Duration between) -> new Rolling(Math.max(1, nanos(between)), 1);
            case Limit.Window.Calendar(Limit.Period period) -> new Civil(period);
        };
    }

    /** That time in nanoseconds, cut to what can be added to a moment without overflow (73 years). */
    static long nanos(Duration time) {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE / 4);
        if (time.compareTo(longest) > 0) {
            return longest.toNanos();
        }
        return time.isNegative() ? 0 : time.toNanos();
    }

    /**
     * The last so many nanoseconds, by the clock that nobody can set. Buckets one nanosecond wide tell moments apart
     * exactly, which is affordable where only a few attempts fit into the window (spacing).
     *
     * @param length of the window {@code (now - length, now]}
     * @param width of a bucket
     */
    record Rolling(long length, long width) implements Span {
        /** With so many in a window the error is under two percent of it. */
        static final int BUCKETS = 60;

        @Override
        public long index(Moment now) {
            return Math.floorDiv(now.nanos(), width);
        }

        /** The first whose last nanosecond, (index + 1) * width - 1, is later than now - length. */
        @Override
        public long first(Moment now) {
            return Math.floorDiv(now.nanos() - length + 1, width);
        }

        @Override
        public Duration until(long index, Moment now) {
            return Duration.ofNanos((index + 1) * width - 1 + length - now.nanos());
        }

        @Override
        public boolean stale(long index, long touched, Moment now) {
            return index < first(now);
        }

        @Override
        public long trust() {
            return 0;
        }
    }

    /**
     * A calendar day or month in UTC, by the clock on the wall. Buckets later than now count as well: they were filled
     * before somebody set the clock back, and setting it back must not give a spent budget anew. They are given up when
     * the other clock says that a whole period has gone by since.
     */
    record Civil(Limit.Period period) implements Span {
        @Override
        public long index(Moment now) {
            return switch (period) {
                case DAY -> now.day();
                case MONTH -> now.month();
            };
        }

        @Override
        public long first(Moment now) {
            return index(now);
        }

        @Override
        public Duration until(long index, Moment now) {
            long next = index + 1;
            LocalDate start = switch (period) {
                case DAY -> LocalDate.ofEpochDay(next);
                case MONTH ->
                    LocalDate.of(
                            (int) Math.floorDiv(next, (long) Moment.MONTHS), Math.floorMod(next, Moment.MONTHS) + 1, 1);
            };
            return Duration.between(
                    now.instant(), start.atStartOfDay(ZoneOffset.UTC).toInstant());
        }

        @Override
        public boolean stale(long index, long touched, Moment now) {
            return index != index(now) && now.nanos() - touched > trust();
        }

        @Override
        public long trust() {
            return switch (period) {
                case DAY -> Duration.ofDays(1).toNanos();
                case MONTH -> Duration.ofDays(31).toNanos();
            };
        }
    }
}
