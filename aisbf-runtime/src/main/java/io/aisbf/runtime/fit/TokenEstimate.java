// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.plugin.TokenCounter;

/**
 * Tokens estimated from characters, without a vocabulary: four Latin letters or digits to a token, one token for two
 * other alphabetic characters, one for each ideograph, sign or emoji. It errs upwards for prose and is meant for
 * deciding whether a conversation comes near a model's context size, not for billing.
 */
public final class TokenEstimate implements TokenCounter {
    private static final int QUARTERS = 4;

    /** A counter; it has no state. */
    public TokenEstimate() {}

    @Override
    public long count(String model, CharSequence text) {
        long quarters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                quarters += Character.isLetterOrDigit(c) || c == ' ' ? 1 : 2;
            } else if (c < 0x2e80 && Character.isLetter(c)) {
                quarters += 2;
            } else if (!Character.isLowSurrogate(c)) {
                quarters += QUARTERS;
            }
        }
        return (quarters + QUARTERS - 1) / QUARTERS;
    }
}
