// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes up a small JSON value that suits a JSON schema: {@code const}, the first of {@code enum}, {@code anyOf} and
 * {@code oneOf}, all of {@code allOf}; of an object the required members, of an array {@code minItems} elements;
 * numbers and strings within their bounds, strings of the common formats. {@code pattern} and {@code not} are not
 * looked at. References are followed within the schema.
 */
final class SchemaSample {
    private static final int LARGEST = 10_000;
    private static final int DEEPEST = 100;
    private static final Map<String, String> FORMATS = Map.of(
            "date-time", "2026-01-01T00:00:00Z",
            "date", "2026-01-01",
            "time", "00:00:00Z",
            "duration", "PT1S",
            "email", "echo@example.com",
            "hostname", "example.com",
            "ipv4", "192.0.2.1",
            "ipv6", "2001:db8::1",
            "uri", "https://example.com/",
            "uuid", "00000000-0000-4000-8000-000000000000");

    private final Json json;
    private final RawJson root;
    private int left = LARGEST;
    private int depth;

    private SchemaSample(Json json, RawJson root) {
        this.json = json;
        this.root = root;
    }

    /**
     * A value that suits the schema.
     *
     * @param member where the schema stands in the request
     * @throws io.aisbf.api.call.CallException {@code INVALID_REQUEST} if the schema is none, or allows no value of
     *     reasonable size
     */
    static RawJson of(RawJson schema, String member, Json json) {
        try {
            JsonWriter writer = new JsonWriter();
            new SchemaSample(json, schema).write(schema, writer);
            return writer.finish();
        } catch (JsonException e) {
            throw Question.refusal(member, "holds a JSON schema that is not understood: " + e.getMessage());
        }
    }

    private void write(RawJson raw, JsonWriter writer) {
        descend();
        writeSuiting(raw, writer);
        depth--;
    }

    private void writeSuiting(RawJson raw, JsonWriter writer) {
        if (raw.kind() == RawJson.Kind.BOOLEAN) {
            writer.object().end();
            return;
        }
        JsonObject schema = merged(json.object(raw));
        Optional<RawJson> fixed =
                schema.get("const").or(() -> schema.present("enum").map(values -> first(values, "enum")));
        if (fixed.isPresent()) {
            writer.raw(fixed.get());
            return;
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            Optional<RawJson> options = schema.present(choice);
            if (options.isPresent()) {
                write(first(options.get(), choice), writer);
                return;
            }
        }
        writeType(schema, writer);
    }

    private void writeType(JsonObject schema, JsonWriter writer) {
        String type = schema.present("type").map(this::type).orElseGet(() -> guessed(schema));
        switch (type) {
            case "object" -> object(schema, writer);
            case "array" -> array(schema, writer);
            case "string" -> writer.text(string(schema));
            case "integer" -> writer.number((long) Math.ceil(number(schema, 1)));
            case "number" -> writer.number(number(schema, 0.5));
            case "boolean" -> writer.bool(true);
            case "null" -> writer.raw(RawJson.NULL);
            default -> throw new JsonException("there is no type '" + type + "'");
        }
    }

    private void object(JsonObject schema, JsonWriter writer) {
        Optional<JsonObject> properties = schema.present("properties").map(json::object);
        writer.object();
        for (RawJson name : schema.present("required").map(json::array).orElse(List.of())) {
            String member = json.text(name);
            writer.name(member);
            write(properties.flatMap(known -> known.get(member)).orElse(RawJson.of("{}")), writer);
        }
        writer.end();
    }

    private void array(JsonObject schema, JsonWriter writer) {
        long count = schema.present("minItems").map(json::integer).orElse(0L);
        writer.array();
        for (long i = 0; i < count; i++) {
            write(schema.present("items").orElse(RawJson.of("{}")), writer);
        }
        writer.end();
    }

    private String string(JsonObject schema) {
        String text = schema.present("format").map(json::text).map(FORMATS::get).orElse("echo");
        long least = schema.present("minLength").map(json::integer).orElse(0L);
        long most = schema.present("maxLength").map(json::integer).orElse(Long.MAX_VALUE);
        spend(least);
        String padded = text + "o".repeat((int) Math.max(0, least - text.length()));
        return padded.length() > most ? padded.substring(0, (int) Math.max(0, most)) : padded;
    }

