// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Settings;
import io.aisbf.wire.reach.UpstreamSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What one endpoint compatible to OpenAI is particular about.
 *
 * @param upstream how it is reached
 * @param streamUsage whether it can be asked to tell the usage at the end of a stream
 * @param maxTokensMember what it calls the limit of tokens, for requests that are written here rather than relayed
 */
record OpenAiSettings(UpstreamSettings upstream, boolean streamUsage, String maxTokensMember) {
    private static final UpstreamSettings.Defaults DEFAULTS = new UpstreamSettings.Defaults(
            Optional.of("https://api.openai.com/v1"), "authorization", Optional.empty(), true);
    private static final List<String> MAX_TOKENS = List.of("max_completion_tokens", "max_tokens");

    /** Reads every key that is meaningful. */
    static OpenAiSettings read(Settings settings, Json json) {
        UpstreamSettings upstream = booked(UpstreamSettings.read(settings, json, DEFAULTS), settings);
        return new OpenAiSettings(
                upstream,
                settings.bool("stream_usage").orElse(true),
                settings.get("max_tokens_member", OpenAiSettings::maxTokens).orElse(maxTokensOf(upstream.endpoint())));
    }

    /** The organization and project that a request is booked on are headers with keys of their own. */
    private static UpstreamSettings booked(UpstreamSettings upstream, Settings settings) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        settings.text("organization").ifPresent(value -> headers.put("openai-organization", new Secret(value)));
        settings.text("project").ifPresent(value -> headers.put("openai-project", new Secret(value)));
        headers.putAll(upstream.headers());
        return upstream.withHeaders(headers);
    }

    private static String maxTokens(String value) {
        if (!MAX_TOKENS.contains(value)) {
            throw new IllegalArgumentException("write max_tokens or max_completion_tokens");
        }
        return value;
    }

    /** OpenAI's newer models refuse the older name, its imitators mostly know nothing else. */
    private static String maxTokensOf(String endpoint) {
        String host = URI.create(endpoint).getHost().toLowerCase(Locale.ROOT);
        boolean openAi = host.equals("api.openai.com") || host.endsWith(".openai.azure.com");
        return MAX_TOKENS.get(openAi ? 0 : 1);
    }
}
