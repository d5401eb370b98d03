// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

/**
 * Tokens as the provider counted them.
 *
 * @param input all that went in, cached ones included
 * @param cachedInput those of the input that were read from the provider's prompt cache
 * @param cacheWrite those of the input that were written to the provider's prompt cache
 * @param output all that came out, reasoning included
 * @param reasoning those of the output that were spent on reasoning
 */
public record Usage(long input, long cachedInput, long cacheWrite, long output, long reasoning) {
    /** Nothing was counted. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    /** So many in, so many out. */
    public static Usage of(long input, long output) {
        return new Usage(input, 0, 0, output, 0);
    }

    /** In and out together. */
    public long total() {
        return input + output;
    }

    /** The sum of two. */
    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                cachedInput + other.cachedInput,
                cacheWrite + other.cacheWrite,
                output + other.output,
                reasoning + other.reasoning);
    }
}
