// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;

/** Spells a part of the configuration as JSON, for members that a plugin passes on as they are. */
public final class JsonSpelling {
    private JsonSpelling() {}

    /**
     * The value as JSON: what was written without quotes and reads as a number, {@code true} or {@code false} stays
     * one.
     *
     * @throws IllegalArgumentException if a placeholder in it could not be filled
     */
    public static RawJson of(Value value) {
        JsonWriter writer = new JsonWriter();
        write(value, writer);
        return writer.finish();
    }

    private static void write(Value value, JsonWriter writer) {
        switch (value) {
            case Value.Fields map -> {
                writer.object();
                map.fields().forEach(field -> write(field.value(), writer.name(field.name())));
                writer.end();
            }
            case Value.Items list -> {
                writer.array();
                list.items().forEach(item -> write(item, writer));
                writer.end();
            }
            case Value.Scalar scalar when scalar.absent() -> writer.raw(RawJson.NULL);
            case Value.Scalar scalar -> {
                String text = Scalars.text(scalar);
                boolean word =
                        scalar.plain() && (text.equals("true") || text.equals("false") || Scalars.isNumber(text));
                writer.raw(word ? RawJson.of(text) : RawJson.text(text));
            }
        }
    }
}
