// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import com.knuddels.jtokkit.api.Encoding;
import java.util.SplittableRandom;

/**
 * Counts a text of any length in bounded time. The encoder's time grows faster than a run without a break does (400,000
 * times the same letter takes three seconds), so that a text is cut into pieces before it sees them: where a word begins
 * if one does near the end of the piece, anywhere otherwise. A cut costs a token or two, which is less than a thousandth.
 *
 * <p>Of a very long text only one of n pieces is encoded, by a secret choice, so that nobody can put what is dense where
 * it is not looked at. What the others come to is guessed from their characters, and the guess corrected by how far it
 * was off where both are known.
 */
final class Pieces {
    private static final int PIECE = 4096;
    private static final int BACK = 256;
    /** So many are encoded at most: a megabyte of text that cannot be cut well stays below a second. */
    private static final int ENCODED = 128;

    private final Encoding encoding;

    private final long secret;

    Pieces(Encoding encoding, long secret) {
        this.encoding = encoding;
        this.secret = secret;
    }

    /** Tokens of a text. What looks like one of the vocabulary's control tokens is text like any other. */
    long count(String text) {
        if (text.length() <= PIECE) {
            return encoding.countTokensOrdinary(text);
        }
        int every = (text.length() / PIECE + ENCODED) / ENCODED;
        SplittableRandom choice = new SplittableRandom(secret ^ text.length());
        int chosen = 0;
        long encoded = 0;
        long guessed = 0;
        long rest = 0;
        int number = 0;
        for (int from = 0; from < text.length(); number++) {
            int to = end(text, from);
            String piece = text.substring(from, to);
            chosen = number % every == 0 ? choice.nextInt(every) : chosen;
            if (number % every == chosen) {
                encoded += encoding.countTokensOrdinary(piece);
                guessed += every == 1 ? 0 : RoughCounter.guess(piece);
            } else {
                rest += RoughCounter.guess(piece);
            }
            from = to;
        }
        return rest == 0 ? encoded : encoded + Math.round((double) rest * encoded / Math.max(1, guessed));
    }

    /** Where the piece that begins here ends. */
    private static int end(String text, int from) {
        int last = from + PIECE;
        if (last >= text.length()) {
            return text.length();
        }
        for (int at = last; at > last - BACK; at--) {
            if (Character.isWhitespace(text.charAt(at)) && !Character.isWhitespace(text.charAt(at - 1))) {
                return at;
            }
        }
        return Character.isLowSurrogate(text.charAt(last)) ? last - 1 : last;
    }
}
