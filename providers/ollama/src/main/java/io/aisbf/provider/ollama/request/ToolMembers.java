// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.call.Call;
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
import java.util.Set;

/**
 * The member {@code tools}. Ollama has no choice among them: the model calls as it likes.
 *
 * @param functions the tools that are functions
 * @param others what stands for nothing in them, by its path; all of it hints
 */
record ToolMembers(List<Tool> functions, Map<String, RawJson> others) {
    /** No tools. */
    static final ToolMembers NONE = new ToolMembers(List.of(), Map.of());

    private static final RawJson NO_PARAMETERS = RawJson.of("{\"type\":\"object\",\"properties\":{}}");
    private static final Set<String> TOOL = Set.of("type", "function");
    private static final Set<String> FUNCTION = Set.of("name", "description", "parameters", "strict");

    static ToolMembers read(Members body) {
        List<Tool> functions = new ArrayList<>();
        Map<String, RawJson> others = new LinkedHashMap<>();
        int index = 0;
        for (Members tool : body.children("tools")) {
            if (tool.words("type").orElse("function").equals("function")) {
                Members function = tool.needChild("function");
                functions.add(function(function));
                others.putAll(tool.leftovers(TOOL));
                others.putAll(function.leftovers(FUNCTION));
            } else {
                others.put("tools[" + index + "]", tool.object().raw());
            }
            index++;
        }
        return new ToolMembers(List.copyOf(functions), others);
    }

    private static Tool function(Members function) {
        return new Tool(
                function.need("name"),
                function.words("description"),
                function.child("parameters")
                        .map(schema -> schema.object().raw())
                        .orElse(NO_PARAMETERS),
                function.bool("strict"),
                Map.of());
    }

    /**
     * Writes the tools that may be called. A model that must not call any is shown none; one that must cannot be made
     * to.
     */
    static void write(List<Tool> tools, Optional<ToolChoice> choice, JsonWriter writer, Call call) {
        boolean forced = choice.filter(asked -> asked == ToolChoice.Mode.REQUIRED || asked instanceof ToolChoice.Named)
                .isPresent();
        if (forced) {
            throw Call.cannotCarry(
                    "tool_choice", "Ollama cannot make a model call a tool; leave the choice to the model");
        }
        if (tools.isEmpty() || choice.filter(ToolChoice.Mode.NONE::equals).isPresent()) {
            return;
        }
        writer.name("tools").array();
        for (int i = 0; i < tools.size(); i++) {
            Tool tool = tools.get(i);
            String place = "tools[" + i + "].";
            tool.extras()
                    .keySet()
                    .forEach(name -> call.declareLoss(place + name, "Ollama's tools have no such member"));
            tool.strict()
                    .filter(strict -> strict)
                    .ifPresent(strict -> call.declareLoss(place + "strict", "Ollama does not check arguments"));
            writer.object().name("type").text("function").name("function").object();
            writer.name("name").text(tool.name());
            tool.description().ifPresent(words -> writer.name("description").text(words));
            writer.name("parameters").raw(tool.parameters()).end().end();
        }
        writer.end();
    }
}
