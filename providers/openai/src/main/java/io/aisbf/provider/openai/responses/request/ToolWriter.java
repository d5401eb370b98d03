// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.tool.ToolNames;
import java.util.List;

/** Writes {@code tools} and {@code tool_choice}. */
public final class ToolWriter {
    /** The longest name of a tool that OpenAI takes. */
    private static final int LONGEST_NAME = 64;

    private ToolWriter() {}

    /** The names under which this request's tools are known to the upstream. */
    public static ToolNames names(ChatRequest request) {
        return ToolNames.of(request.tools(), LONGEST_NAME);
    }

    /** Writes both members, if there are tools. */
    static void write(ChatRequest request, ToolNames names, JsonWriter writer, Call call) {
        List<Tool> tools = request.tools();
        if (tools.isEmpty()) {
            return;
        }
        writer.name("tools").array();
        for (int i = 0; i < tools.size(); i++) {
            function(tools.get(i), names, writer);
            String place = "tools[" + i + "].";
            tools.get(i)
                    .extras()
                    .keySet()
                    .forEach(name -> call.declareLoss(place + name, "openai-responses has no such member"));
        }
        writer.end();
        request.toolChoice().ifPresent(choice -> writer.name("tool_choice").raw(choice(choice, names)));
    }

    /** A function that says nothing is a strict one here, which few schemas that were made for others would fit. */
    private static void function(Tool tool, ToolNames names, JsonWriter writer) {
        writer.object().name("type").text("function").name("name").text(names.sent(tool.name()));
        tool.description().ifPresent(words -> writer.name("description").text(words));
        writer.name("parameters").raw(tool.parameters());
        writer.name("strict").bool(tool.strict().orElse(false)).end();
    }

    private static RawJson choice(ToolChoice choice, ToolNames names) {
        return switch (choice) {
            case ToolChoice.Mode.AUTO -> RawJson.text("auto");
            case ToolChoice.Mode.NONE -> RawJson.text("none");
            case ToolChoice.Mode.REQUIRED -> RawJson.text("required");
            case ToolChoice.Named named -> {
                JsonWriter writer = new JsonWriter().object().name("type").text("function");
                yield writer.name("name").text(names.sent(named.tool())).end().finish();
            }
        };
    }
}
