// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.select.SelectionStrategy;

/**
 * A strategy of a group, one of several where they are asked in turn.
 *
 * @param word the strategy's word in the configuration
 * @param plugin the plugin it comes from, for messages
 * @param gate how sure it has to be of its decision for the next not to be asked, from 0 to 1
 */
public record Chooser(String word, String plugin, SelectionStrategy strategy, double gate) {
    /** Half of what there is: rather right than wrong, by the strategy's own reckoning. */
    public static final double USUAL_GATE = 0.5;

    /** How a strategy of that group is named in messages. */
    public String label(Group group) {
        return group.label() + " (strategy " + word + ", plugin " + plugin + ")";
    }
}
