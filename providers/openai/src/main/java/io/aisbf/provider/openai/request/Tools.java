// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members {@code tools} and {@code tool_choice}.
 *
 * @param functions the tools that are functions
 * @param choice what the client says about calling them
 * @param others what is neither, by the member it stands in: tools of other kinds, choices among them
 */
record Tools(List<Tool> functions, Optional<ToolChoice> choice, Map<String, RawJson> others) {
    private static final RawJson NO_PARAMETERS = RawJson.of("{\"type\":\"object\",\"properties\":{}}");

    static Tools read(Members body) {
        List<Tool> functions = new ArrayList<>();
        List<RawJson> unknown = new ArrayList<>();
        for (Members tool : body.children("tools")) {
            if (tool.text("type").orElse("function").equals("function")) {
                Members function = tool.needChild("function");
                functions.add(new Tool(
                        function.need("name"),
                        function.text("description"),
                        function.child("parameters")
                                .map(schema -> schema.object().raw())
                                .orElse(NO_PARAMETERS)));
            } else {
                unknown.add(tool.object().raw());
            }
        }
        Map<String, RawJson> others = new LinkedHashMap<>();
        if (!unknown.isEmpty()) {
            others.put("tools", RawJson.array(unknown));
        }
        Optional<ToolChoice> choice = choice(body);
        if (choice.isEmpty()) {
            body.get("tool_choice").ifPresent(value -> others.put("tool_choice", value));
        }
        return new Tools(List.copyOf(functions), choice, others);
    }

    private static Optional<ToolChoice> choice(Members body) {
        if (body.get("tool_choice")
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .isPresent()) {
            Members choice = body.needChild("tool_choice");
            return choice.child("function").map(function -> new ToolChoice.Named(function.need("name")));
        }
        return body.text("tool_choice").map(word -> switch (word) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            case "required", "any" -> ToolChoice.Mode.REQUIRED;
            default ->
                throw body.wrong("tool_choice", "is '" + word + "'; use auto, none, required or name a function");
        });
    }

    /** Writes functions as the member's value. */
    static RawJson write(List<Tool> tools) {
        JsonWriter writer = new JsonWriter().array();
        for (Tool tool : tools) {
            writer.object().name("type").text("function").name("function").object();
            writer.name("name").text(tool.name());
            tool.description().ifPresent(words -> writer.name("description").text(words));
            writer.name("parameters").raw(tool.parameters()).end().end();
        }
        return writer.end().finish();
    }

    /** Writes a choice as the member's value. */
    static RawJson write(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Mode.AUTO -> RawJson.text("auto");
            case ToolChoice.Mode.NONE -> RawJson.text("none");
            case ToolChoice.Mode.REQUIRED -> RawJson.text("required");
            case ToolChoice.Named named ->
                new JsonWriter()
                        .object()
                        .name("type")
                        .text("function")
                        .name("function")
                        .object()
                        .name("name")
                        .text(named.tool())
                        .end()
                        .end()
                        .finish();
        };
    }
}
