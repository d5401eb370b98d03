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
import java.util.IdentityHashMap;
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
    static final int REMEMBERED = 1_000;

    /** So many lists are known again; whoever claims with a new one each time finds no harm. */
    private static final int KNOWN = 1_000;

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
    /**
     * Where the limits of a list are counted, for the very lists that come again and again: looking up a dozen limits by
     * their names took longer than all else that a claim does. Emptied whenever a tally goes.
     */
    private final IdentityHashMap<List<Limit>, List<Place>> known = new IdentityHashMap<>();

    /**
     * Reservations by their names: those that are under way, and empty places for those that are over. One map, for each
     * look into one so large waits for memory, and an attempt takes six looks with two.
     */
    private final Map<String, Optional<Hold>> holds = new HashMap<>();

    private final TreeSet<Hold> leases = new TreeSet<>();

    /**
     * Those that are over in the order in which they ended. A linked map would keep what it has forgotten from being
     * collected.
     */
    private final Deque<String> ended = new ArrayDeque<>();

    private Moment latest;
    private long swept;
    private long numbers;

    /** What makes two limits one; how much they allow may change while the gateway runs. */
    private record Kind(String name, Limit.Unit unit, Limit.Window window) {
        Kind(Limit limit) {
            this(limit.name(), limit.unit(), limit.window());
        }
    }

    /** A limiter that nothing has been used of. */
    public MemoryLimiter(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.startInstant = sane(clock.instant());
        this.latest = Moment.of(0, startInstant);
    }

    @Override
    public Answer reserve(Claim claim) {
        return locked(() -> {
            Moment now = tidied();
            if (holds.containsKey(claim.attempt())) {
                return GRANTED;
            }
            List<Place> places = places(claim.limits());
            Optional<Refused> refused = refusal(claim, places, now);
            if (refused.isPresent()) {
                return refused.get();
            }
            Hold hold = new Hold(claim, places, now, numbers++);
            holds.put(claim.attempt(), Optional.of(hold));
            leases.add(hold);
            return GRANTED;
        });
    }

    @Override
    public void settle(String attempt, Actual actual) {
        locked(() -> {
            tidied();
            over(attempt).ifPresent(hold -> {
                leases.remove(hold);
                hold.settle(actual);
            });
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
            Moment past = now.then(Math.min(nanos, now.nanos()), then);
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
            known.clear();
            return GRANTED;
        });
    }

    /** Forgets everything. */
    @Override
    public void close() {
        locked(() -> {
            tallies.clear();
            known.clear();
            holds.clear();
            leases.clear();
            ended.clear();
            return GRANTED;
        });
    }

    /** How many limits and reservations are in memory. */
    int size() {
        return locked(() -> tallies.size() + holds.size() - ended.size() + leases.size());
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
        latest = latest.then(Math.max(latest.nanos(), nanoTime.getAsLong() - startNanos), sane(clock.instant()));
        Moment now = latest;
        while (!leases.isEmpty() && leases.first().end() <= now.nanos()) {
            Hold hold = leases.removeFirst();
            over(hold.attempt()).ifPresent(Hold::lapse);
        }
        if (now.nanos() - swept >= BETWEEN_SWEEPS) {
            swept = now.nanos();
            tallies.values().forEach(tally -> tally.forget(now));
            tallies.values().removeIf(Tally::empty);
            known.clear();
        }
        return now;
    }

    /** Where these limits are counted; one that is named twice counts once. */
    private List<Place> places(List<Limit> limits) {
        List<Place> before = known.get(limits);
        if (before != null) {
            return before;
        }
        Set<Tally> counted = new HashSet<>();
        List<Place> places = limits.stream()
                .map(limit -> new Place(limit, tally(new Kind(limit))))
                .filter(place -> counted.add(place.tally()))
                .toList();
        if (known.size() >= KNOWN) {
            known.clear();
        }
        known.put(limits, places);
        return places;
    }

    private static Optional<Refused> refusal(Claim claim, List<Place> places, Moment now) {
        Optional<Refused> refused = Optional.empty();
        for (Place place : places) {
            long allowed = place.limit().most() - place.wanted(claim);
            long total = place.tally().total(now);
            if (allowed < 0 || total > allowed) {
                refused = longer(refused, Optional.of(refusal(place, place.wanted(claim), total, now)));
            }
        }
        return refused;
    }

    private static Refused refusal(Place place, long wanted, long total, Moment now) {
        long allowed = place.limit().most() - wanted;
        Optional<Duration> after =
                allowed < 0 ? Optional.empty() : Optional.of(place.tally().wait(allowed, now));
        return new Refused(place.limit(), total, wanted, after);
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

    private Tally tally(Kind kind) {
        return tallies.computeIfAbsent(kind, made -> new Tally(Span.of(made.window())));
    }

    /** The reservation of that name, if it is under way; from now on it is over. */
    private Optional<Hold> over(String attempt) {
        Optional<Hold> hold = holds.getOrDefault(attempt, Optional.empty());
        if (hold.isPresent()) {
            holds.put(attempt, Optional.empty());
            ended.addLast(attempt);
            if (ended.size() > REMEMBERED) {
                holds.remove(ended.removeFirst());
            }
        }
        return hold;
    }

    private static Instant sane(Instant instant) {
        Instant late = instant.isBefore(EARLIEST) ? EARLIEST : instant;
        return late.isAfter(LATEST) ? LATEST : late;
    }
}
