// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link Json} for tests, written to be read rather than to be fast, so that a plugin is tested with nothing but the
 * API at hand. As strict as the gateway's: RFC 8259, no trailing tokens, no duplicate names, valid UTF-8, at most 512
 * levels. Stateless, for many threads.
 */
public final class PlainJson implements Json {
    /** Ready to read. */
    public PlainJson() {}

    @Override
    public JsonObject object(byte[] document) {
        JsonScanner scanner = new JsonScanner(document, 0, document.length);
        scanner.document(RawJson.Kind.OBJECT);
        int from = scanner.skipSpace(0);
        return members(document, from, document.length);
    }

    @Override
    public JsonObject object(RawJson value) {
        expect(value, RawJson.Kind.OBJECT);
        return value.read(PlainJson::members);
    }

    @Override
    public List<RawJson> array(RawJson value) {
        expect(value, RawJson.Kind.ARRAY);
        return value.read((source, from, to) -> {
            JsonScanner scanner = new JsonScanner(source, from, to);
            List<RawJson> elements = new ArrayList<>();
            scanner.array((start, end) -> elements.add(RawJson.slice(source, start, end)));
            return List.copyOf(elements);
        });
    }

    @Override
    public String text(RawJson value) {
        expect(value, RawJson.Kind.STRING);
        return value.read((source, from, to) -> new JsonScanner(source, from, to).text(from));
    }

    @Override
    public long integer(RawJson value) {
        expect(value, RawJson.Kind.NUMBER);
        BigDecimal number = decimal(value);
        if (number.scale() < -18 || number.precision() - number.scale() > 19) {
            throw new JsonException("the number does not fit 64 bits");
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new JsonException("a whole number of at most 64 bits is wanted", e);
        }
    }

    @Override
    public double number(RawJson value) {
        expect(value, RawJson.Kind.NUMBER);
        double number = Double.parseDouble(value.toString());
        if (Double.isInfinite(number)) {
            throw new JsonException("the number is beyond the range of a double");
        }
        return number;
    }

    @Override
    public boolean bool(RawJson value) {
        expect(value, RawJson.Kind.BOOLEAN);
        return value.isTrue();
    }

    private static JsonObject members(byte[] source, int from, int to) {
        JsonScanner scanner = new JsonScanner(source, from, to);
        List<JsonObject.Member> members = new ArrayList<>();
        int end = scanner.object((name, start, stop) -> members.add(new JsonObject.Member(name, start, stop)));
        return JsonObject.indexed(source, from, end, members);
    }

    private static BigDecimal decimal(RawJson value) {
        try {
            return new BigDecimal(value.toString());
        } catch (NumberFormatException e) {
            throw new JsonException("the number's exponent is out of range", e);
        }
    }

    private static void expect(RawJson value, RawJson.Kind kind) {
        if (value.kind() != kind) {
            throw new JsonException("found " + value.kind() + " where " + kind + " is wanted");
        }
    }
}
