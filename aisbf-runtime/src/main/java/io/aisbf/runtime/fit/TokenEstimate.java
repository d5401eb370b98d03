// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.runtime.count.vocabulary.RoughCounter;

/** Tokens guessed from characters, the same at any time: for tests and for what must not depend on a vocabulary. */
public final class TokenEstimate implements TokenCounter {
    /** A counter; it has no state. */
    public TokenEstimate() {}

    @Override
    public long count(String model, CharSequence text) {
        return RoughCounter.guess(text);
    }
}
