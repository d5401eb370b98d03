// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

/** How long prompts usually are, for as long as nothing better is known. Stateless. */
final class Lengths {
    /** Of the prompts of MT-Bench, GSM8K and HumanEval a half has more characters than this. */
    private static final double USUAL = 250;

    private Lengths() {}

    /** A number that rises with the length from 0 to 1, and is a half at a usual one. */
    static double rank(int length) {
        return length / (length + USUAL);
    }
}
