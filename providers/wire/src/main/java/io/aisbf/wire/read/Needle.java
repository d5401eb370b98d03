// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import io.aisbf.api.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A word that is looked for in bytes which are relayed, without decoding them: a body of 100 KB must not cost more for
 * it than a look at every seventh byte (R. N. Horspool, "Practical fast searching in strings", Software: Practice and
 * Experience 10, 1980). What it finds may stand in a place where it means nothing and has to be decoded to be sure; a
 * word whose letters somebody escaped it does not find. Immutable; any thread.
 */
public final class Needle {
    private final byte[] word;
    private final int[] steps = new int[256];

    /** A search for that word of ASCII characters. */
    public Needle(String word) {
        this.word = word.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(steps, this.word.length);
        for (int i = 0; i < this.word.length - 1; i++) {
            steps[this.word[i]] = this.word.length - 1 - i;
        }
    }

    /** Whether the word stands somewhere in the value. */
    public boolean isIn(RawJson value) {
        return count(value, 1) > 0;
    }

    /** How often the word stands in the value; counting ends at {@code most}. */
    public int count(RawJson value, int most) {
        return value.read((source, from, to) -> count(source, from, to, most));
    }

    private int count(byte[] source, int from, int to, int most) {
        int last = word.length - 1;
        int count = 0;
        int end = from + last;
        while (end < to && count < most) {
            byte found = source[end];
            if (found == word[last] && Arrays.equals(source, end - last, end, word, 0, last)) {
                count++;
            }
            end += steps[found & 0xff];
        }
        return count;
    }
}
