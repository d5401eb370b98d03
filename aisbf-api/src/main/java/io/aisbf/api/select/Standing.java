// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.select;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a candidate stands at the moment it is ranked. Made by the gateway for each call; of a rotation among candidates
 * only is known what is under way.
 *
 * @param underWay calls that it is answering now, whoever sent them there
 * @param contextTokens tokens it accepts, where known
 * @param price what it charges, where known
 */
public record Standing(int underWay, OptionalLong contextTokens, Optional<Price> price) {
    /** Nothing is known and nothing is under way. */
    public static final Standing UNKNOWN = new Standing(0, OptionalLong.empty(), Optional.empty());
}
