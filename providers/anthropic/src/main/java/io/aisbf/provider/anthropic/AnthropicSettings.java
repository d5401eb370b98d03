// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Settings;
import io.aisbf.provider.anthropic.upstream.Manner;
import io.aisbf.wire.reach.UpstreamSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one endpoint that speaks {@code anthropic-messages} is particular about.
 *
 * @param upstream how it is reached
 * @param manner how requests of other protocols are written for it
 */
record AnthropicSettings(UpstreamSettings upstream, Manner manner) {
    private static final UpstreamSettings.Defaults DEFAULTS = new UpstreamSettings.Defaults(
            Optional.of("https://api.anthropic.com"), "x-api-key", Optional.of("ANTHROPIC_API_KEY"), true, true);

    /** Reads every key that is meaningful. */
    static AnthropicSettings read(Settings settings, Json json) {
        return new AnthropicSettings(
                UpstreamSettings.read(settings, json, DEFAULTS),
                new Manner(
                        settings.bool("mid_conversation_system").orElse(false),
                        limit(settings),
                        settings.get("thinking", AnthropicSettings::way)));
    }

    private static OptionalInt limit(Settings settings) {
        Optional<Integer> limit = settings.integer("default_max_tokens");
        if (limit.filter(tokens -> tokens < 1).isPresent()) {
            throw settings.wrong("default_max_tokens", "is less than 1");
        }
        return limit.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static Manner.Way way(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "none" -> Manner.Way.NONE;
            case "budget" -> Manner.Way.BUDGET;
            case "adaptive" -> Manner.Way.ADAPTIVE;
            default -> throw new IllegalArgumentException("write none, budget or adaptive");
        };
    }
}
