// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;
import io.aisbf.runtime.health.Health.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * All that is held against one provider, its models and its keys. For many threads at once: its lock guards the grudges
 * and the count of rounds, both of which may be glanced at without it, and nothing is called out to while it is held.
 */
final class Grudges {
    private final Surroundings around;
    private final Map<Scope, Grudge> grudges = new HashMap<>();
    private volatile int held;
    private volatile int round;

    Grudges(Surroundings around) {
        this.around = around;
    }

    /** What all providers share. */
    interface Surroundings {
        /** Nanoseconds of the injected counter. */
        long now();

        /** The injected clock. */
        Instant instant();

        /** How long to leave alone. */
        Pauses pauses();

        /** Whether it can be asked at no cost whether that place is back. */
        boolean hasProbe(Place place);

        /** A cooldown began, moved or ended; called without any lock. */
        void changed();

        /** Sees to it that not too much is remembered; called without any lock. */
        void tidy();

        /** More, or less, is held against somebody. */
        void remembered(int more);
    }

    /** Whether nothing is held against anybody. */
    boolean isEmpty() {
        return held == 0;
    }

    /** Which round it is; calls that are let through from now on belong to it, or to a later one. */
    int round() {
        return round;
    }

    /** Lets a call through where nothing keeps it away and it is taken in, given the round. */
    synchronized Optional<Entry> admit(Place place, IntFunction<Optional<Entry>> taking) {
        long now = around.now();
        Optional<Absence> absence = absence(place);
        if (absence.isPresent()) {
            return Optional.of(new Entry.Refused(absence.get()));
        }
        Optional<Entry> entry = taking.apply(round);
        if (entry.isPresent() && entry.get() instanceof Entry.Admitted(Visit visit)) {
            against(place).forEach(grudge -> grudge.entered(visit, now));
        }
        return entry;
    }

    /** What keeps calls away from there: the longest cooldown, or else a trial. */
    synchronized Optional<Absence> absence(Place place) {
        long now = around.now();
        Optional<Absence> longest = Optional.empty();
        long most = -1;
        for (Grudge grudge : against(place)) {
            Optional<Absence> absence = Absence.of(grudge, now, around.instant());
            if (absence.isPresent() && grudge.left(now) > most) {
                most = grudge.left(now);
                longest = absence;
            }
        }
        return longest;
    }

    private List<Grudge> against(Place place) {
        List<Grudge> found = new ArrayList<>(4);
        for (Scope scope : Scope.of(place)) {
            Grudge grudge = grudges.get(scope);
            if (grudge != null) {
                found.add(grudge);
            }
        }
        return found;
    }

    /** Tells all that is held against a place. */
    void tell(Place place, Consumer<Grudge> what) {
        if (held > 0) {
            synchronized (this) {
                against(place).forEach(what);
            }
        }
    }

    /** A call of that round was answered. */
    void answered(Visit visit, Place place, int seen) {
        if (held == 0) {
            return;
        }
        boolean changed = false;
        synchronized (this) {
            for (Grudge grudge : against(place)) {
                grudge.released(visit);
                if (!grudge.isLate(seen)) {
                    remove(grudge);
                    changed = true;
                }
            }
        }
        if (changed) {
            around.changed();
        }
    }

    /** A call of that round failed. */
    void failed(Visit visit, Grudge.Blow blow, int seen) {
        boolean reached = blow.exception().details().upstream().isPresent();
        boolean changed;
        synchronized (this) {
            for (Grudge grudge : against(blow.place())) {
                grudge.released(visit);
                if (reached && grudge.scope().kind() == Scope.Kind.PROVIDER && !grudge.isLate(seen)) {
                    remove(grudge);
                }
            }
            changed = blame(blow, seen);
        }
        if (changed) {
            around.changed();
        }
        around.tidy();
    }

    private synchronized boolean blame(Grudge.Blow blow, int seen) {
        Optional<Scope> scope = Scope.blamed(blow.exception().failure(), blow.place());
        if (scope.isEmpty()) {
            return false;
        }
        Grudge grudge = grudges.get(scope.get());
        if (grudge == null) {
            grudge = new Grudge(scope.get(), blow);
            add(grudge);
        }
        boolean moved = grudge.isLate(seen)
                ? grudge.failedLate(blow, round + 1)
                : grudge.failed(blow, around.pauses(), round + 1);
        round += moved ? 1 : 0;
        return moved;
    }

