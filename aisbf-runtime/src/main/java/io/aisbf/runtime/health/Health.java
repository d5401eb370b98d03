// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * How every provider, model and key is doing: who is left alone until when, who is on trial, how many calls are under
 * way where, and how many second tries a failing provider may still get. One for the whole gateway; outlives reloads.
 * Called from all calls' threads at once.
 *
 * <p>What cools after which failure is the table's affair ({@link io.aisbf.api.call.Failure#cools}); how long, {@link
 * Grudge}'s and {@link Grudges.Pauses}'; how many second tries, {@link RetryBudget}'s. Places that are well take no room but
 * for their provider's: model names come from clients, who may make up any number of them. What is held against more
 * than ten thousand scopes is forgotten, the least worth knowing first.
 */
public final class Health implements AutoCloseable {
    private static final int MOST = 10_000;
    private static final int ROOMY = MOST - MOST / 8;
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final ConcurrentHashMap<String, ProviderHealth> providers = new ConcurrentHashMap<>();
    private final Shared shared = new Shared();
    private final AtomicInteger remembered = new AtomicInteger();
    private final ReentrantLock tidying = new ReentrantLock();
    private final Probing probing = new Probing(Probing.DEADLINE);
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Grudges.Pauses pauses;
    private volatile Optional<Background> writer = Optional.empty();
    private volatile Optional<Background> prober = Optional.empty();
    private volatile Optional<CooldownFile> file = Optional.empty();

