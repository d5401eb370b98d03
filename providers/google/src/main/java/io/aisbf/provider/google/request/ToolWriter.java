// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.tool.ToolNames;
import java.util.List;

/** Writes the members {@code tools} and {@code toolConfig}. */
public final class ToolWriter {
    /** The longest name of a function that Gemini takes. */
    private static final int LONGEST_NAME = 64;

    private ToolWriter() {}

    /** The names of these tools as Gemini is to see them. */
    public static ToolNames names(List<Tool> tools) {
        return ToolNames.of(tools, LONGEST_NAME);
    }

    /** Parameters go as the JSON schema they are: the older member refuses most of what a schema may say. */
    static RawJson tools(List<Tool> tools, ToolNames names, Call call) {
        JsonWriter writer = new JsonWriter().array().object();
        writer.name("functionDeclarations").array();
        for (int i = 0; i < tools.size(); i++) {
            Tool tool = tools.get(i);
            writer.object().name("name").text(names.sent(tool.name()));
            tool.description().ifPresent(words -> writer.name("description").text(words));
            if (tool.parameters().kind() == RawJson.Kind.OBJECT) {
                writer.name("parametersJsonSchema").raw(tool.parameters());
            }
            writer.end();
            String place = "tools[" + i + "].";
            if (tool.strict().orElse(false)) {
                call.declareLoss(place + "strict", "Gemini has no such promise");
            }
            tool.extras().keySet().forEach(name -> call.declareLoss(place + name, "Gemini has no counterpart"));
        }
        return writer.end().end().end().finish();
    }

    static RawJson config(ToolChoice choice, ToolNames names) {
        JsonWriter writer = new JsonWriter().object();
        writer.name("functionCallingConfig").object().name("mode");
        switch (choice) {
            case ToolChoice.Mode.AUTO -> writer.text("AUTO");
            case ToolChoice.Mode.NONE -> writer.text("NONE");
            case ToolChoice.Mode.REQUIRED -> writer.text("ANY");
            case ToolChoice.Named named ->
                writer.text("ANY")
                        .name("allowedFunctionNames")
                        .array()
                        .text(names.sent(named.tool()))
                        .end();
        }
        return writer.end().end().finish();
    }
}
