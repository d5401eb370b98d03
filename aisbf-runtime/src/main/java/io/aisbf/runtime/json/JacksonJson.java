// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link Json} by Jackson's streaming parser: one pass that records where each value of the first level stands and
 * skips what lies deeper, checking all of it. Stateless but for Jackson's symbol tables, which are made for sharing.
 */
public final class JacksonJson implements Json {
    private static final int MAX_DEPTH = 512;
    private static final int MAX_NUMBER = 1000;
    private static final int MANY = 16;

    /** For whole documents: watches for duplicate names at every level. */
    private final JsonFactory strict = factory(true);

    /**
     * For values: those of a checked document need no second look, and a stream's events are looked at level by level.
     */
    private final JsonFactory plain = factory(false);

    /** A reader; one serves for all threads. */
    public JacksonJson() {}

    private static JsonFactory factory(boolean duplicates) {
        return JsonFactory.builder()
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, duplicates)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    @Override
    public JsonObject object(byte[] document) {
        Utf8.check(document, 0, document.length);
        return Glance.object(document, 0, document.length, true).orElseGet(() -> parsed(document));
    }

    /** The same without a {@link Glance}. */
    JsonObject parsed(byte[] document) {
        return read(strict, document, 0, document.length, JacksonJson::members);
    }

    @Override
    public JsonObject object(RawJson value) {
        return value.read((source, from, to) -> {
            Utf8.check(source, from, to);
            return Glance.object(source, from, to, false)
                    .orElseGet(() -> read(plain, source, from, to, JacksonJson::members));
        });
    }

    @Override
    public List<RawJson> array(RawJson value) {
        return value.read((source, from, to) -> {
            Utf8.check(source, from, to);
            return Glance.array(source, from, to).orElseGet(() -> parsed(source, from, to));
        });
    }

    /** The same without a {@link Glance}. */
    List<RawJson> parsed(byte[] source, int from, int to) {
        return read(plain, source, from, to, JacksonJson::elements);
    }

    @Override
    public String text(RawJson value) {
        return value.read((source, from, to) -> Literals.plain(source, from, to)
                ? new String(source, from + 1, to - from - 2, StandardCharsets.UTF_8)
                : read(plain, source, from, to, (parser, s, f) -> {
                    expect(parser, JsonToken.VALUE_STRING, "a string");
                    return parser.getText();
                }));
    }

    @Override
    public long integer(RawJson value) {
        OptionalLong few = value.read(Literals::integer);
        return few.isPresent() ? few.getAsLong() : exactly(value);
    }

    private long exactly(RawJson value) {
        BigDecimal number = decimal(value);
        try {
            return Math.abs(number.precision() - (long) number.scale()) > 20
                    ? tooLarge(value)
                    : number.longValueExact();
        } catch (ArithmeticException e) {
            throw new JsonException(shorten(value) + " is not a whole number that fits 64 bits", e);
        }
    }

    @Override
    public double number(RawJson value) {
        OptionalDouble few = value.read(Literals::decimal);
        return few.isPresent() ? few.getAsDouble() : nearest(value);
    }

    private double nearest(RawJson value) {
        double number = decimal(value).doubleValue();
        if (Double.isInfinite(number)) {
            tooLarge(value);
        }
        return number;
    }

    @Override
    public boolean bool(RawJson value) {
        if (value.kind() != RawJson.Kind.BOOLEAN) {
            throw new JsonException("expected true or false, found " + name(value.kind()));
        }
        return value.isTrue();
    }

