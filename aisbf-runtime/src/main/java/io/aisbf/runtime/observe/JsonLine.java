// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A flat JSON object on a line of its own; control characters are escaped, so that nobody can forge a second line. */
final class JsonLine {
    private static final double NANOS_PER_MILLI = 1e6;

    private final JsonWriter writer = new JsonWriter().object();

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
