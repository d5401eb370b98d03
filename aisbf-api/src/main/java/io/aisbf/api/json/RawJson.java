// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One JSON value, kept as the UTF-8 bytes it arrived in, so that writing it again changes nothing: number spelling,
 * escapes and white space inside it survive.
 *
 * <p>A value that came off the wire has been checked by the gateway ({@link Json}) before a plugin sees it; one that a
 * plugin makes with {@link #of} is taken at its word. Immutable as long as nobody writes to the array it was cut from;
 * may be shared between threads.
 */
public final class RawJson {
    /** The JSON word {@code null}. */
    public static final RawJson NULL = of("null");

    private static final RawJson TRUE = of("true");
    private static final RawJson FALSE = of("false");

    private final byte[] source;
    private final int from;
    private final int to;

    private RawJson(byte[] source, int from, int to) {
        this.source = source;
        this.from = from;
        this.to = to;
    }

    /** What kind of value this is, told by its first byte. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /**
     * The value that stands at {@code [from, to)} of an array, without white space around it. The array is not copied
     * and must not be changed afterwards.
     *
     * @throws IndexOutOfBoundsException if the bounds do not lie in the array or hold nothing
     */
    public static RawJson slice(byte[] source, int from, int to) {
        if (from < 0 || to > source.length || from >= to) {
            throw new IndexOutOfBoundsException(
                    "no value at [" + from + ", " + to + ") of " + source.length + " bytes");
        }
        return new RawJson(source, from, to);
    }

    /** A value spelled by the caller, who answers for its being one well-formed JSON value. */
    public static RawJson of(String json) {
        byte[] bytes = json.strip().getBytes(StandardCharsets.UTF_8);
        return slice(bytes, 0, bytes.length);
    }

    /** A JSON string with this content. */
    public static RawJson text(String value) {
        return new JsonWriter().text(value).finish();
    }

    /** A JSON number without fraction. */
    public static RawJson number(long value) {
        return of(Long.toString(value));
    }

    /**
     * A JSON number.
     *
     * @throws IllegalArgumentException for NaN and the infinities, which JSON cannot spell
     */
    public static RawJson number(double value) {
        return new JsonWriter().number(value).finish();
    }

    /** {@code true} or {@code false}. */
    public static RawJson bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** A JSON array of these values, each written as it is. */
    public static RawJson array(List<RawJson> elements) {
        JsonWriter writer = new JsonWriter().array();
        elements.forEach(writer::raw);
        return writer.end().finish();
    }

    /** What kind of value this is. */
    public Kind kind() {
        return switch (source[from]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    /** Whether this is the word {@code null}. */
    public boolean isNull() {
        return kind() == Kind.NULL;
    }

    /** Whether this is the word {@code true}. */
    public boolean isTrue() {
        return source[from] == 't';
    }

    /** How many bytes it is long. */
    public int length() {
        return to - from;
    }

    /** The bytes themselves, read-only and not copied. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(source, from, to - from).asReadOnlyBuffer();
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return Arrays.copyOfRange(source, from, to);
    }

    /** Writes the bytes as they are. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(source, from, to - from);
    }

    /** Hands the bytes to a parser without copying them; the parser must not write to the array. */
    public <T> T read(Reading<T> reading) {
        return reading.read(source, from, to);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson that && Arrays.equals(source, from, to, that.source, that.from, that.to);
    }

    @Override
    public int hashCode() {
        return buffer().hashCode();
    }

    /** The value as text. Not for logs: it may hold what a person wrote. */
    @Override
    public String toString() {
        return new String(source, from, to - from, StandardCharsets.UTF_8);
    }

    /** What a parser does with the bytes of a value. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads {@code [from, to)} of an array it must not write to. */
        T read(byte[] source, int from, int to);
    }
}
