// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import io.aisbf.api.json.RawJson;

/**
 * Tokens guessed from characters, without a vocabulary: four Latin letters or digits to a token, one token for two other
 * alphabetic characters, one for each ideograph, sign or emoji. It errs upwards for prose. For the time until a
 * vocabulary is loaded, for what a vocabulary would take too long for, and for how fast a stream comes. Stateless.
 */
public final class RoughCounter implements TextCounter {
    /** It has no state. */
    static final RoughCounter INSTANCE = new RoughCounter();

    private static final int QUARTERS = 4;

    private RoughCounter() {}

    /** What a text comes to, about; one token at least where it is not empty. */
    public static long guess(CharSequence text) {
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

    @Override
    public void add(String text, Tally tally) {
        tally.look(text, guess(text));
    }

    @Override
    public void add(RawJson json, Tally tally) {
        add(json.toString(), tally);
    }

    @Override
    public boolean rough() {
        return true;
    }
}