    /**
     * Everybody is well; nothing is written down, and probes are run by {@link #probe} alone. For tests.
     *
     * @param clock for what is told and written down
     * @param nanoTime for what is waited for
     */
    public Health(InstantSource clock, LongSupplier nanoTime, RandomGenerator random) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        pauses = new Grudges.Pauses(random);
    }

    /**
     * Everybody is well but those of whom the file says otherwise. To be closed, which writes the file once more.
     *
     * @param file where cooldowns are written down for the next start; empty for nowhere. A file that cannot be read is
     *     warned of and hinders nothing
     */
    public static Health start(
            InstantSource clock, LongSupplier nanoTime, RandomGenerator random, Optional<Path> file) {
        Health health = new Health(clock, nanoTime, random);
        health.file = file.map(CooldownFile::new);
        health.file.ifPresent(there -> there.read().forEach(health::restore));
        health.writer = health.file.map(there -> new Background("cooldown file", MOMENT, () -> {
            there.write(health.cooldowns());
            return Background.WHEN_WOKEN;
        }));
        health.prober = Optional.of(new Background("probes", Duration.ZERO, health::probe));
        return health;
    }

    private void restore(CooldownFile.Entry entry) {
        Duration left = Duration.between(clock.instant(), entry.until());
        if (left.isPositive() && remembered.get() < MOST) {
            Duration kept = left.compareTo(Grudges.Pauses.LONGEST_NAMED) < 0 ? left : Grudges.Pauses.LONGEST_NAMED;
            Grudge grudge = Grudge.remembered(entry, nanoTime.getAsLong() + kept.toNanos());
            provider(entry.scope().provider()).grudges().add(grudge);
        }
    }

    private List<CooldownFile.Entry> cooldowns() {
        Instant instant = clock.instant();
        long now = nanoTime.getAsLong();
        return all(grudge -> new CooldownFile.Entry(
                        grudge.scope(), grudge.failure(), grudge.isNamed(), instant.plusNanos(grudge.left(now))))
                .stream()
                .filter(entry -> entry.until().isAfter(instant))
                .toList();
    }

    /** Why that place is not asked now, if it is not; takes nothing, and does not look at second tries. */
    public Optional<Absence> absence(Place place, HealthPolicy policy) {
        return Optional.ofNullable(providers.get(place.provider()))
                .flatMap(provider -> provider.absence(place, policy));
    }

    /** What came of wanting to ask somewhere. */
    public sealed interface Entry {
        /** Go ahead; tell the visit how it ends. */
        record Admitted(Visit visit) implements Entry {}

        /** Not now. */
        record Refused(Absence absence) implements Entry {}
    }

    /**
     * Wants to ask somewhere.
     *
     * @param again whether this call has been tried elsewhere, or there, before
     */
    public Entry enter(Place place, HealthPolicy policy, boolean again) {
        while (true) {
            Optional<Entry> entry = provider(place.provider()).enter(place, policy, again);
            if (entry.isPresent()) {
                return entry.get();
            }
        }
    }

    /**
     * Leaves a whole provider alone for that long, because a limit of the gateway's own is reached there; one that is
     * left alone for longer already stays so.
     *
     * @param failure what a client is told who wanted nobody else
     */
    public void leave(String provider, Failure failure, Duration time) {
        leave(new Place(provider, "", ""), failure, time);
    }

    /**
     * Leaves a place alone for that long, because another gateway does; one that is left alone for longer already stays
     * so.
     *
     * @param place without a key every key is meant, without a model every model
     */
    public void leave(Place place, Failure failure, Duration time) {
        Scope scope = Scope.meant(place);
        CooldownFile.Entry entry =
                new CooldownFile.Entry(scope, failure, true, clock.instant().plus(time));
        provider(place.provider()).grudges().leave(Grudge.remembered(entry, nanoTime.getAsLong() + time.toNanos()));
        shared.changed();
        shared.tidy();
    }

    /** Calls under way at a model, with whatever key. */
    public int underWay(String provider, String model) {
        ProviderHealth health = providers.get(provider);
        return health == null ? 0 : health.underWay(model);
    }

    /**
     * From now on those probes are run when a cooldown is over that came from failures in a row or from a refused key,
     * before a call is risked. Until the probe has been answered, but not for much longer than it may take, the place
     * is left alone; if it fails, the place cools again. To be called at the start and after each reload.
     *
     * @param probes what can be asked of a place at no cost, if anything; called by calls' threads, so it only looks
     *     things up
     */
    public void attend(Function<Place, Optional<Probe>> probes) {
        probing.use(probes);
    }

    /** Runs the probes that are due; how long until the next one is. */
    Duration probe() {
        return probing.round(providers.values(), nanoTime);
    }

    /** What is held against whom, in the order of their names. */
    public List<Report> report() {
        Instant instant = clock.instant();
        long now = nanoTime.getAsLong();
        return all(grudge -> Report.of(grudge, now, instant)).stream()
                .sorted(Comparator.comparing(Report::provider)
                        .thenComparing(Report::model)
                        .thenComparing(Report::key))
                .toList();
    }

    /** Forgets what is held against a provider, its models and its keys; how many cooldowns and strikes that were. */
    public int forgive(String provider) {
        ProviderHealth health = providers.get(provider);
        return health == null ? 0 : health.grudges().forget(grudge -> true);
    }

    /** Forgets what is held against exactly that provider, key or model, named as in its {@link Report}. */
    public int forgive(String provider, String key, String model) {
        ProviderHealth health = providers.get(provider);
        Predicate<Grudge> meant = grudge ->
                grudge.scope().key().equals(key) && grudge.scope().model().equals(model);
        return health == null ? 0 : health.grudges().forget(meant);
    }

    /** Forgets what is held against anybody. */
    public int forgiveAll() {
        return providers.values().stream()
                .mapToInt(provider -> provider.grudges().forget(grudge -> true))
                .sum();
    }

    private <T> List<T> all(Function<Grudge, T> what) {
        return providers.values().stream()
                .flatMap(provider -> provider.grudges().list(what).stream())
                .toList();
    }

    private ProviderHealth provider(String name) {
        ProviderHealth known = providers.get(name);
        if (known != null) {
            return known;
        }
        if (providers.size() >= MOST) {
            retireIdle();
        }
        return providers.computeIfAbsent(name, unknown -> new ProviderHealth(shared));
    }

    private void retireIdle() {
        providers.values().removeIf(ProviderHealth::retires);
    }

    /** Forgets what is least worth knowing. */
    private void forgetTheLeast() {
        record Held(ProviderHealth provider, Scope scope, int worth, long left) {}
        long now = nanoTime.getAsLong();
        List<Held> held = new ArrayList<>();
        for (ProviderHealth provider : providers.values()) {
            held.addAll(provider.grudges()
                    .list(grudge -> new Held(provider, grudge.scope(), grudge.worth(now), grudge.left(now))));
        }
        held.stream()
                .sorted(Comparator.comparingInt(Held::worth).thenComparingLong(Held::left))
                .limit(Math.max(0, held.size() - ROOMY))
                .forEach(least -> least.provider().grudges().forget(least.scope()));
    }

    /** What the providers share. */
    private final class Shared implements Grudges.Surroundings {
        @Override
        public long now() {
            return nanoTime.getAsLong();
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public Grudges.Pauses pauses() {
            return pauses;
        }

        @Override
        public boolean hasProbe(Place place) {
            return probing.has(place);
        }

        @Override
        public void remembered(int more) {
            remembered.addAndGet(more);
        }

        @Override
        public void changed() {
            writer.ifPresent(Background::wake);
            prober.ifPresent(Background::wake);
        }

        @Override
        public void tidy() {
            if (remembered.get() > MOST && tidying.tryLock()) {
                try {
                    forgetTheLeast();
                } finally {
                    tidying.unlock();
                }
            }
        }
    }

    /** Ends the threads and writes the cooldowns down once more. What happens after that is not written down. */
    @Override
    public void close() {
        prober.ifPresent(Background::close);
        writer.ifPresent(Background::close);
        file.ifPresent(there -> there.write(cooldowns()));
    }
}
