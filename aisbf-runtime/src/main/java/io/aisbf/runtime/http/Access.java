// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.access.Keyring;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets in who shows a key where keys are asked for, and keeps web pages out that a browser on this machine happens to
 * show: a gateway on a loopback address answers only when
 * it is addressed by a name of this machine (against DNS rebinding), and only pages whose origin the operator allows
 * (against cross-site requests). Programs send no {@code Origin} and notice nothing. Immutable.
 */
public final class Access {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean loopback;
    private final Set<String> hosts;
    private final Set<String> origins;
    private final Optional<Keyring> keyring;

    /**
     * The rules of one listener.
     *
     * @param loopback whether it listens on a loopback address
     * @param hosts further names by which it may be addressed
     * @param origins origins of web pages that may call it, such as {@code http://localhost:3000}
     */
    public Access(boolean loopback, List<String> hosts, List<String> origins) {
        this(loopback, hosts, origins, Optional.empty());
    }

    /**
     * The rules of one listener, and who has keys to it.
     *
     * @param keyring the keys; empty for a listener that asks for none
     */
    public Access(boolean loopback, List<String> hosts, List<String> origins, Optional<Keyring> keyring) {
        this.keyring = keyring;
        this.loopback = loopback;
        this.hosts = hosts.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
        this.origins = Set.copyOf(origins);
    }

    /**
     * Looks at who is asked, and by whom.
     *
     * @throws CallException {@code FORBIDDEN}, naming the setting that would allow it
     */
    void check(Exchange exchange) {
        String host = exchange.header("host").orElse("").toLowerCase(Locale.ROOT);
        if (!knows(withoutPort(host))) {
            throw new CallException(
                    Failure.FORBIDDEN,
                    "this gateway is not addressed as '" + shorten(host)
                            + "'; use localhost, or add the name to server.allowed_hosts");
        }
        Optional<String> origin = exchange.header("origin");
        if (origin.isPresent() && !allows(origin.get(), host)) {
            throw new CallException(
                    Failure.FORBIDDEN,
                    "web pages of origin '" + shorten(origin.get())
                            + "' may not call this gateway; add the origin to server.cors if they should");
        }
        origin.ifPresent(value -> {
            exchange.sink().header("access-control-allow-origin", value);
            exchange.sink().header("access-control-expose-headers", "*");
            exchange.sink().header("vary", "origin");
        });
    }

    /**
     * Lets it in at a door, as whoever it shows to be.
     *
     * @throws CallException {@code UNAUTHENTICATED} or {@code FORBIDDEN}
     */
    void admit(Exchange exchange, Door door) {
        keyring.ifPresent(keys -> exchange.admit(keys, door));
    }

    /** Answers the question that browsers ask before a cross-site request; the check has been passed. */
    boolean answersPreflight(Exchange exchange) throws IOException {
        if (!exchange.method().equals("OPTIONS") || exchange.header("origin").isEmpty()) {
            return false;
        }
        exchange.sink().header("access-control-allow-methods", "GET, POST, HEAD");
        exchange.sink()
                .header(
                        "access-control-allow-headers",
                        exchange.header("access-control-request-headers").orElse("content-type, authorization"));
        exchange.sink().header("access-control-max-age", "600");
        exchange.sink().open(204, "text/plain", Map.of());
        exchange.sink().finish();
        return true;
    }

    private boolean knows(String name) {
        return hosts.contains(name)
                || (loopback ? THIS_MACHINE.contains(name) || name.endsWith(".localhost") : hosts.isEmpty());
    }

    private boolean allows(String origin, String host) {
        if (origins.contains(origin) || origins.contains("*")) {
            return true;
        }
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.toLowerCase(Locale.ROOT).equals(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static String shorten(String value) {
        return value.length() <= 100 ? value : value.substring(0, 100) + "...";
    }
}
