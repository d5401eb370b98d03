// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Runs probes, one after the other, each on a thread of its own and for ten seconds at most. Used by one thread at a
 * time.
 */
final class Probing {
    private static final System.Logger LOGGER = System.getLogger(Probing.class.getName());

    /** How long a probe may take. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Duration deadline;
    private final Map<Scope, Thread> hanging = new ConcurrentHashMap<>();
    private volatile Function<Place, Optional<Probe>> probes = place -> Optional.empty();

    Probing(Duration deadline) {
        this.deadline = deadline;
    }

    /** From now on those probes are run. */
    void use(Function<Place, Optional<Probe>> others) {
        probes = others;
    }

    boolean has(Place place) {
        return probes.apply(place).isPresent();
    }

    /**
     * Runs all probes that are due.
     *
     * @return how long until the next one is
     */
    Duration round(Collection<ProviderHealth> providers, LongSupplier nanoTime) {
        long soonest = Background.WHEN_WOKEN.toNanos();
        for (ProviderHealth provider : providers) {
            for (Wanted wanted : wanted(provider, nanoTime.getAsLong())) {
                if (wanted.left() > 0) {
                    soonest = Math.min(soonest, wanted.left());
                } else if (!run(provider, wanted, nanoTime)) {
                    return Background.WHEN_WOKEN;
                }
            }
        }
        return Duration.ofNanos(soonest);
    }

    /** A probe to be run so many nanoseconds from now. */
    private record Wanted(Scope scope, Place place, HealthPolicy policy, long left) {}

    private static List<Wanted> wanted(ProviderHealth provider, long now) {
        return provider
                .grudges()
                .list(grudge -> grudge.wantsProbe(now)
                        ? Optional.of(new Wanted(grudge.scope(), grudge.place(), grudge.policy(), grudge.left(now)))
                        : Optional.<Wanted>empty())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Runs one; whether there is to be another. */
    private boolean run(ProviderHealth provider, Wanted wanted, LongSupplier nanoTime) {
        try {
            Optional<CallException> failure = run(wanted.scope(), wanted.place());
            provider.grudges()
                    .probed(
                            wanted.scope(),
                            failure.map(why ->
                                    new Grudge.Blow(wanted.place(), wanted.policy(), why, true, nanoTime.getAsLong())));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Runs the probe of that place, if there is one.
     *
     * @return why it failed; empty if it was answered or there is none
     * @throws InterruptedException if the thread is to end
     */
    private Optional<CallException> run(Scope scope, Place place) throws InterruptedException {
        Optional<Probe> probe = probes.apply(place);
        if (probe.isEmpty()) {
            return Optional.empty();
        }
        hanging.values().removeIf(thread -> !thread.isAlive());
        if (hanging.containsKey(scope)) {
            return Optional.of(new CallException(Failure.TIMED_OUT, "the probe before has not come back yet"));
        }
        Attempt attempt = new Attempt(probe.get());
        Thread thread = Thread.ofVirtual().name("probe of " + scope.words()).start(attempt);
        try {
            if (thread.join(deadline)) {
                return attempt.failure;
            }
        } finally {
            thread.interrupt();
        }
        hanging.put(scope, thread);
        return Optional.of(
                new CallException(Failure.TIMED_OUT, "the probe has not come back within " + Absence.words(deadline)));
    }

    /** One run of a probe; what came of it is read when its thread has ended. */
    private static final class Attempt implements Runnable {
        private final Probe probe;
        private volatile Optional<CallException> failure = Optional.empty();

        private Attempt(Probe probe) {
            this.probe = probe;
        }

        @Override
        public void run() {
            try {
                probe.run();
            } catch (CallException e) {
                failure = Optional.of(e);
            } catch (InterruptedException e) {
                failure = Optional.of(new CallException(Failure.TIMED_OUT, "the probe was interrupted", e));
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.WARNING, "A probe failed as none should.", e);
                failure = Optional.of(new CallException(Failure.PLUGIN_FAILED, "the probe failed", e));
            }
        }
    }
}
