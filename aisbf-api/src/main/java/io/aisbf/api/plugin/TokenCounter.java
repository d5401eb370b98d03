// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

/**
 * Counts tokens the way a model does, or nearly; never fewer on purpose. Called from many threads at once; does not
 * block.
 */
@FunctionalInterface
public interface TokenCounter {
    /**
     * How many tokens a text comes to.
     *
     * @param model the target whose counting is meant, as {@code provider/model}
     */
    long count(String model, CharSequence text);
}
