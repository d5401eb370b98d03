// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.limits.Limit;
import java.util.List;

/**
 * One gateway's share of limits, of which there are so many: of what is counted, the part that falls to each; of
 * spacing, the time that passes if all take turns. What does not divide evenly is left out.
 */
record Shares(int nodes) {
    Limit of(Limit limit) {
        return switch (limit.window()) {
            case Limit.Window.Spacing spacing ->
                new Limit(
                        limit.name(),
                        limit.unit(),
                        limit.most(),
                        new Limit.Window.Spacing(spacing.between().multipliedBy(nodes)));
            case Limit.Window.Sliding _, Limit.Window.Calendar _ ->
                new Limit(limit.name(), limit.unit(), limit.most() / nodes, limit.window());
        };
    }

    List<Limit> of(List<Limit> limits) {
        return limits.stream().map(this::of).toList();
    }

    /** What a gateway may use by itself. */
    Claim bounded(Claim claim) {
        return with(claim, of(claim.limits()));
    }

    /** The same without bounds: what the store has allowed is only counted. */
    Claim counted(Claim claim) {
        return with(
                claim,
                of(claim.limits()).stream()
                        .map(limit -> new Limit(limit.name(), limit.unit(), Long.MAX_VALUE, limit.window()))
                        .toList());
    }

    private static Claim with(Claim claim, List<Limit> limits) {
        return new Claim(claim.attempt(), limits, claim.tokens(), claim.microUsd(), claim.lease());
    }
}