    private BigDecimal decimal(RawJson value) {
        return value.read((source, from, to) -> read(plain, source, from, to, (parser, s, f) -> {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
                throw new JsonException("expected a number, found " + name(value.kind()));
            }
            return parser.getDecimalValue();
        }));
    }

    /** What is read with a parser that stands before the first token. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(JsonParser parser, byte[] source, int from) throws IOException;
    }

    /** Reads one value to its end and sees to it that nothing follows. */
    private static <T> T read(JsonFactory factory, byte[] source, int from, int to, Reading<T> reading) {
        Utf8.check(source, from, to);
        Utf8.refuseWideEncoding(source, from, to);
        try (JsonParser parser = factory.createParser(source, from, to - from)) {
            T result = reading.read(parser, source, from);
            if (parser.nextToken() != null) {
                throw new JsonException(
                        where(parser.currentTokenLocation()) + "something follows the end of the value");
            }
            return result;
        } catch (JsonProcessingException e) {
            throw new JsonException(where(e.getLocation()) + plain(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject members(JsonParser parser, byte[] source, int from) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "an object");
        int start = from + (int) parser.currentTokenLocation().getByteOffset();
        List<JsonObject.Member> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            refuseSecond(name, members, parser);
            parser.nextToken();
            int at = from + (int) parser.currentTokenLocation().getByteOffset();
            members.add(new JsonObject.Member(name, at, from + endOfValue(parser)));
        }
        if (members.size() > MANY) {
            refuseDuplicates(members);
        }
        return JsonObject.indexed(source, start, from + endOfValue(parser), members);
    }

    /**
     * A name that is there already; few objects have so many members that looking through them is slower than a set.
     */
    private static void refuseSecond(String name, List<JsonObject.Member> members, JsonParser parser) {
        if (members.size() >= MANY) {
            return;
        }
        for (JsonObject.Member member : members) {
            if (member.name().equals(name)) {
                throw new JsonException(where(parser.currentTokenLocation()) + "member '" + name + "' appears twice");
            }
        }
    }

    private static void refuseDuplicates(List<JsonObject.Member> members) {
        Set<String> names = new HashSet<>();
        for (JsonObject.Member member : members) {
            if (!names.add(member.name())) {
                throw new JsonException("member '" + member.name() + "' appears twice");
            }
        }
    }

    private static List<RawJson> elements(JsonParser parser, byte[] source, int from) throws IOException {
        expect(parser, JsonToken.START_ARRAY, "an array");
        List<RawJson> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int at = from + (int) parser.currentTokenLocation().getByteOffset();
            elements.add(RawJson.slice(source, at, from + endOfValue(parser)));
        }
        return elements;
    }

    /** Moves past the current value and tells where it ended. */
    private static int endOfValue(JsonParser parser) throws IOException {
        parser.skipChildren();
        parser.finishToken();
        return (int) parser.currentLocation().getByteOffset();
    }

    private static void expect(JsonParser parser, JsonToken wanted, String words) throws IOException {
        JsonToken found = parser.nextToken();
        if (found == null) {
            throw new JsonException("expected " + words + ", found nothing");
        }
        if (found != wanted) {
            throw new JsonException(
                    where(parser.currentTokenLocation()) + "expected " + words + ", found " + name(found));
        }
    }

    private static long tooLarge(RawJson value) {
        throw new JsonException(shorten(value) + " is out of range");
    }

    private static String shorten(RawJson value) {
        String text = value.toString();
        return text.length() <= 24 ? text : text.substring(0, 20) + "...";
    }

    private static String where(@Nullable JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    /** Jackson's reason in a sentence that does not quote the body at length. */
    private static String plain(JsonProcessingException e) {
        String reason = String.valueOf(e.getOriginalMessage());
        if (e instanceof JsonParseException && reason.startsWith("Duplicate field")) {
            return "member " + reason.substring("Duplicate field ".length()) + " appears twice";
        }
        if (reason.contains("nesting depth")) {
            return "nested deeper than " + MAX_DEPTH + " levels";
        }
        int detail = reason.indexOf(" (for Object starting at");
        int other = reason.indexOf(" (for Array starting at");
        int cut = detail >= 0 ? detail : other >= 0 ? other : Math.min(reason.length(), 160);
        return reason.substring(0, cut);
    }

    private static String name(RawJson.Kind kind) {
        return switch (kind) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
        };
    }

    private static String name(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> name(RawJson.Kind.OBJECT);
            case START_ARRAY -> name(RawJson.Kind.ARRAY);
            case VALUE_STRING -> name(RawJson.Kind.STRING);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> name(RawJson.Kind.NUMBER);
            case VALUE_TRUE, VALUE_FALSE -> name(RawJson.Kind.BOOLEAN);
            case VALUE_NULL -> name(RawJson.Kind.NULL);
            default -> token.name();
        };
    }
}