    /** The number nearest to 0 within the bounds, moved off an excluded one by {@code step}. */
    private double number(JsonObject schema, double step) {
        double least = bound(schema, "minimum", "exclusiveMinimum", step, Double.NEGATIVE_INFINITY);
        double most = bound(schema, "maximum", "exclusiveMaximum", -step, Double.POSITIVE_INFINITY);
        double nearest = Math.max(least, Math.min(most, 0));
        double multiple = schema.present("multipleOf").map(json::number).orElse(0.0);
        return multiple > 0 ? Math.ceil(nearest / multiple) * multiple : nearest;
    }

    private double bound(JsonObject schema, String name, String excluded, double step, double none) {
        return schema.present(name)
                .map(json::number)
                .or(() -> schema.present(excluded).map(value -> json.number(value) + step))
                .orElse(none);
    }

    private String type(RawJson type) {
        if (type.kind() != RawJson.Kind.ARRAY) {
            return json.text(type);
        }
        List<String> types = json.array(type).stream().map(json::text).toList();
        return types.stream().filter(word -> !word.equals("null")).findFirst().orElse("null");
    }

    private static String guessed(JsonObject schema) {
        if (schema.get("items").isPresent()) {
            return "array";
        }
        boolean text =
                schema.get("format").isPresent() || schema.get("minLength").isPresent();
        return text ? "string" : "object";
    }

    /** A schema with what it refers to, and all of its {@code allOf}, laid over it. */
    private JsonObject merged(JsonObject schema) {
        descend();
        JsonObject merged = schema.without("$ref").without("allOf");
        Optional<RawJson> reference = schema.present("$ref");
        if (reference.isPresent()) {
            merged = lay(merged(json.object(resolve(json.text(reference.get())))), merged);
        }
        for (RawJson part : schema.present("allOf").map(json::array).orElse(List.of())) {
            merged = lay(merged(json.object(part)), merged);
        }
        depth--;
        return merged;
    }

    private JsonObject lay(JsonObject over, JsonObject under) {
        JsonObject both = under;
        for (Map.Entry<String, RawJson> member : over.members().entrySet()) {
            Optional<RawJson> known = under.get(member.getKey());
            both = both.with(
                    member.getKey(),
                    known.isPresent() ? joined(member.getKey(), known.get(), member.getValue()) : member.getValue());
        }
        return both;
    }

    private RawJson joined(String name, RawJson one, RawJson other) {
        return switch (name) {
            case "properties" -> lay(json.object(other), json.object(one)).raw();
            case "required" -> {
                Map<String, RawJson> names = new LinkedHashMap<>();
                json.array(one).forEach(each -> names.put(json.text(each), each));
                json.array(other).forEach(each -> names.put(json.text(each), each));
                yield RawJson.array(List.copyOf(names.values()));
            }
            default -> other;
        };
    }

    /** What a reference such as {@code #/$defs/city} points to (RFC 6901, section 6). */
    private RawJson resolve(String reference) {
        if (!reference.startsWith("#")) {
            throw new JsonException("the reference '" + reference + "' leads out of the schema");
        }
        RawJson at = root;
        for (String step : reference.substring(1).split("/", -1)) {
            String name = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace("~1", "/")
                    .replace("~0", "~");
            if (!name.isEmpty()) {
                at = json.object(at)
                        .get(name)
                        .orElseThrow(() -> new JsonException("the reference '" + reference + "' leads nowhere"));
            }
        }
        return at;
    }

    private RawJson first(RawJson values, String name) {
        List<RawJson> all = json.array(values);
        if (all.isEmpty()) {
            throw new JsonException(name + " is empty");
        }
        return all.getFirst();
    }

    private void descend() {
        spend(1);
        depth++;
        if (depth > DEEPEST) {
            throw new JsonException("it allows no value of at most " + DEEPEST + " levels");
        }
    }

    /** A schema that refers to itself, or asks for a million elements, must end somewhere. */
    private void spend(long size) {
        if (size > left) {
            throw new JsonException("it allows no value of at most " + LARGEST + " characters and elements");
        }
        left -= (int) Math.max(0, size);
    }
}
