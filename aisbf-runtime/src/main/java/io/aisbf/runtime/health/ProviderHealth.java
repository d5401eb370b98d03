// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.health.Health.Entry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How one provider, its models and its keys are doing, and who is there. For many threads at once: while nothing is
 * held against any of them a call comes and goes without a lock.
 */
final class ProviderHealth {
    private static final int RETIRED = Integer.MIN_VALUE;

    private final Grudges.Surroundings around;
    private final Grudges grudges;
    private final RetryBudget budget;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<String, Integer> models = new ConcurrentHashMap<>();
    private volatile Failure last = Failure.OVERLOADED;

    ProviderHealth(Grudges.Surroundings around) {
        this.around = around;
        grudges = new Grudges(around);
        budget = new RetryBudget(around::now);
    }

    /** What is held against whom. */
    Grudges grudges() {
        return grudges;
    }

    /** Wants to ask there; empty if this object is no longer in use. */
    Optional<Entry> enter(Place place, HealthPolicy policy, boolean again) {
        // The round first: a cooldown that begins between the two lines then finds a call of the round before.
        int round = grudges.round();
        return grudges.isEmpty() || !policy.cools()
                ? take(place, policy, again, round)
                : grudges.admit(place, current -> take(place, policy, again, current));
    }

    /** Why nobody gets in there now. */
    Optional<Absence> absence(Place place, HealthPolicy policy) {
        boolean free = grudges.isEmpty() || !policy.cools();
        Optional<Absence> absence = free ? Optional.empty() : grudges.absence(place);
        boolean full = policy.maxConcurrent() > 0 && underWay.get() >= policy.maxConcurrent();
        return absence.isEmpty() && full ? Optional.of(Absence.full(policy.maxConcurrent())) : absence;
    }

    private Optional<Entry> take(Place place, HealthPolicy policy, boolean again, int round) {
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
        if (again && !budget.second(policy.retryPercent())) {
            underWay.decrementAndGet();
            return Optional.of(new Entry.Refused(Absence.spent(last)));
        }
        if (!again) {
            budget.first(policy.retryPercent());
        }
        models.merge(place.model(), 1, Integer::sum);
        return Optional.of(new Entry.Admitted(new Stay(place, policy, round)));
    }

    /** A call that is under way, and the round it belongs to. */
    private final class Stay implements Visit {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Place place;
        private final HealthPolicy policy;
        private final int round;

        private Stay(Place place, HealthPolicy policy, int round) {
            this.place = place;
            this.policy = policy;
            this.round = round;
        }

        @Override
        public void answering() {
            if (!ended.get()) {
                grudges.tell(place, grudge -> grudge.opened(this, around.now()));
            }
        }

        @Override
        public void answered() {
            end(() -> {
                budget.answered();
                grudges.answered(this, place, round);
            });
        }

        @Override
        public void failed(CallException exception) {
            end(() -> blame(exception));
        }

        private void blame(CallException exception) {
            Failure failure = exception.failure();
            boolean strike = isStrike(failure);
            if (strike) {
                last = failure;
                budget.failed();
            }
            if (!policy.cools()) {
                return;
            }
            boolean probed = (strike || failure == Failure.KEY_REFUSED) && around.hasProbe(place);
            grudges.failed(this, new Grudge.Blow(place, policy, exception, probed, around.now()), round);
        }

        @Override
        public void abandoned() {
            end(() -> grudges.tell(place, grudge -> grudge.released(this)));
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

    /** Whether a failure cools by strikes. */
    static boolean isStrike(Failure failure) {
        return failure.cools() == Failure.Cools.MODEL_BY_STRIKES
                || failure.cools() == Failure.Cools.PROVIDER_BY_STRIKES;
    }

    /** Calls under way at a model, with whatever key. */
    int underWay(String model) {
        return models.getOrDefault(model, 0);
    }

    /** Goes out of use, if nothing is held against anybody here and no call is under way. */
    boolean retires() {
        if (!grudges.isEmpty() || !underWay.compareAndSet(0, RETIRED)) {
            return false;
        }
        if (!grudges.isEmpty()) {
            underWay.set(0); // The last call to leave failed between the two lines above.
            return false;
        }
        return true;
    }
}
