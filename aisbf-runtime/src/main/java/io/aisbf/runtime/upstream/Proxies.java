// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Through which proxy an origin is reached, by the environment variables that curl made customary: {@code https_proxy},
 * {@code http_proxy} and {@code no_proxy}, in small letters or capitals ({@code HTTP_PROXY} is not read, as in curl: a
 * CGI program's client can set it).
 *
 * @param http the proxy for {@code http} origins, which is sent the request itself
 * @param https the proxy for {@code https} origins, which is asked for a tunnel
 * @param except origins reached directly: a host, a domain for all hosts in it, either with {@code :port}; {@code *}
 *     for all
 */
public record Proxies(Optional<Proxy> http, Optional<Proxy> https, List<String> except) {
    /** Everything is reached directly. */
    public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

    public Proxies {
        except = List.copyOf(except);
    }

    /**
     * One proxy, spoken to without TLS.
     *
     * @param authorization the value of {@code Proxy-Authorization}
     */
    public record Proxy(String host, int port, Optional<String> authorization) {
        /** Does not print the credentials. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * What the environment says.
     *
     * @throws IllegalArgumentException if a variable holds no address of a proxy; the message names the variable
     */
    public static Proxies of(Map<String, String> environment) {
        List<String> except = first(environment, "no_proxy", "NO_PROXY").stream()
                .flatMap(list -> Arrays.stream(list.split("[,\\s]+", -1)))
                .map(entry -> entry.toLowerCase(Locale.ROOT))
                .map(entry -> entry.startsWith("*.")
                        ? entry.substring(2)
                        : entry.startsWith(".") ? entry.substring(1) : entry)
                .filter(entry -> !entry.isEmpty())
                .toList();
        return new Proxies(
                first(environment, "http_proxy", "http_proxy").map(value -> proxy("http_proxy", value)),
                first(environment, "https_proxy", "HTTPS_PROXY").map(value -> proxy("https_proxy", value)),
                except);
    }

    private static Optional<String> first(Map<String, String> environment, String name, String other) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(other)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static Proxy proxy(String variable, String value) {
        URI uri = parsed(value.contains("://") ? value : "http://" + value)
                .filter(address -> "http".equalsIgnoreCase(address.getScheme()) && address.getHost() != null)
                .orElseThrow(() -> new IllegalArgumentException("The environment variable " + variable
                        + " must read http://host:port or http://user:password@host:port; other"
                        + " schemes are not spoken"));
        Optional<String> authorization = Optional.ofNullable(uri.getUserInfo())
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        return new Proxy(host, uri.getPort() < 0 ? 80 : uri.getPort(), authorization);
    }

    private static Optional<URI> parsed(String value) {
        try {
            return Optional.of(URI.create(value));
        } catch (IllegalArgumentException e) {
            // Its message would show the password.
            return Optional.empty();
        }
    }

    /** The proxy on the way to an origin. */
    Optional<Proxy> on(Origin origin) {
        Optional<Proxy> proxy = origin.tls() ? https : http;
        return proxy.filter(any -> except.stream().noneMatch(entry -> matches(entry, origin)));
    }

    private static boolean matches(String entry, Origin origin) {
        int colon = entry.lastIndexOf(':');
        boolean port = colon > 0 && entry.indexOf(':') == colon;
        String host = port ? entry.substring(0, colon) : entry;
        boolean samePort = !port || entry.substring(colon + 1).equals(Integer.toString(origin.port()));
        return host.equals("*")
                || (samePort && (origin.host().equals(host) || origin.host().endsWith("." + host)));
    }
}
