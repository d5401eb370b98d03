// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.Failure;
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
}
