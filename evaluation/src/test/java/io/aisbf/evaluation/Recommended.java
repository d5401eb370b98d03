// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import java.util.Collection;
import java.util.List;

/** The chain of methods that is recommended where nothing speaks for another. */
public final class Recommended {
    private static final List<String> CHAIN = List.of("algorithmic", "hierarchical", "semantic");

    private Recommended() {}

    /** Those of the chain that are there. */
    public static List<String> of(Collection<String> methods) {
        return CHAIN.stream().filter(methods::contains).toList();
    }
}
