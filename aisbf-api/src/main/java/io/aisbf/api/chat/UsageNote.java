// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import java.util.Optional;

/**
 * What the gateway adds to the usage in an answer, in whichever protocol it is told: the formats write it into their own
 * usage object, or splice it into the provider's, under {@code effective_context} and {@code aisbf} as far as their
 * protocol's spelling allows. Clients ignore members that they do not know.
 *
 * @param effectiveContext tokens that the model really read, cached ones included: as the provider counted them, or, where
 *     it counted nothing, as they were estimated; 0 where nobody knows, which is not told
 * @param aisbf what else was done to the request, such as condensing it: a JSON object; empty for most calls
 */
public record UsageNote(long effectiveContext, Optional<RawJson> aisbf) {
    /** Nothing to tell. */
    public static final UsageNote NONE = new UsageNote(0, Optional.empty());

    /** Of so many tokens, of which there is nothing else to tell. */
    public static UsageNote of(long effectiveContext) {
        return new UsageNote(effectiveContext, Optional.empty());
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return effectiveContext <= 0 && aisbf.isEmpty();
    }
}
