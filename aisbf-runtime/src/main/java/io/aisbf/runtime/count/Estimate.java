// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

/**
 * How many tokens a request comes to before a provider has counted it.
 *
 * @param tokens the estimate, with what was learned from the model's answers
 * @param plain the same without, from which {@link Tokens#learn} learns
 * @param rough whether it is a guess from characters, because the vocabulary was not loaded yet; nothing is learned from
 *     such a one
 */
public record Estimate(long tokens, long plain, boolean rough) {}
