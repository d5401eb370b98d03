// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import java.util.Optional;

/**
 * A function the model may ask to have called.
 *
 * @param parameters the JSON schema of its arguments, as it was spelled
 */
public record Tool(String name, Optional<String> description, RawJson parameters) {}
