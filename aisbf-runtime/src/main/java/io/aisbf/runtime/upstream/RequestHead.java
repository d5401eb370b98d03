// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import io.aisbf.api.plugin.Upstream.Request;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The head of a request as bytes (RFC 9112 sections 3 and 5). What a plugin hands over is checked, because header
 * values and path may hold what a client sent; what belongs to one connection only (RFC 9110 section 7.6.1) is left
 * out.
 *
 * <p>A request that cannot be written is the plugin's mistake: {@link IllegalArgumentException}, with no value in its
 * message.
 */
final class RequestHead {
    private static final Set<String> NOT_THE_CALLERS = Set.of(
            "host",
            "content-length",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect");

    private static final Set<String> BODY_EXPECTED = Set.of("POST", "PUT", "PATCH");

    private RequestHead() {}

    /**
     * The head's bytes.
     *
     * @param proxy the proxy that is sent the request itself (in absolute form) instead of a tunnel to its origin
     */
    static ByteBuffer of(Request request, Origin origin, Optional<Proxies.Proxy> proxy) {
        if (!isToken(request.method())) {
            throw new IllegalArgumentException("The HTTP method must be a word such as POST");
        }
        StringBuilder head = new StringBuilder(512).append(request.method()).append(' ');
        proxy.ifPresent(through -> head.append("http://").append(origin.authority()));
        head.append(target(request.uri())).append(" HTTP/1.1\r\nHost: ").append(origin.authority());
        long length = request.body().stream().mapToLong(ByteBuffer::remaining).sum();
        if (length > 0 || BODY_EXPECTED.contains(request.method())) {
            head.append("\r\nContent-Length: ").append(length);
        }
        proxy.flatMap(Proxies.Proxy::authorization)
                .ifPresent(value -> head.append("\r\nProxy-Authorization: ").append(value));
        addHeaders(request.headers(), head);
        return ByteBuffer.wrap(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void addHeaders(Map<String, String> headers, StringBuilder head) {
        Set<String> dropped = NOT_THE_CALLERS;
        boolean encodingNamed = false;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase("connection")) {
                dropped = withNamed(dropped, header.getValue());
            }
            encodingNamed |= header.getKey().equalsIgnoreCase("accept-encoding");
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            check(header.getKey(), header.getValue());
            if (!dropped.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                head.append("\r\n").append(header.getKey()).append(": ").append(header.getValue());
            }
        }
        if (!encodingNamed) {
            head.append("\r\nAccept-Encoding: identity");
        }
    }

    private static Set<String> withNamed(Set<String> names, String connection) {
        Set<String> all = new HashSet<>(names);
        for (String name : connection.split(",", -1)) {
            all.add(name.strip().toLowerCase(Locale.ROOT));
        }
        return all;
    }

    private static void check(String name, String value) {
        if (!isToken(name)) {
            throw new IllegalArgumentException(
                    "A header's name holds a character that HTTP does not allow there; only letters, digits and"
                            + " !#$%&'*+-.^_`|~ will do");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("The value of the header " + name
                        + " holds a line break, another control character or one beyond Latin-1; leave it out"
                        + " or encode it");
            }
        }
    }

    /** Path and query as the caller encoded them. */
    private static String target(URI uri) {
        URI encoded =
                isPrintable(uri.getRawPath()) && isPrintable(uri.getRawQuery()) ? uri : URI.create(uri.toASCIIString());
        String path = encoded.getRawPath() == null || encoded.getRawPath().isEmpty() ? "/" : encoded.getRawPath();
        refuseDotSegments(path);
        return encoded.getRawQuery() == null ? path : path + "?" + encoded.getRawQuery();
    }

    private static boolean isPrintable(@org.jspecify.annotations.Nullable String text) {
        return text == null || text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** A name that a client chose must not lead elsewhere on the upstream: {@code models/../../files}. */
    private static void refuseDotSegments(String path) {
        if (!path.contains("/.") && !path.contains("/%2")) {
            return;
        }
        for (String segment : path.split("/", -1)) {
            String plain = segment.replace("%2e", ".").replace("%2E", ".");
            if (plain.equals(".") || plain.equals("..")) {
                throw new IllegalArgumentException(
                        "The path of an upstream's address holds a segment \".\" or \"..\"; write it without");
            }
        }
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether a character may stand in a name (RFC 9110 section 5.6.2). */
    static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** A request's head and body, to be written once; a second try needs another. */
    static List<ByteBuffer> withBody(ByteBuffer head, List<ByteBuffer> body) {
        List<ByteBuffer> pieces = new java.util.ArrayList<>(body.size() + 1);
        pieces.add(head.duplicate());
        body.forEach(slice -> pieces.add(slice.duplicate()));
        return pieces;
    }
}
