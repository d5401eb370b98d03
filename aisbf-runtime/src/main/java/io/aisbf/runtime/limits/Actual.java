// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

/**
 * What an attempt used in the end.
 *
 * @param tokens of prompt and answer
 * @param microUsd what that cost, in millionths of a US dollar
 * @param certainty how that is known
 */
public record Actual(long tokens, long microUsd, Certainty certainty) {
    /** How a figure is known. */
    public enum Certainty {
        /** The provider counted it. */
        EXACT,
        /** At least so much: the answer broke off, or nobody counted; of what was claimed nothing is given back. */
        UNDERESTIMATE,
        /** Nothing was sent, so all that was claimed is given back. */
        NOTHING
    }
}
