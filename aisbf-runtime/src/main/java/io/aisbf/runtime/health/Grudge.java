// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.health.Grudges.Pauses;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is held against one scope: failures in a row, and the cooldown they led to. A circuit breaker whose states are
 * read off the clock rather than moved by timers (M. Nygard, "Release It!", chapter "Circuit Breaker").
 *
 * <pre>
 * failing --strikes, or at once--> cooling --time, probe--> on trial --answered--> forgotten
 *                                     ^                         |
 *                                     +---------failed----------+
 * </pre>
 *
 * <p>While on trial one call at a time is let through. As soon as that call shows a first piece of an answer the others
 * are let through as well, but nothing is forgotten before a call is answered in full: one that breaks off in the
 * middle counts as a strike, and strikes that were enough for one cooldown are enough for the next.
 *
 * <p>Calls are told apart by rounds. Each beginning of a cooldown, and each later end that a provider names, opens a
 * round; a call belongs to the round in which it was let through. What calls of earlier rounds bring back is old news:
 * their failures neither count nor prolong, and their answers do not end a cooldown. Only a later end that a provider
 * names is obeyed whoever brings it.
 *
 * <p>Guarded by the lock of its {@link ProviderHealth}. Times are those of the injected nanosecond counter, so that
 * setting the clock neither ends nor prolongs anything.
 */
final class Grudge {
    /** After so long a trial whose outcome nobody has told holds up the next one no longer. */
    static final long LEASE = TimeUnit.MINUTES.toNanos(10);

    /** After so long a probe that has not come back, or not begun, holds up the trial no longer. */
    static final long PROBE_WAIT = TimeUnit.SECONDS.toNanos(15);

    /**
     * After so many failed probes in a row a call is risked all the same: the endpoint that is probed may be broken, or
     * closed to the key, while the other one works.
     */
    private static final int MOST_UNHEARD = 3;

    private final Scope scope;
    private Place place;
    private HealthPolicy policy;
    private Failure failure;
    private int strikes;
    private int limits;
    private int cooldowns;
    private int unheard;
    private boolean cooled;
    private boolean opened;
    private boolean named;
    private boolean probing;
    private long until;
    private int round;
    private @Nullable Object trial;
    private long trialEnds;

    /** Nothing yet, to be followed by the blow itself. */
    Grudge(Scope scope, Blow first) {
        this(scope, first.place(), first.policy(), first.failure());
    }

    private Grudge(Scope scope, Place place, HealthPolicy policy, Failure failure) {
        this.scope = scope;
        this.place = place;
        this.policy = policy;
        this.failure = failure;
    }

    /** One that was written down before a restart. Strikes are not written down: the first one counts in full. */
    static Grudge remembered(CooldownFile.Entry entry, long until) {
        Scope scope = entry.scope();
        Place place = new Place(scope.provider(), scope.key(), scope.model());
        Grudge grudge = new Grudge(scope, place, HealthPolicy.DEFAULT, entry.failure());
        grudge.cooled = true;
        grudge.named = entry.named();
        grudge.cooldowns = entry.named() ? 0 : 1;
        grudge.until = until;
        return grudge;
    }

    /**
     * A failure.
     *
     * @param probed whether it can be asked at no cost whether it is back
     */
    record Blow(Place place, HealthPolicy policy, CallException exception, boolean probed, long now) {
        private Failure failure() {
            return exception.failure();
        }
    }

    /** A call of this round failed; whether the end of a cooldown moved, which opens that next round. */
    boolean failed(Blow blow, Pauses pauses, int next) {
        place = blow.place();
        policy = blow.policy();
        failure = blow.failure();
        strikes++;
        trial = null;
        Optional<Duration> wait = Pauses.named(blow.exception());
        limits += failure.cools() == Failure.Cools.KEY_FOR_MODEL ? 1 : 0;
        unheard = 0;
        Optional<Duration> pause = wait.or(() -> own(blow, pauses));
        pause.ifPresent(duration -> cool(blow.now() + duration.toNanos(), wait.isPresent(), next));
        probing = pause.isPresent() && wait.isEmpty() && blow.probed();
        return pause.isPresent();
    }

    /** A call of an earlier round failed; whether the end of the cooldown moved. */
    boolean failedLate(Blow blow, int next) {
        Optional<Duration> wait = Pauses.named(blow.exception());
        if (wait.isEmpty() || blow.now() + wait.get().toNanos() - until <= 0) {
            return false;
        }
        failure = blow.failure();
        probing = false;
        cool(blow.now() + wait.get().toNanos(), true, next);
        return true;
    }

