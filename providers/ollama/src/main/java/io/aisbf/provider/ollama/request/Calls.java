// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Tool calls, whose arguments Ollama spells as an object. */
public final class Calls {
    private static final RawJson NONE = RawJson.of("{}");

    private Calls() {}

    /**
     * The arguments of a function that is called: an object, or a string that holds one, as some imitators write it;
     * none if the member is missing.
     */
    public static RawJson arguments(Members function) {
        return function.get("arguments")
                .map(value -> object(value, function.json())
                        .orElseThrow(() -> function.wrong("arguments", "is not an object")))
                .orElse(NONE);
    }

    /** The value if it is an object, or the object that it holds if it is a string; nothing otherwise. */
    public static Optional<RawJson> object(RawJson value, Json json) {
        return switch (value.kind()) {
            case OBJECT -> Optional.of(value);
            case STRING -> parsed(json.text(value), json);
            default -> Optional.empty();
        };
    }

    /** The object that a text holds; an empty text stands for no arguments, and anything else is none. */
    public static Optional<RawJson> parsed(String text, Json json) {
        if (text.isBlank()) {
            return Optional.of(NONE);
        }
        try {
            return Optional.of(
                    json.object(text.getBytes(StandardCharsets.UTF_8)).raw());
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** Writes calls, whose arguments are objects, as the value of the member {@code tool_calls}. */
    public static void write(List<Part.ToolCall> calls, JsonWriter writer) {
        writer.array();
        int index = 0;
        for (Part.ToolCall call : calls) {
            writer.object();
            if (!call.id().isEmpty()) {
                writer.name("id").text(call.id());
            }
            writer.name("function").object().name("index").number(index);
            writer.name("name").text(call.tool()).name("arguments").raw(call.arguments());
            writer.end().end();
            index++;
        }
        writer.end();
    }
}
