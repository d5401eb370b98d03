// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Position;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model that a provider is said to have. A provider may be asked for others too: the list says what is known of
 * these.
 *
 * @param name as the provider spells it
 * @param limits what it can take and charges, the provider's defaults included
 * @param description for people
 * @param capabilities words such as {@code vision}
 * @param position where it stands
 */
public record ModelConfig(
        String name, ModelLimits limits, Optional<String> description, List<String> capabilities, Position position) {
    /** Tokens the model accepts. */
    public OptionalLong contextSize() {
        return limits.contextSize();
    }

    /** Tokens one request may have. */
    public OptionalLong maxRequestTokens() {
        return limits.maxRequestTokens();
    }

    static Optional<ModelConfig> read(Part part, ModelLimits defaults) {
        Optional<String> name = part.text("name").filter(text -> !text.isBlank());
        ModelLimits limits = ModelLimits.read(part, "").orElse(defaults);
        limits.rates().warnIfTooNarrow(part, limits.maxOutputTokens());
        Optional<String> description = part.text("description");
        List<String> capabilities =
                part.words("capabilities").stream().map(Part.Word::text).toList();
        part.finish();
        if (name.isEmpty()) {
            part.odd(part.position(), part.path(), "has no name; write name: MODEL");
        }
        return name.map(text -> new ModelConfig(text, limits, description, capabilities, part.position()));
    }
}
