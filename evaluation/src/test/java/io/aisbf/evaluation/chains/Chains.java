// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Every order of every choice of methods. */
final class Chains {
    private Chains() {}

    /** All chains but the empty one: 64 of four methods. */
    static List<List<String>> of(Collection<String> methods) {
        List<List<String>> chains = new ArrayList<>();
        extend(chains, List.of(), methods);
        return List.copyOf(chains);
    }

    private static void extend(List<List<String>> chains, List<String> begun, Collection<String> methods) {
        for (String method : methods) {
            if (!begun.contains(method)) {
                List<String> longer = new ArrayList<>(begun);
                longer.add(method);
                chains.add(List.copyOf(longer));
                extend(chains, longer, methods);
            }
        }
    }
}
