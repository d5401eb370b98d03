// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.reach;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.plugin.Upstream.Deadlines;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How one endpoint is reached and what it is particular about: the settings that the bundled providers have in common.
 *
 * @param name the operator's name of this provider
 * @param endpoint the base address with its version part, without a slash at the end
 * @param query what is appended to every address, with its question mark; empty for nothing
 * @param key the key it is asked with, if one is configured and set
 * @param missingKey why a key that is configured has no value, such as {@code no key (set OPENAI_API_KEY)}
 * @param keyRequired whether it can be asked without a key
 * @param authHeader the header that carries the key; a {@code Bearer} in {@code Authorization}, bare in any other
 * @param headers further headers of every request, which may be secrets too
 * @param forced members that every chat request gets
 * @param unsupported members that are left out of every chat request
 */
public record UpstreamSettings(
        String name,
        String endpoint,
        String query,
        Optional<Secret> key,
        Optional<String> missingKey,
        boolean keyRequired,
        String authHeader,
        Map<String, Secret> headers,
        Map<String, RawJson> forced,
        List<String> unsupported,
        Deadlines deadlines) {
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> GATEWAYS_OWN = Set.of("host", "content-length", "connection", "transfer-encoding");

    /**
     * What holds where the operator says nothing.
     *
     * @param endpoint the base address; empty where there is none and the operator must name one
     * @param authHeader the header that carries the key
     * @param keyVariable the environment variable in which its users keep their key. It is looked at only for the usual
     *     server: another one must not see that key
     * @param keyRequired whether it wants one
     * @param clientsKey whether a client's own key serves where there is no other; if not, a variable that is not set
     *     makes the provider one that cannot be asked
     */
    public record Defaults(
            Optional<String> endpoint,
            String authHeader,
            Optional<String> keyVariable,
            boolean keyRequired,
            boolean clientsKey) {
        private Optional<String> variableFor(URI used) {
            boolean usual = endpoint.map(URI::create)
                    .filter(own -> String.valueOf(own.getAuthority()).equals(used.getAuthority()))
                    .filter(own -> String.valueOf(own.getScheme()).equals(used.getScheme()))
                    .isPresent();
            return keyVariable.filter(name -> usual || endpoint.isEmpty());
        }
    }

    /** Reads every key that is meaningful. */
    public static UpstreamSettings read(Settings settings, Json json, Defaults defaults) {
        Optional<URI> own = settings.get("endpoint", UpstreamSettings::endpoint);
        URI endpoint = own.or(() -> defaults.endpoint().map(URI::create))
                .orElseThrow(() -> settings.wrong("endpoint", "is missing; write the base address of the API"));
        Optional<Secret> one = settings.secret("api_key");
        List<Secret> several = settings.secrets("api_keys");
        Optional<Secret> configured = one.or(() -> several.stream().findFirst());
        Optional<String> missing = settings.missing("api_key").or(() -> settings.missing("api_keys"));
        boolean silent = configured.isEmpty() && missing.isEmpty();
        Optional<String> variable = defaults.variableFor(endpoint).filter(name -> silent);
        Optional<Secret> usual = variable.flatMap(settings::variable);
        return new UpstreamSettings(
                settings.name(),
                endpoint.toString().replaceFirst("/+$", ""),
                query(settings, json),
                configured.or(() -> usual).filter(key -> !key.reveal().isBlank()),
                missing.or(() -> variable.filter(name -> usual.isEmpty() && !defaults.clientsKey())
                        .map(name -> "no key (set " + name + ")")),
                settings.bool("api_key_required").orElse(defaults.keyRequired()),
                settings.get("auth_header", UpstreamSettings::header).orElse(defaults.authHeader()),
                headers(settings, json),
                members(settings, "extra_body", json),
                List.copyOf(settings.texts("unsupported")),
                settings.section("timeouts").map(UpstreamSettings::deadlines).orElse(Deadlines.DEFAULT));
    }

    private static Map<String, Secret> headers(Settings settings, Json json) {
        Map<String, Secret> headers = new LinkedHashMap<>();
        for (Map.Entry<String, RawJson> header :
                members(settings, "extra_headers", json).entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String value = words(header.getValue(), json);
            if (!HEADER.matcher(name).matches() || GATEWAYS_OWN.contains(name)) {
                throw settings.wrong("extra_headers", "'" + header.getKey() + "' is no header that can be set here");
            }
            if (value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
                throw settings.wrong("extra_headers", "the value of '" + name + "' holds a control character");
            }
            headers.put(name, new Secret(value));
        }
        return headers;
    }

    /** These settings with other headers. */
    public UpstreamSettings withHeaders(Map<String, Secret> changed) {
        return new UpstreamSettings(
                name,
                endpoint,
                query,
                key,
                missingKey,
                keyRequired,
                authHeader,
                Map.copyOf(changed),
                forced,
                unsupported,
                deadlines);
    }

    private static String query(Settings settings, Json json) {
        List<String> parameters = new ArrayList<>();
        members(settings, "query", json)
                .forEach((name, value) -> parameters.add(encoded(name) + "=" + encoded(words(value, json))));
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }

    private static Map<String, RawJson> members(Settings settings, String key, Json json) {
        Optional<RawJson> value = settings.json(key).filter(raw -> !raw.isNull());
        if (value.filter(raw -> raw.kind() != RawJson.Kind.OBJECT).isPresent()) {
            throw settings.wrong(key, "is not a map; write one line 'name: value' for each member");
        }
        return value.map(json::object)
                .map(JsonObject::members)
                .<Map<String, RawJson>>map(LinkedHashMap::new)
                .orElse(Map.of());
    }

    private static String words(RawJson value, Json json) {
        return value.kind() == RawJson.Kind.STRING ? json.text(value) : value.toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static URI endpoint(String value) {
        URI uri = URI.create(value.strip());
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException("write an address such as https://api.example.com/v1");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("write parameters under 'query' and the key under 'api_key'");
        }
        return uri;
    }

    private static String header(String value) {
        if (!HEADER.matcher(value).matches() || GATEWAYS_OWN.contains(value.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("write the name of a header, such as Authorization or api-key");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static Deadlines deadlines(Settings timeouts) {
        Deadlines none = Deadlines.DEFAULT;
        return new Deadlines(
                span(timeouts, "connect", none.connect()),
                span(timeouts, "first_byte", none.firstByte()),
                span(timeouts, "idle", none.idle()),
                span(timeouts, "total", none.total()));
    }

    private static Duration span(Settings timeouts, String key, Duration otherwise) {
        Duration span = timeouts.duration(key).orElse(otherwise);
        if (span.isZero() || span.isNegative()) {
            throw timeouts.wrong(key, "is not longer than nothing");
        }
        return span;
    }
}
