// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes one JSON value, member by member, into memory. For plugins and wire formats that make JSON rather than relay
 * it. Used by one thread, once.
 *
 * <p>Strings are escaped as RFC 8259 section 7 asks; a lone surrogate, which UTF-8 cannot carry, is written as its
 * {@code \\u} escape, so that nothing turns into a question mark. Misuse (a name outside an object, an end too many) is
 * an {@link IllegalStateException}.
 */
public final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    private final Deque<Level> levels = new ArrayDeque<>();
    private boolean named;

    /** A writer that has written nothing. */
    public JsonWriter() {}

    /** Where the writer stands: in an object or an array, with or without something before. */
    private static final class Level {
        private final boolean object;
        private boolean empty = true;

        private Level(boolean object) {
            this.object = object;
        }
    }

    /** Opens an object. */
    public JsonWriter object() {
        return open(true, '{');
    }

    /** Opens an array. */
    public JsonWriter array() {
        return open(false, '[');
    }

    /** Closes what was opened last. */
    public JsonWriter end() {
        if (levels.isEmpty() || named) {
            throw new IllegalStateException("nothing to end here");
        }
        out.write(levels.pop().object ? '}' : ']');
        return this;
    }

    /** Names the member whose value comes next. */
    public JsonWriter name(String name) {
        Level level = levels.peek();
        if (level == null || !level.object || named) {
            throw new IllegalStateException("a name belongs into an object, before its value");
        }
        comma(level);
        string(name);
        out.write(':');
        named = true;
        return this;
    }

    /** Writes a string. */
    public JsonWriter text(String value) {
        place();
        string(value);
        return this;
    }

    /** Writes a number without fraction. */
    public JsonWriter number(long value) {
        return ascii(Long.toString(value));
    }

    /**
     * Writes a number, without a fraction where it has none.
     *
     * @throws IllegalArgumentException for NaN and the infinities
     */
    public JsonWriter number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " cannot be written as JSON");
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return ascii(whole ? Long.toString((long) value) : Double.toString(value));
    }

    /** Writes {@code true} or {@code false}. */
    public JsonWriter bool(boolean value) {
        return ascii(value ? "true" : "false");
    }

    /** Writes a value as it is. */
    public JsonWriter raw(RawJson value) {
        place();
        return value.read((source, from, to) -> {
            out.write(source, from, to - from);
            return this;
        });
    }

    /**
     * The value that was written.
     *
     * @throws IllegalStateException if something is still open or nothing was written
     */
    public RawJson finish() {
        if (!levels.isEmpty() || named || out.size() == 0) {
            throw new IllegalStateException("the value is not complete");
        }
        byte[] bytes = out.toByteArray();
        return RawJson.slice(bytes, 0, bytes.length);
    }

    private JsonWriter open(boolean object, char bracket) {
        place();
        levels.push(new Level(object));
        out.write(bracket);
        return this;
    }

    private JsonWriter ascii(String value) {
        place();
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private void place() {
        Level level = levels.peek();
        if (level == null) {
            if (out.size() > 0) {
                throw new IllegalStateException("a JSON text is one value");
            }
        } else if (!level.object) {
            comma(level);
        } else if (!named) {
            throw new IllegalStateException("a value in an object needs a name first");
        }
        named = false;
    }

    private void comma(Level level) {
        if (!level.empty) {
            out.write(',');
        }
        level.empty = false;
    }

    private void string(String value) {
        out.write('"');
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                out.writeBytes(value.substring(plain, i).getBytes(StandardCharsets.UTF_8));
                escape(c);
                plain = i + 1;
            }
        }
        out.writeBytes((plain == 0 ? value : value.substring(plain)).getBytes(StandardCharsets.UTF_8));
        out.write('"');
    }

    private void escape(char c) {
        out.write('\\');
        switch (c) {
            case '"', '\\' -> out.write(c);
            case '\n' -> out.write('n');
            case '\r' -> out.write('r');
            case '\t' -> out.write('t');
            default -> {
                out.write('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.write(HEX[c >> shift & 0xf]);
                }
            }
        }
    }
}
