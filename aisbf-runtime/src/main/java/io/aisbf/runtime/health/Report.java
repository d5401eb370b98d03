// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.Failure;
import java.time.Instant;
import java.util.Optional;

/**
 * What is held against a provider, a model or a key, for the operator.
 *
 * @param scope what it is held against, in words
 * @param provider the provider
 * @param key the name of the key; empty where every key is meant, or there is only one way to ask
 * @param model the model; empty where every model is meant
 * @param state how it is treated
 * @param until when it may be asked again, where that is known
 * @param failure the last failure
 * @param strikes failures in a row
 */
public record Report(
        String scope,
        String provider,
        String key,
        String model,
        State state,
        Optional<Instant> until,
        Failure failure,
        int strikes) {
    /** How something is treated that has failed. */
    public enum State {
        /** It has failed, and is asked as before. */
        FAILING,
        /** It is left alone. */
        COOLING,
        /** Its cooldown is over; it is asked at no cost whether it is back before a call is risked on it. */
        PROBED,
        /** Its cooldown is over; one call at a time may try it until one is answered. */
        ON_TRIAL
    }

    static Report of(Grudge grudge, long now, Instant clock) {
        Scope scope = grudge.scope();
        State state = grudge.state(now);
        Optional<Instant> until =
                state == State.COOLING ? Optional.of(clock.plusNanos(grudge.left(now))) : Optional.empty();
        return new Report(
                scope.words(),
                scope.provider(),
                scope.key(),
                scope.model(),
                state,
                until,
                grudge.failure(),
                grudge.strikes());
    }
}
