// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.request;

import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes the tools. Those without a schema are Anthropic's own, run by it or known to its models by heart: no other
 * protocol can offer them, so they are hints, unless the client insists on one.
 *
 * @param parallel whether several may be called at once, where the client says so
 */
record ToolReader(List<Tool> functions, Optional<ToolChoice> choice, Optional<Boolean> parallel) {
    private static final Set<String> TOOL = Set.of("type", "name", "description", "input_schema", "strict");
    private static final Set<String> CHOICE = Set.of("type", "name", "disable_parallel_tool_use");

    static ToolReader read(Members body, Leftovers left) {
        List<Tool> functions = new ArrayList<>();
        Set<String> others = new HashSet<>();
        for (Members tool : body.children("tools")) {
            if (tool.words("type").orElse("custom").equals("custom")) {
                functions.add(function(tool));
            } else {
                left.hint(tool.path(), tool.object().raw());
                others.add(tool.text("name").orElse(""));
            }
        }
        Optional<Members> choice = body.child("tool_choice");
        choice.ifPresent(members -> left.hints(members, CHOICE));
        Optional<Boolean> parallel = choice.flatMap(members -> members.bool("disable_parallel_tool_use"))
                .map(off -> !off);
        Optional<ToolChoice> chosen = choice.map(ToolReader::choice);
        boolean insists =
                chosen.filter(mode -> needsAnother(mode, functions, others)).isPresent();
        if (insists) {
            body.get("tool_choice").ifPresent(value -> left.binding("tool_choice", value));
        }
        return new ToolReader(List.copyOf(functions), insists ? Optional.empty() : chosen, parallel);
    }

    private static boolean needsAnother(ToolChoice choice, List<Tool> functions, Set<String> others) {
        return switch (choice) {
            case ToolChoice.Named named -> others.contains(named.tool());
            case ToolChoice.Mode.REQUIRED -> functions.isEmpty() && !others.isEmpty();
            default -> false;
        };
    }

    private static Tool function(Members tool) {
        Map<String, RawJson> extras = new LinkedHashMap<>();
        tool.object().members().forEach((name, value) -> {
            if (!TOOL.contains(name) && !value.isNull()) {
                extras.put(name, value);
            }
        });
        return new Tool(
                tool.need("name"),
                tool.text("description"),
                tool.needChild("input_schema").object().raw(),
                tool.bool("strict"),
                extras);
    }

    private static ToolChoice choice(Members choice) {
        String type = choice.need("type");
        return switch (type) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "any" -> ToolChoice.Mode.REQUIRED;
            case "none" -> ToolChoice.Mode.NONE;
            case "tool" -> new ToolChoice.Named(choice.need("name"));
            default -> throw choice.wrong("type", "is '" + type + "'; use auto, any, tool or none");
        };
    }
}
