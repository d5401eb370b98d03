// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import io.aisbf.runtime.limits.Limiter.Answer.Granted;
import io.aisbf.runtime.limits.Limiter.Answer.Refused;
import io.aisbf.runtime.limits.Span.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A {@link Limiter} for one gateway, in memory. After a start its windows are filled by {@link #replay}.
 *
 * <p>Sliding windows and spacing go by the clock that nobody can set, calendar windows by the clock on the wall. Windows
 * are cut into buckets (see {@link Span}), so that a limit takes the same room however much it is used; the error is
 * always on the strict side, at most a sixtieth of the window.
 *
 * <p>One lock holds for everything: a claim nearly always touches a limit that all others touch too (the gateway's
 * budget), so that locks of their own would be queued for just the same and be taken several times a claim. What is done
 * under it takes about a microsecond, touches memory only and ends.
 *
 * <p>Names of reservations that are over are remembered for the last {@value #REMEMBERED}, so that claiming late and
 * twice still claims once. A refusal is not remembered: it has taken nothing, and asking again looks anew.
 */
public final class MemoryLimiter implements Limiter {
    static final int REMEMBERED = 10_000;

    /** Beyond these a clock is broken, and calendars cannot be reckoned. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final long LONGEST_AGE = Long.MAX_VALUE / 4 / 1_000_000_000;
    private static final long BETWEEN_SWEEPS = Duration.ofMinutes(1).toNanos();
    private static final Answer GRANTED = new Granted();

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final Instant startInstant;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Kind, Tally> tallies = new HashMap<>();
    private final Map<String, Hold> open = new HashMap<>();
    private final TreeSet<Hold> leases = new TreeSet<>();
    private final Set<String> over = new HashSet<>();
    /** The same in the order in which they ended. A linked set would keep what it has forgotten from being collected. */
    private final Deque<String> ended = new ArrayDeque<>();

    private long latest;
    private long swept;
    private long numbers;

    /** What makes two limits one; how much they allow may change while the gateway runs. */
    private record Kind(String name, Limit.Unit unit, Limit.Window window) {
        Kind(Limit limit) {
            this(limit.name(), limit.unit(), limit.window());
        }
    }

    /** What an attempt claims of a limit. */
    private record Share(Limit.Unit unit, Tally tally, long amount) {}

    /** A limiter that nothing has been used of. */
    public MemoryLimiter(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.startInstant = sane(clock.instant());
    }

    @Override
    public Answer reserve(Claim claim) {
        return locked(() -> {
            Moment now = tidied();
            if (open.containsKey(claim.attempt()) || over.contains(claim.attempt())) {
                return GRANTED;
            }
            List<Share> shares = new ArrayList<>(claim.limits().size());
            Optional<Refused> refused = Optional.empty();
            for (Limit limit : claim.limits()) {
                Share share = new Share(limit.unit(), tally(new Kind(limit)), wanted(claim, limit.unit()));
                if (isNew(share, shares)) {
                    shares.add(share);
                    refused = longer(refused, refusal(limit, share, now));
                }
            }
            if (refused.isPresent()) {
                return refused.get();
            }
            hold(claim, shares, now);
            return GRANTED;
        });
    }

    @Override
    public void settle(String attempt, Actual actual) {
        locked(() -> {
            tidied();
            Hold hold = open.remove(attempt);
            if (hold != null) {
                leases.remove(hold);
                hold.settle(actual);
                remember(attempt);
            }
            return GRANTED;
        });
    }

    @Override
    public List<Fill> fill(Collection<Limit> limits) {
        return locked(() -> {
            Moment now = tidied();
            List<Fill> fills = new ArrayList<>();
            for (Limit limit : limits) {
                Optional<Tally> tally = Optional.ofNullable(tallies.get(new Kind(limit)));
                fills.add(new Fill(
                        limit,
                        tally.map(found -> found.used(now)).orElse(0L),
                        tally.map(found -> found.reserved(now)).orElse(0L)));
            }
            return List.copyOf(fills);
        });
    }

    @Override
    public void replay(Instant at, List<Limit> limits, long tokens, long microUsd) {
        locked(() -> {
            Moment now = tidied();
            Instant then = sane(at);
            long seconds = then.getEpochSecond() - startInstant.getEpochSecond();
            long nanos = Math.clamp(seconds, -LONGEST_AGE, LONGEST_AGE) * 1_000_000_000
                    + (then.getNano() - startInstant.getNano());
            Moment past = new Moment(Math.min(nanos, now.nanos()), then);
            for (Kind kind : limits.stream().map(Kind::new).distinct().toList()) {
                tally(kind).replay(past, kind.unit().of(tokens, microUsd), now);
            }
            return GRANTED;
        });
    }

    @Override
    public void forget(Limit limit) {
        locked(() -> {
            tallies.remove(new Kind(limit));
            return GRANTED;
        });
    }

    /** Forgets everything. */
    @Override
    public void close() {
        locked(() -> {
            tallies.clear();
            open.clear();
            leases.clear();
            over.clear();
            ended.clear();
            return GRANTED;
        });
    }

    /** How many limits and reservations are in memory. */
    int size() {
        return locked(() -> tallies.size() + open.size() + leases.size());
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The time, which is looked up under the lock so that it never runs backwards, after what it brings is done. */
    private Moment tidied() {
        latest = Math.max(latest, nanoTime.getAsLong() - startNanos);
        Moment now = new Moment(latest, sane(clock.instant()));
        while (!leases.isEmpty() && leases.first().end() <= now.nanos()) {
            Hold hold = leases.removeFirst();
            open.remove(hold.attempt());
            hold.lapse();
            remember(hold.attempt());
        }
        if (now.nanos() - swept >= BETWEEN_SWEEPS) {
            swept = now.nanos();
            tallies.values().forEach(tally -> tally.forget(now));
            tallies.values().removeIf(Tally::empty);
        }
        return now;
    }

    /** A limit may have been named twice. There are a dozen at most, for which a set would take longer. */
    private static boolean isNew(Share share, List<Share> others) {
        for (Share other : others) {
            if (other.tally() == share.tally()) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Refused> refusal(Limit limit, Share share, Moment now) {
        long total = share.tally().total(now);
        long allowed = limit.most() - share.amount();
        if (allowed < 0) {
            return Optional.of(new Refused(limit, total, share.amount(), Optional.empty()));
        }
        return total <= allowed
                ? Optional.empty()
                : Optional.of(new Refused(
                        limit, total, share.amount(), Optional.of(share.tally().wait(allowed, now))));
    }

    /** The one that lasts longer; one without an end lasts longest. */
    private static Optional<Refused> longer(Optional<Refused> a, Optional<Refused> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.or(() -> b);
        }
        Optional<Duration> first = a.get().after();
        Optional<Duration> second = b.get().after();
        boolean later = first.isPresent() && (second.isEmpty() || second.get().compareTo(first.get()) > 0);
        return later ? b : a;
    }

    private void hold(Claim claim, List<Share> shares, Moment now) {
        List<Hold.Part> parts = new ArrayList<>(shares.size());
        for (Share share : shares) {
            Tally.Bucket bucket = share.tally().bucket(now);
            bucket.reserve(share.amount());
            parts.add(new Hold.Part(share.unit(), bucket, share.amount()));
        }
        long end = now.nanos() + Span.nanos(claim.lease());
        Hold hold = new Hold(claim.attempt(), end, numbers++, parts);
        open.put(claim.attempt(), hold);
        leases.add(hold);
    }

    private Tally tally(Kind kind) {
        return tallies.computeIfAbsent(kind, made -> new Tally(Span.of(made.window())));
    }

    private void remember(String attempt) {
        if (over.add(attempt)) {
            ended.addLast(attempt);
        }
        if (ended.size() > REMEMBERED) {
            over.remove(ended.removeFirst());
        }
    }

    private static long wanted(Claim claim, Limit.Unit unit) {
        return Math.max(0, unit.of(claim.tokens(), claim.microUsd()));
    }

    private static Instant sane(Instant instant) {
        Instant late = instant.isBefore(EARLIEST) ? EARLIEST : instant;
        return late.isAfter(LATEST) ? LATEST : late;
    }
}
