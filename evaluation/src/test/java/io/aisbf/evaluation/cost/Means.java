// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.cost;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Plugins;
import io.aisbf.evaluation.Recommended;
import io.aisbf.evaluation.rival.MiddleOut;
import io.aisbf.runtime.count.Measure;
import java.util.List;
import java.util.Map;

/**
 * By what the engine condenses.
 *
 * @param methods the methods there are
 * @param chain those that are asked, in order
 */
record Means(Map<String, CondensationMethod> methods, List<String> chain) {
    /** The recommended chain of plugins. */
    static Means recommended() {
        Map<String, CondensationMethod> methods = Plugins.methods(new Measure());
        return new Means(methods, Recommended.of(methods.keySet()));
    }

    /** One plain method, to see what the engine does by itself. */
    static Means plain() {
        Measure measure = new Measure();
        CondensationMethod method = new MiddleOut(messages -> measure.count(Counting.MODEL, messages));
        return new Means(Map.of("middle-out", method), List.of("middle-out"));
    }
}
