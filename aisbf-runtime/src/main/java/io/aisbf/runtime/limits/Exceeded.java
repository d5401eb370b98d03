// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import io.aisbf.runtime.limits.Limiter.Answer.Refused;
import java.time.Duration;
import java.util.Optional;

/**
 * What it meant in AISBF 0.3.2 to exceed a limit: the whole provider is left alone, for a minute where the limit is one
 * a minute, for an hour or a day where it is one an hour or a day. Called by whoever decides about {@code on_limit:
 * provider}; from any thread.
 */
public final class Exceeded {
    private Exceeded() {}

    /**
     * How long the provider is left alone because of that refusal: the length of a sliding window; with spacing and
     * calendars, which have no such length, the wait itself. Empty where the claim alone is larger than the limit: that
     * says something of the request, and nothing of the provider.
     */
    public static Optional<Duration> disabledFor(Refused refused) {
        return refused.after().map(wait -> switch (refused.limit().window()) {
            case Limit.Window.Sliding(Duration length) -> length;
            case Limit.Window.Spacing _, Limit.Window.Calendar _ -> wait;
        });
    }
}
