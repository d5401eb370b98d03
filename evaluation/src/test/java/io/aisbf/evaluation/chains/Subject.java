// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.evaluation.Plugins;
import java.util.List;

/**
 * A method on trial.
 *
 * @param name what it is called
 * @param method itself
 * @param again another instance, which must say the same
 */
record Subject(String name, CondensationMethod method, CondensationMethod again) {
    /** Every method that is a plugin on the class path. */
    static List<Subject> plugins(TokenCounter counter) {
        var again = Plugins.methods(counter);
        return Plugins.methods(counter).entrySet().stream()
                .map(entry -> new Subject(
                        entry.getKey(), entry.getValue(), again.getOrDefault(entry.getKey(), entry.getValue())))
                .toList();
    }
}
