// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.item;

import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;

/**
 * Tool calls as items. A custom tool, which takes bare text where a function takes JSON, is a function with the one
 * parameter {@value #INPUT} for everybody who speaks another protocol.
 */
public final class Calls {
    /** The parameter that a custom tool's text becomes. */
    public static final String INPUT = "input";

    /** The parameters of a custom tool as a JSON schema. */
    public static final RawJson CUSTOM_PARAMETERS =
            RawJson.of("{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
                    + "\"required\":[\"input\"],\"additionalProperties\":false}");

    private static final RawJson NO_ARGUMENTS = RawJson.of("{}");

    private Calls() {}

    /** The call behind a {@code function_call}. */
    public static Part.ToolCall function(Members item) {
        return new Part.ToolCall(id(item), item.need("name"), arguments(item));
    }

    /** The call behind a {@code custom_tool_call}. */
    public static Part.ToolCall custom(Members item) {
        RawJson arguments = new JsonWriter()
                .object()
                .name(INPUT)
                .text(item.text(INPUT).orElse(""))
                .end()
                .finish();
        return new Part.ToolCall(id(item), item.need("name"), arguments);
    }

    /** The id by which call and result belong together; some compatible upstreams know only the item's. */
    public static String id(Members item) {
        return item.words("call_id").or(() -> item.words("id")).orElse("");
    }

    /**
     * The item of a call as it is finished.
     *
     * @param itemId the item's own id; none is written if it is empty
     * @param input the text of a custom tool, or the JSON of a function's arguments
     */
    public static RawJson write(String itemId, String callId, String tool, boolean custom, String input) {
        JsonWriter writer = new JsonWriter().object();
        if (!itemId.isEmpty()) {
            writer.name("id").text(itemId);
        }
        writer.name("type").text(custom ? "custom_tool_call" : "function_call");
        if (!itemId.isEmpty()) {
            writer.name("status").text("completed");
        }
        writer.name("call_id").text(callId).name("name").text(tool);
        return writer.name(custom ? INPUT : "arguments").text(input).end().finish();
    }

    /** The text that a custom tool is to be given, out of the arguments of the function it was for the model. */
    public static String input(Json json, String arguments) {
        JsonObject object;
        try {
            object = json.object(arguments.getBytes(StandardCharsets.UTF_8));
        } catch (JsonException e) {
            return arguments;
        }
        String otherwise = object.members().isEmpty() ? "" : arguments;
        return object.present(INPUT)
                .filter(value -> value.kind() == RawJson.Kind.STRING)
                .map(json::text)
                .orElse(otherwise);
    }

    /** Whether arguments are complete. */
    public static boolean complete(Json json, String arguments) {
        try {
            json.object(arguments.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    /** The text of a call's arguments: what a model spelled wrongly is kept as a string. */
    public static String text(Json json, RawJson arguments) {
        return arguments.kind() == RawJson.Kind.STRING ? json.text(arguments) : arguments.toString();
    }

    /**
     * The arguments as the object that the string holds. What is none stays a string in a client's history, so that it
     * goes out again as it came in; in an answer, half an object must not be taken for a whole one.
     */
    private static RawJson arguments(Members item) {
        if (item.get("arguments")
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .isPresent()) {
            return item.needChild("arguments").object().raw();
        }
        String text = item.text("arguments").orElse("");
        if (text.isBlank()) {
            return NO_ARGUMENTS;
        }
        try {
            return item.json().object(text.getBytes(StandardCharsets.UTF_8)).raw();
        } catch (JsonException e) {
            if (item.failure() == Failure.MALFORMED_REPLY) {
                throw item.wrong("arguments", "is no complete JSON object");
            }
            return RawJson.text(text);
        }
    }
}
