// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Members of a JSON object in the gateway's own vocabulary; alone on a line in the log, where control characters are
 * escaped, so that nobody can forge a second line.
 */
final class JsonLine {
    private static final double NANOS_PER_MILLI = 1e6;

    private final JsonWriter writer;

    /** An object that is a line of its own. */
    JsonLine() {
        this(new JsonWriter().object());
    }

    /** Members of an object that somebody else has begun and ends. */
    JsonLine(JsonWriter begun) {
        writer = begun;
    }

    JsonLine text(String name, String value) {
        writer.name(name).text(value);
        return this;
    }

    JsonLine number(String name, long value) {
        writer.name(name).number(value);
        return this;
    }

    JsonLine bool(String name, boolean value) {
        writer.name(name).bool(value);
        return this;
    }

    /** A span of time in milliseconds, to the microsecond. */
    JsonLine millis(String name, long nanos) {
        writer.name(name).number(Math.round(nanos / NANOS_PER_MILLI * 1000) / 1000.0);
        return this;
    }

    /** Tokens, if any were counted. */
    JsonLine usage(Usage usage) {
        return usage.equals(Usage.NONE)
                ? this
                : number("input_tokens", usage.input())
                        .number("cached_tokens", usage.cachedInput())
                        .number("output_tokens", usage.output())
                        .number("reasoning_tokens", usage.reasoning());
    }

    byte[] end() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            writer.end().finish().writeTo(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        return line.toByteArray();
    }
}
