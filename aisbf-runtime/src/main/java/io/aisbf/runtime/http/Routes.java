// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import io.aisbf.api.wire.WireFormat;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which endpoint lives at which method and path. Paths are matched segment by segment as the client spelled them and
 * decoded afterwards, so that {@code %2F} within a name parts nothing. Literal segments come before placeholders;
 * {@code {+name}} at the end takes the rest. Immutable.
 */
public final class Routes {
    private final List<Route> routes;
    private final Map<String, Map<String, Route>> literal = new LinkedHashMap<>();

    /** These routes; of two at the same place the first counts. */
    public Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            if (!route.path().contains("{")) {
                literal.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                        .putIfAbsent(route.method(), route);
            }
        }
    }

    /**
     * An endpoint and where it lives.
     *
     * @param format the protocol its clients speak, in which failures are told; empty for the gateway's own
     */
    public record Route(String method, String path, Optional<WireFormat> format, Endpoint endpoint) {}

    /** What a request comes to. */
    sealed interface Match {
        /** An endpoint, and what stands in the placeholders of its path. */
        record Found(Route route, Map<String, String> parameters) implements Match {}

        /** The path is right and the method is not. */
        record WrongMethod(Set<String> allowed, Optional<WireFormat> format) implements Match {}

        /** Nothing lives there; the format is that of the nearest neighbour. */
        record Nothing(Optional<WireFormat> format) implements Match {}
    }

    /** The endpoint for a request. */
    Match match(String method, String rawPath) {
        Map<String, Route> here = literal.get(rawPath);
        if (here != null) {
            Route route = here.get(method);
            if (route != null) {
                return new Match.Found(route, Map.of());
            }
        }
        Set<String> allowed = new TreeSet<>();
        Optional<WireFormat> format = Optional.empty();
        String[] segments = rawPath.split("/", -1);
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = fit(route.path().split("/", -1), segments);
            if (parameters.isPresent() && route.method().equals(method)) {
                return new Match.Found(route, parameters.get());
            }
            if (parameters.isPresent()) {
                allowed.add(route.method());
                format = format.or(route::format);
            }
        }
        return allowed.isEmpty()
                ? new Match.Nothing(format(rawPath))
                : new Match.WrongMethod(allowed, format.or(() -> format(rawPath)));
    }

    /** The protocol that is spoken at a path, or at the one most like it; for a path nobody knows. */
    Optional<WireFormat> format(String rawPath) {
        int best = -1;
        Optional<WireFormat> format = Optional.empty();
        for (Route route : routes) {
            int common = common(route.path(), rawPath);
            if (route.format().isPresent() && common > best) {
                best = common;
                format = route.format();
            }
        }
        return format;
    }

    private static int common(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }

    private static Optional<Map<String, String>> fit(String[] pattern, String[] segments) {
        boolean rest = pattern[pattern.length - 1].startsWith("{+");
        if (rest ? segments.length < pattern.length : segments.length != pattern.length) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < pattern.length; i++) {
            String part = pattern[i];
            boolean last = rest && i == pattern.length - 1;
            if (last || part.startsWith("{")) {
                String name = part.substring(last ? 2 : 1, part.length() - 1);
                parameters.put(name, last ? decodeRest(segments, i) : decode(segments[i]));
            } else if (!part.equals(segments[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    private static String decodeRest(String[] segments, int from) {
        List<String> parts = new ArrayList<>();
        for (int i = from; i < segments.length; i++) {
            parts.add(decode(segments[i]));
        }
        return String.join("/", parts);
    }

    /** Percent escapes decoded; a plus stays a plus, as it does in paths. What is no escape stays as it is. */
    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
