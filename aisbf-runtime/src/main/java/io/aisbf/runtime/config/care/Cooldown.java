// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.care;

import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.health.HealthPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When a provider is left alone, as far as one place of the configuration says: the whole file, or one provider. What is
 * empty, the wider place says, and in the end {@link HealthPolicy#DEFAULT}.
 *
 * @param enabled whether anybody is left alone at all
 * @param failures in a row after which it cools; 0 for never
 * @param time for how long it cools the first time
 * @param longest the longest it cools when it goes on failing
 */
public record Cooldown(
        Optional<Boolean> enabled, OptionalLong failures, Optional<Duration> time, Optional<Duration> longest) {
    private static final Cooldown NONE =
            new Cooldown(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
    private static final long MOST_FAILURES = 1000;
    private static final long MOST_CALLS = 1_000_000;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Reads a section {@code cooldown}. */
    public static Cooldown read(Part part) {
        Cooldown cooldown = new Cooldown(
                part.bool("enabled"),
                part.whole("failures", 0, MOST_FAILURES),
                part.duration("time", SHORTEST, LONGEST),
                part.duration("longest", SHORTEST, LONGEST));
        part.finish();
        if (cooldown.longest
                .filter(longest -> cooldown.time.orElse(Duration.ZERO).compareTo(longest) > 0)
                .isPresent()) {
            part.wrong("longest", "is shorter than time; write a span that is at least as long, or leave it out");
        }
        return cooldown;
    }

    /** Reads what a provider's map says of it, {@code retries} and {@code max_concurrent} too. */
    public static HealthPolicy policy(Part provider, Cooldown general) {
        Cooldown own = provider.part("cooldown").map(Cooldown::read).orElse(NONE);
        HealthPolicy usual = HealthPolicy.DEFAULT;
        Duration time = own.time.or(general::time).orElse(usual.pause());
        Duration longest = own.longest.or(general::longest).orElse(usual.longest());
        HealthPolicy policy = new HealthPolicy(
                (int) own.failures.orElse(general.failures.orElse(usual.strikes())),
                time,
                time.compareTo(longest) > 0 ? time : longest,
                (int) provider.whole("retries", 0, 100).orElse(usual.retryPercent()),
                (int) provider.whole("max_concurrent", 0, MOST_CALLS).orElse(usual.maxConcurrent()));
        return own.enabled.or(general::enabled).orElse(true) ? policy : policy.withoutCooldowns();
    }
}
