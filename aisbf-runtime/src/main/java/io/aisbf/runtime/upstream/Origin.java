// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import java.net.URI;
import java.util.Locale;

/**
 * Whom a connection leads to; connections are shared among requests of the same origin (RFC 9110 section 4.3.1).
 *
 * @param tls whether the scheme is {@code https}
 * @param host in lower case, an IPv6 address without its brackets
 */
record Origin(boolean tls, String host, int port) {
    /**
     * The origin of an address.
     *
     * @throws IllegalArgumentException if the address is not absolute, names no host, or has another scheme than these
     *     two
     */
    static Origin of(URI uri) {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if ((!tls && !"http".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "An upstream's address must read http://host/... or https://host/...; found scheme "
                            + uri.getScheme() + " and host " + uri.getHost());
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("The address of " + uri.getHost()
                    + " holds user information before the @; credentials belong in a header");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
        if (port == 0 || port > 65535) {
            throw new IllegalArgumentException("The port of " + host + " must lie between 1 and 65535; found " + port);
        }
        return new Origin(tls, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    /** The value of the {@code Host} header: the port only where it is not the scheme's own (RFC 9110 section 7.2). */
    String authority() {
        return port == (tls ? 443 : 80) ? bracketed() : toString();
    }

    /** {@code host:port}, as messages say it. */
    @Override
    public String toString() {
        return bracketed() + ":" + port;
    }

    private String bracketed() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
