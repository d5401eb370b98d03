// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.reach.UpstreamSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one endpoint compatible to OpenAI is particular about.
 *
 * @param upstream how it is reached
 * @param streamUsage whether it can be asked to tell the usage at the end of a stream
 * @param maxTokensMember what it calls the limit of tokens, for requests that are written here rather than relayed
 * @param protocols what it speaks, best first: a client's own protocol is used where it is among them, else the first
 * @param protocolsNamed whether the operator named them, who then means it
 */
record OpenAiSettings(
        UpstreamSettings upstream,
        boolean streamUsage,
        String maxTokensMember,
        List<WireName> protocols,
        boolean protocolsNamed) {
    private static final List<String> MAX_TOKENS = List.of("max_completion_tokens", "max_tokens");
    private static final List<WireName> PROTOCOLS = List.of(WireName.OPENAI_CHAT, WireName.OPENAI_RESPONSES);

    /** Reads every key that is meaningful. What the operator does not say is as the type's {@link Preset} has it. */
    static OpenAiSettings read(Settings settings, Json json) {
        Preset preset = Preset.of(settings);
        UpstreamSettings.Defaults defaults = new UpstreamSettings.Defaults(
                preset.endpoint(),
                preset.authHeader(),
                preset.keyVariable(),
                preset.keyRequired(),
                preset.keyVariable().isEmpty());
        UpstreamSettings upstream = booked(UpstreamSettings.read(settings, json, defaults), settings);
        List<String> unsupported = settings.texts("unsupported");
        List<WireName> named = protocols(settings);
        return new OpenAiSettings(
                unsupported.isEmpty() ? leavingOut(preset.unsupported(), upstream) : upstream,
                settings.bool("stream_usage").orElse(preset.streamUsage()),
                settings.get("max_tokens_member", OpenAiSettings::maxTokens)
                        .or(preset::maxTokensMember)
                        .orElse(MAX_TOKENS.get(isOpenAi(upstream) ? 0 : 1)),
                named.isEmpty() ? usual(preset, upstream) : named,
                !named.isEmpty());
    }

    /** These settings with another way to reach the endpoint. */
    OpenAiSettings withUpstream(UpstreamSettings changed) {
        return new OpenAiSettings(changed, streamUsage, maxTokensMember, protocols, protocolsNamed);
    }

    /** The organization and project that a request is booked on are headers with keys of their own. */
    private static UpstreamSettings booked(UpstreamSettings upstream, Settings settings) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        settings.text("organization").ifPresent(value -> headers.put("openai-organization", new Secret(value)));
        settings.text("project").ifPresent(value -> headers.put("openai-project", new Secret(value)));
        headers.putAll(upstream.headers());
        return upstream.withHeaders(headers);
    }

    private static UpstreamSettings leavingOut(List<String> members, UpstreamSettings read) {
        return new UpstreamSettings(
                read.name(),
                read.endpoint(),
                read.query(),
                read.key(),
                read.missingKey(),
                read.keyRequired(),
                read.authHeader(),
                read.headers(),
                read.forced(),
                members,
                read.deadlines());
    }

    private static List<WireName> protocols(Settings settings) {
        Set<WireName> names = new LinkedHashSet<>();
        for (String word : settings.texts("protocols")) {
            WireName name = new WireName(word);
            if (!PROTOCOLS.contains(name)) {
                throw settings.wrong(
                        "protocols", "'" + word + "' is not spoken here; write openai-chat or openai-responses");
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    /** The type {@code openai} at another address is something else that speaks OpenAI's first protocol. */
    private static List<WireName> usual(Preset preset, UpstreamSettings upstream) {
        boolean elsewhere = preset.equals(Preset.all().get(Preset.OPENAI)) && !isOpenAi(upstream);
        return elsewhere
                ? List.of(WireName.OPENAI_CHAT)
                : preset.protocols().stream().map(WireName::new).toList();
    }

    private static String maxTokens(String value) {
        if (!MAX_TOKENS.contains(value)) {
            throw new IllegalArgumentException("write max_tokens or max_completion_tokens");
        }
        return value;
    }

    /** OpenAI's newer models refuse the older name, its imitators mostly know nothing else. */
    private static boolean isOpenAi(UpstreamSettings upstream) {
        String host = Optional.ofNullable(URI.create(upstream.endpoint()).getHost())
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return host.equals("api.openai.com") || host.endsWith(".openai.azure.com");
    }
}
