// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.google.wire.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a schema in Google's subset of OpenAPI 3.0 (<a href="https://ai.google.dev/api/caching#Schema">Schema</a>) into a
 * JSON schema: types in small letters, {@code nullable} as a type, numbers that ProtoJSON spells as strings as numbers,
 * and without {@code propertyOrdering}, which only tells in which order to speak.
 */
final class SchemaReader {
    private static final Set<String> SCHEMAS = Set.of("items", "additionalProperties", "not");
    private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final Set<String> MAPS = Set.of("properties", "defs", "$defs");
    private static final Set<String> COUNTS =
            Set.of("minItems", "maxItems", "minProperties", "maxProperties", "minLength", "maxLength");
    private static final Map<String, String> SPELLED = Map.of(
            "any_of", "anyOf",
            "min_items", "minItems",
            "max_items", "maxItems",
            "min_properties", "minProperties",
            "max_properties", "maxProperties",
            "min_length", "minLength",
            "max_length", "maxLength",
            "additional_properties", "additionalProperties",
            "property_ordering", "propertyOrdering",
            "defs", "$defs");
    private static final RawJson NULL_TYPE = RawJson.text("null");

    private final Json json;

    private SchemaReader(Json json) {
        this.json = json;
    }

    /** The schema of that name as a JSON schema. */
    static Optional<RawJson> read(Fields holder, String name) {
        return holder.child(name).map(schema -> new SchemaReader(holder.json()).converted(schema.raw()));
    }

    private RawJson converted(RawJson schema) {
        if (schema.kind() != RawJson.Kind.OBJECT) {
            return schema;
        }
        Map<String, RawJson> members = json.object(schema).members();
        boolean nullable = Optional.ofNullable(members.get("nullable"))
                .filter(RawJson::isTrue)
                .isPresent();
        JsonWriter writer = new JsonWriter().object();
        for (Map.Entry<String, RawJson> member : members.entrySet()) {
            String name = SPELLED.getOrDefault(member.getKey(), member.getKey());
            if (!name.equals("nullable") && !name.equals("propertyOrdering")) {
                writer.name(name.equals("ref") ? "$ref" : name).raw(value(name, member.getValue(), nullable));
            }
        }
        return writer.end().finish();
    }

    private RawJson value(String name, RawJson value, boolean nullable) {
        if (name.equals("type")) {
            return type(value, nullable);
        }
        if (name.equals("enum") && nullable && value.kind() == RawJson.Kind.ARRAY) {
            JsonWriter writer = new JsonWriter().array();
            json.array(value).forEach(writer::raw);
            return writer.raw(RawJson.NULL).end().finish();
        }
        if (SCHEMAS.contains(name)) {
            return converted(value);
        }
        if (LISTS.contains(name) && value.kind() == RawJson.Kind.ARRAY) {
            return RawJson.array(json.array(value).stream().map(this::converted).toList());
        }
        if (MAPS.contains(name) && value.kind() == RawJson.Kind.OBJECT) {
            JsonWriter writer = new JsonWriter().object();
            json.object(value)
                    .members()
                    .forEach((key, schema) -> writer.name(key).raw(converted(schema)));
            return writer.end().finish();
        }
        boolean spelledOut = COUNTS.contains(name) && value.kind() == RawJson.Kind.STRING;
        return spelledOut && json.text(value).matches("\\d{1,18}")
                ? RawJson.number(Long.parseLong(json.text(value)))
                : value;
    }

    private RawJson type(RawJson value, boolean nullable) {
        if (value.kind() != RawJson.Kind.STRING) {
            return value;
        }
        RawJson type = RawJson.text(json.text(value).toLowerCase(Locale.ROOT));
        return nullable ? RawJson.array(List.of(type, NULL_TYPE)) : type;
    }
}