    /** Takes in a cooldown, unless there is one that lasts longer. */
    synchronized void leave(Grudge grudge) {
        long now = around.now();
        Grudge known = grudges.get(grudge.scope());
        if (known == null || known.left(now) < grudge.left(now)) {
            add(grudge);
        }
    }

    /** Takes in a cooldown, such as one from before a restart. */
    synchronized void add(Grudge grudge) {
        if (grudges.put(grudge.scope(), grudge) == null) {
            held = grudges.size();
            around.remembered(1);
        }
    }

    private void remove(Grudge grudge) {
        if (grudges.remove(grudge.scope()) != null) {
            held = grudges.size();
            around.remembered(-1);
        }
    }

    /** Forgets some; how many that were. */
    int forget(Predicate<Grudge> which) {
        int forgotten;
        synchronized (this) {
            List<Grudge> found = grudges.values().stream().filter(which).toList();
            found.forEach(this::remove);
            forgotten = found.size();
        }
        if (forgotten > 0) {
            around.changed();
        }
        return forgotten;
    }

    /** Forgets what is held against a scope, for want of room. */
    synchronized void forget(Scope scope) {
        Optional.ofNullable(grudges.get(scope)).ifPresent(this::remove);
    }

    /** Something of everything that is held against anybody here. */
    synchronized <T> List<T> list(Function<Grudge, T> what) {
        return grudges.values().stream().map(what).toList();
    }

    /** The probe of a scope was answered or there is none after all, or else it failed like that. */
    void probed(Scope scope, Optional<Grudge.Blow> blow) {
        synchronized (this) {
            Grudge grudge = grudges.get(scope);
            if (grudge == null || grudge.state(around.now()) != Report.State.PROBED) {
                return;
            }
            if (blow.isEmpty()) {
                grudge.probed();
            } else if (grudge.probeFailed(blow.get(), round + 1)) {
                round++;
            }
        }
        around.changed();
    }

    /**
     * How long something is left alone after a failure.
     *
     * <p>A rate limit for which the provider names no time: from one second, doubled with each one in a row, to a minute,
     * and of that a random part, so that many callers do not come back at the same moment (M. Brooker, "Exponential Backoff
     * And Jitter", AWS Architecture Blog 2015). That article draws from nothing to all of it; here it is at least half,
     * because to be back at once is what the limit was about.
     *
     * <p>Stateless but for the generator; safe for all threads if that is.
     */
    static final class Pauses {
        /** What a provider may name at most; years are somebody's mistake, and would outlive the counters of time. */
        static final Duration LONGEST_NAMED = Duration.ofDays(370);

        private static final Duration FIRST = Duration.ofSeconds(1);
        private static final Duration LONGEST = Duration.ofMinutes(1);
        private static final int MOST_DOUBLINGS = 30;

        private final RandomGenerator random;

        Pauses(RandomGenerator random) {
            this.random = random;
        }

        /** The pause after so many rate limits in a row, the first being 1. */
        Duration limited(int times) {
            long most = doubled(FIRST, times - 1, LONGEST).toNanos();
            return Duration.ofNanos(random.nextLong(most / 2, most + 1));
        }

        /** A pause doubled so many times, and no longer than the longest. */
        static Duration doubled(Duration first, int times, Duration longest) {
            Duration pause = first;
            for (int i = 0; i < Math.min(times, MOST_DOUBLINGS) && pause.compareTo(longest) < 0; i++) {
                pause = pause.multipliedBy(2);
            }
            return pause.compareTo(longest) < 0 ? pause : longest;
        }

        /** What the provider named, if it named a time that is still to come: a wait of nothing tells nothing. */
        static Optional<Duration> named(CallException failure) {
            return failure.details()
                    .retryAfter()
                    .filter(Duration::isPositive)
                    .map(wait -> wait.compareTo(LONGEST_NAMED) < 0 ? wait : LONGEST_NAMED);
        }
    }
}
