// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a place is not asked at the moment.
 *
 * @param until when it may be asked again, where that is known
 * @param failure what brought it about; what a client is told who wanted nobody else
 * @param words the reason in a few words, such as {@code cooling for 4 min 58 s after RATE_LIMITED}
 */
public record Absence(Kind kind, Optional<Instant> until, Failure failure, String words) {
    /** Kinds of absence. */
    public enum Kind {
        /** It is left alone after a failure. */
        COOLING,
        /** It is back from that, and one call is trying whether it answers; the others wait for the outcome. */
        ON_TRIAL,
        /** It has as many calls under way as it may have. */
        FULL,
        /** It is failing, and enough second tries have been spent on it. */
        NO_MORE_RETRIES
    }

    static Absence full(int calls) {
        String words = "has " + calls + (calls == 1 ? " call" : " calls") + " under way, as many as it may have";
        return new Absence(Kind.FULL, Optional.empty(), Failure.OVERLOADED, words);
    }

    static Absence spent(Failure last) {
        String words = "failing with " + last + ", and no more second tries are spent on it for now";
        return new Absence(Kind.NO_MORE_RETRIES, Optional.empty(), last, words);
    }

    /** What is held against a scope, if that keeps calls away. */
    static Optional<Absence> of(Grudge grudge, long now, Instant clock) {
        return switch (grudge.state(now)) {
            case FAILING -> Optional.empty();
            case COOLING -> {
                Duration left = Duration.ofNanos(grudge.left(now));
                yield Optional.of(new Absence(
                        Kind.COOLING, Optional.of(clock.plus(left)), grudge.failure(), cooling(grudge, left)));
            }
            case PROBED -> {
                String words = grudge.scope().words() + " is being probed after " + grudge.failure();
                yield Optional.of(new Absence(Kind.COOLING, Optional.empty(), grudge.failure(), words));
            }
            case ON_TRIAL -> {
                String words = "one call is trying whether " + grudge.scope().words() + " answers again after "
                        + grudge.failure();
                Absence absence = new Absence(Kind.ON_TRIAL, Optional.empty(), grudge.failure(), words);
                yield grudge.isTrying(now) ? Optional.of(absence) : Optional.empty();
            }
        };
    }

    private static String cooling(Grudge grudge, Duration left) {
        String time = words(left);
        return switch (grudge.failure()) {
            case KEY_REFUSED -> "its key is refused; next try in " + time;
            case QUOTA_EXHAUSTED -> "the account behind its key has nothing left to spend; next try in " + time;
            case UNKNOWN_MODEL -> "the provider does not know the model; next try in " + time;
            case Failure other -> "cooling for " + time + " after " + other;
        };
    }

    /** A time in its two largest units, rounded up to the second. */
    static String words(Duration time) {
        long seconds = time.plusNanos(999_999_999).toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return two(seconds, 60, " min", 1, " s");
        }
        return seconds < 86_400 ? two(seconds, 3_600, " h", 60, " min") : two(seconds, 86_400, " d", 3_600, " h");
    }

    private static String two(long seconds, int large, String largeUnit, int small, String smallUnit) {
        long rest = seconds % large / small;
        return seconds / large + largeUnit + (rest == 0 ? "" : " " + rest + smallUnit);
    }
}
