// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the configuration says of a model.
 *
 * @param name the provider's name of it
 * @param contextSize tokens it accepts
 * @param condenseContext percent of the context size from which a conversation is condensed
 * @param condenseMethods the methods, in order
 */
public record ModelEntry(
        String name, OptionalLong contextSize, OptionalInt condenseContext, List<String> condenseMethods) {
    public ModelEntry {
        condenseMethods = List.copyOf(condenseMethods);
    }
}
