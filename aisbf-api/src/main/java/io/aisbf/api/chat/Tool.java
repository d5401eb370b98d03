// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import java.util.Map;
import java.util.Optional;

/**
 * A function the model may ask to have called.
 *
 * @param parameters the JSON schema of its arguments, as it was spelled
 * @param strict whether the arguments must keep to the schema to the letter
 * @param extras hints of the protocol it came in that stand for nothing above, such as {@code cache_control}
 */
public record Tool(
        String name,
        Optional<String> description,
        RawJson parameters,
        Optional<Boolean> strict,
        Map<String, RawJson> extras) {
    public Tool {
        extras = Map.copyOf(extras);
    }

    /** A tool of which nothing else is said. */
    public Tool(String name, Optional<String> description, RawJson parameters) {
        this(name, description, parameters, Optional.empty(), Map.of());
    }
}
