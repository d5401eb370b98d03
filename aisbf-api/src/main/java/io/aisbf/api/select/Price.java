// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.select;

import io.aisbf.api.chat.Usage;

/**
 * What a model charges, in US dollars for a million tokens.
 *
 * @param input for tokens of the prompt that were not cached
 * @param cachedInput for tokens of the prompt that the provider had cached
 * @param output for tokens of the answer, thoughts included
 */
public record Price(double input, double cachedInput, double output) {
    private static final double MILLION = 1e6;

    /** What an answer of that usage costs, in US dollars. */
    public double of(Usage usage) {
        long fresh = usage.input() - usage.cachedInput();
        return (fresh * input + usage.cachedInput() * cachedInput + usage.output() * output) / MILLION;
    }
}