    /** The probe failed; whether that begins a new cooldown. */
    boolean probeFailed(Blow blow, int next) {
        Failure found = blow.failure();
        boolean tells = scope.kind() == Scope.Kind.KEY
                ? found == Failure.KEY_REFUSED
                : found.fault() == Failure.Fault.PROVIDER && found != Failure.PLUGIN_FAILED;
        if (!tells || ++unheard > MOST_UNHEARD) {
            probing = false;
            return false;
        }
        Optional<Duration> wait = Pauses.named(blow.exception());
        cool(blow.now() + wait.orElseGet(this::longerEachTime).toNanos(), false, next);
        return true;
    }

    private Optional<Duration> own(Blow blow, Pauses pauses) {
        return switch (blow.failure().cools()) {
            case NOTHING -> Optional.empty();
            case KEY_FOR_MODEL -> Optional.of(pauses.limited(limits));
            case MODEL -> Optional.of(policy.pause());
            case KEY ->
                Optional.of(failure == Failure.KEY_REFUSED && blow.probed() ? longerEachTime() : policy.longest());
            case MODEL_BY_STRIKES, PROVIDER_BY_STRIKES ->
                struckOut() ? Optional.of(longerEachTime()) : Optional.empty();
        };
    }

    private boolean struckOut() {
        return policy.strikes() > 0 && (strikes >= policy.strikes() || cooldowns > 0);
    }

    private Duration longerEachTime() {
        return Pauses.doubled(policy.pause(), cooldowns++, policy.longest());
    }

    /** Never ends sooner than it would have without. */
    private void cool(long end, boolean byName, int next) {
        if (!cooled || end - until > 0) {
            until = end;
            named = byName;
        }
        cooled = true;
        opened = false;
        round = next;
    }

    /** The call on trial shows the first piece of an answer. */
    void opened(Object visit, long now) {
        if (visit.equals(trial) && !isCooling(now)) {
            trial = null;
            opened = true;
        }
    }

    /** A call is let through; it is the one on trial, if this is on trial. */
    void entered(Object visit, long now) {
        if (cooled && !opened) {
            trial = visit;
            trialEnds = now + LEASE;
        }
    }

    /** A call ended that says nothing for or against. */
    void released(Object visit) {
        if (visit.equals(trial)) {
            trial = null;
        }
    }

    /** The probe was answered, or there is none to run. */
    void probed() {
        probing = false;
    }

    /** Whether a call was let through before the running cooldown began. */
    boolean isLate(int callRound) {
        return cooled && callRound - round < 0;
    }

    /** How it is treated now. */
    Report.State state(long now) {
        if (!cooled || opened) {
            return Report.State.FAILING;
        }
        if (isCooling(now)) {
            return Report.State.COOLING;
        }
        return probing && now - until < PROBE_WAIT ? Report.State.PROBED : Report.State.ON_TRIAL;
    }

    /** Whether a call on trial is under way. */
    boolean isTrying(long now) {
        return trial != null && trialEnds - now > 0;
    }

    /** Nanoseconds to the end of the cooldown; 0 if there is none. */
    long left(long now) {
        return isCooling(now) ? until - now : 0;
    }

    /** Whether a probe is to be run when the cooldown ends, or now. */
    boolean wantsProbe(long now) {
        return cooled && !opened && probing && now - until < PROBE_WAIT;
    }

    private boolean isCooling(long now) {
        return cooled && until - now > 0;
    }

    /**
     * How much would be lost by forgetting it, for when there is no room for more: names come from clients' requests,
     * and a client may make up any number of models.
     */
    int worth(long now) {
        if (!isCooling(now)) {
            return 0;
        }
        return named ? 3 : scope.kind() == Scope.Kind.MODEL ? 1 : 2;
    }

    Scope scope() {
        return scope;
    }

    /** Where the last failure happened. */
    Place place() {
        return place;
    }

    /** The provider's policy at the last failure. */
    HealthPolicy policy() {
        return policy;
    }

    Failure failure() {
        return failure;
    }

    int strikes() {
        return strikes;
    }

    /** Whether the provider named the end of the cooldown. */
    boolean isNamed() {
        return named;
    }
}
