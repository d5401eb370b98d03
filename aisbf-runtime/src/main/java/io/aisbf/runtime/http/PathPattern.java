// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * A path with placeholders. It is matched segment by segment as the client spelled it and decoded afterwards, so that
 * {@code %2F} within a name parts nothing. {@code {+name}} at the end takes the rest, slashes included; a literal behind
 * it, such as in {@code {+model}:generateContent}, must end the decoded rest. Immutable.
 */
final class PathPattern {
    private final String[] segments;
    private final boolean rest;
    private final String end;
    private final int rank;

    PathPattern(String path) {
        segments = split(path);
        String last = segments[segments.length - 1];
        rest = last.startsWith("{+");
        end = rest ? last.substring(last.indexOf('}') + 1) : "";
        int literals = (int) Arrays.stream(segments)
                .filter(segment -> !segment.startsWith("{"))
                .count();
        rank = 2 * literals + (end.isEmpty() ? 0 : 1);
    }

    /** The segments of a path, the empty one before its first slash included. */
    static String[] split(String path) {
        return path.split("/", -1);
    }

    /** How much of it is spelled out: where two patterns fit, the one that says more is meant. */
    int rank() {
        return rank;
    }

    /** What stands in the placeholders, decoded; empty where the path is another. */
    Optional<Map<String, String>> fit(String[] path) {
        if (rest ? path.length < segments.length : path.length != segments.length) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        int single = rest ? segments.length - 1 : segments.length;
        for (int i = 0; i < single; i++) {
            String part = segments[i];
            if (part.startsWith("{")) {
                parameters.put(part.substring(1, part.length() - 1), decode(path[i]));
            } else if (!part.equals(path[i])) {
                return Optional.empty();
            }
        }
        return !rest || takesRest(path, parameters) ? Optional.of(parameters) : Optional.empty();
    }

    private boolean takesRest(String[] path, Map<String, String> parameters) {
        StringJoiner joined = new StringJoiner("/");
        for (int i = segments.length - 1; i < path.length; i++) {
            joined.add(decode(path[i]));
        }
        String value = joined.toString();
        String pattern = segments[segments.length - 1];
        parameters.put(
                pattern.substring(2, pattern.indexOf('}')),
                value.substring(0, Math.max(0, value.length() - end.length())));
        return value.endsWith(end) && value.length() > end.length();
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
