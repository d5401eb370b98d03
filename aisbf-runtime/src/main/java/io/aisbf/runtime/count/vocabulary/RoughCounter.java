// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.fit.TokenEstimate;

/** Counts without a vocabulary. */
final class RoughCounter implements TextCounter {
    /** It has no state. */
    static final RoughCounter INSTANCE = new RoughCounter();

    private static final TokenEstimate ESTIMATE = new TokenEstimate();

    private RoughCounter() {}

    @Override
    public long count(String text) {
        return ESTIMATE.count("", text);
    }

    @Override
    public long count(RawJson json) {
        return ESTIMATE.count("", json.toString());
    }

    @Override
    public boolean rough() {
        return true;
    }
}
