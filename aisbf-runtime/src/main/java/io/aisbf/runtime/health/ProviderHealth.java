// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.health.Health.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How one provider, its models and its keys are doing. While nothing is held against any of them a call passes without
 * a lock; its lock guards the grudges, and nothing is called out to while it is held.
 */
final class ProviderHealth {
    private static final int RETIRED = Integer.MIN_VALUE;

    private final Surroundings around;
    private final RetryBudget budget;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<String, Integer> models = new ConcurrentHashMap<>();
    private final Map<Scope, Grudge> grudges = new HashMap<>();
    private volatile int held;
    private volatile int round;
    private volatile Failure last = Failure.OVERLOADED;

    ProviderHealth(Surroundings around) {
        this.around = around;
        budget = new RetryBudget(around::now);
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

    /** Wants to ask there; empty if this object is no longer in use. */
    Optional<Entry> enter(Place place, HealthPolicy policy, boolean again) {
        int seen = round;
        if (held == 0) {
            return take(place, policy, again, seen);
        }
        synchronized (this) {
            long now = around.now();
            Optional<Absence> absence = kept(place, now);
            if (absence.isPresent()) {
                return Optional.of(new Entry.Refused(absence.get()));
            }
            Optional<Entry> entry = take(place, policy, again, round);
            if (entry.isPresent() && entry.get() instanceof Entry.Admitted(Visit visit)) {
                against(place).forEach(grudge -> grudge.entered(visit, now));
            }
            return entry;
        }
    }

    /** Why nobody gets in there now. */
    Optional<Absence> absence(Place place, HealthPolicy policy) {
        Optional<Absence> absence = Optional.empty();
        if (held > 0) {
            synchronized (this) {
                absence = kept(place, around.now());
            }
        }
        boolean full = policy.maxConcurrent() > 0 && underWay.get() >= policy.maxConcurrent();
        return absence.isEmpty() && full ? Optional.of(Absence.full(policy.maxConcurrent())) : absence;
    }

    /** The longest cooldown there, or else a trial. */
    private Optional<Absence> kept(Place place, long now) {
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

    private Optional<Entry> take(Place place, HealthPolicy policy, boolean again, int seen) {
        int before;
        do {
            before = underWay.get();
            if (before == RETIRED) {
                return Optional.empty();
            }
            if (policy.maxConcurrent() > 0 && before >= policy.maxConcurrent()) {
                return Optional.of(new Entry.Refused(Absence.full(before)));
            }
        } while (!underWay.compareAndSet(before, before + 1));
        if (again && !budget.second()) {
            underWay.decrementAndGet();
            return Optional.of(new Entry.Refused(Absence.spent(last)));
        }
        if (!again) {
            budget.first(policy.retryPercent());
        }
        models.merge(place.model(), 1, Integer::sum);
        return Optional.of(new Entry.Admitted(new Stay(place, policy, seen)));
    }

    /** A call that is under way. */
    private final class Stay implements Visit {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Place place;
        private final HealthPolicy policy;
        private final int seen;

        private Stay(Place place, HealthPolicy policy, int seen) {
            this.place = place;
            this.policy = policy;
            this.seen = seen;
        }

        @Override
        public void answering() {
            if (!ended.get() && held > 0) {
                each(grudge -> grudge.opened(this, around.now()));
            }
        }

        @Override
        public void answered() {
            end(() -> {
                budget.answered();
                if (held > 0) {
                    forgiven(this);
                }
            });
        }

        @Override
        public void failed(CallException exception) {
            end(() -> ProviderHealth.this.failed(this, exception));
        }

        @Override
        public void abandoned() {
            end(() -> each(grudge -> grudge.released(this)));
        }

        private void each(Consumer<Grudge> what) {
            if (held > 0) {
                synchronized (ProviderHealth.this) {
                    against(place).forEach(what);
                }
            }
        }

        private void end(Runnable what) {
            if (ended.compareAndSet(false, true)) {
                try {
                    what.run();
                } finally {
                    models.computeIfPresent(place.model(), (model, count) -> count == 1 ? null : count - 1);
                    underWay.decrementAndGet();
                }
            }
        }
    }

    private void forgiven(Stay stay) {
        boolean changed = false;
        synchronized (this) {
            for (Grudge grudge : against(stay.place)) {
                grudge.released(stay);
                if (!grudge.isLate(stay.seen)) {
                    remove(grudge);
                    changed = true;
                }
            }
        }
        if (changed) {
            around.changed();
        }
    }

    private void failed(Stay stay, CallException exception) {
        Failure failure = exception.failure();
        boolean strike = isStrike(failure);
        if (strike) {
            last = failure;
            budget.failed();
        }
        boolean probed = (strike || failure == Failure.KEY_REFUSED) && around.hasProbe(stay.place);
        Grudge.Blow blow = new Grudge.Blow(stay.place, stay.policy, exception, probed, around.now());
        boolean reached = exception.details().upstream().isPresent();
        boolean changed;
        synchronized (this) {
            for (Grudge grudge : against(stay.place)) {
                grudge.released(stay);
                if (reached && grudge.scope().kind() == Scope.Kind.PROVIDER && !grudge.isLate(stay.seen)) {
                    remove(grudge);
                }
            }
            changed = blame(blow, stay.seen);
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

    static boolean isStrike(Failure failure) {
        return failure.cools() == Failure.Cools.MODEL_BY_STRIKES
                || failure.cools() == Failure.Cools.PROVIDER_BY_STRIKES;
    }

    private void add(Grudge grudge) {
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

    /** Takes in a cooldown from before a restart. */
    synchronized void restore(Grudge grudge) {
        add(grudge);
    }

    /** Forgets what is held against some; how many that were. */
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

    /** The probe of a scope has come back, or there is none after all. */
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

    /** Calls under way at a model, with whatever key. */
    int underWay(String model) {
        return models.getOrDefault(model, 0);
    }

    /** Goes out of use, if nothing is held against anybody here and no call is under way. */
    synchronized boolean retires() {
        return held == 0 && underWay.compareAndSet(0, RETIRED);
    }
}
