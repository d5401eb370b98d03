// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.call.Call;
import java.util.List;

/**
 * How one conversation is condensed.
 *
 * @param target for whom, as {@code provider/model}
 * @param methods by which methods, in order
 * @param waters when and how far
 * @param call on whose behalf
 */
record Manner(String target, List<String> methods, Waters waters, Call call) {
    /**
     * What results depend on beside the conversation itself. What a rehearsal came to without models must not be taken
     * for what a call comes to with them.
     */
    String settings() {
        return target + ' ' + methods + ' ' + waters + (call.depth() > 0 ? " without models" : "");
    }
}
