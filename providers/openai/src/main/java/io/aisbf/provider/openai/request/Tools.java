// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.tool.ToolNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members {@code tools} and {@code tool_choice}, and {@code functions} and {@code function_call}, as they were
 * called before.
 *
 * @param functions the tools that are functions
 * @param choice what the client says about calling them
 * @param others what is neither, by its path: tools of other kinds, choices among them
 * @param binding those of the others that the client itself has to serve, and choices that force a tool
 */
record Tools(List<Tool> functions, Optional<ToolChoice> choice, Map<String, RawJson> others, Set<String> binding) {
    /** The longest name that OpenAI takes. */
    static final int LONGEST_NAME = 64;

    private static final RawJson NO_PARAMETERS = RawJson.of("{\"type\":\"object\",\"properties\":{}}");
    private static final Set<String> FUNCTION = Set.of("name", "description", "parameters", "strict");

    static Tools read(Members body) {
        List<Tool> functions = new ArrayList<>();
        Map<String, RawJson> others = new LinkedHashMap<>();
        Set<String> binding = new HashSet<>();
        for (Members tool : body.children("tools")) {
            String type = tool.text("type").orElse("function");
            if (type.equals("function")) {
                functions.add(function(tool.needChild("function"), hints(tool), others));
            } else {
                others.put(tool.path(), tool.object().raw());
                // What the provider itself runs is only offered; what the client runs is missed when it is not there.
                if (type.equals("custom")) {
                    binding.add(tool.path());
                }
            }
        }
        for (Members function : body.children("functions")) {
            functions.add(function(function, Map.of(), others));
        }
        Optional<ToolChoice> choice = choice(body);
        if (choice.isEmpty()) {
            body.get("tool_choice").ifPresent(value -> {
                others.put("tool_choice", value);
                binding.add("tool_choice");
            });
        }
        return new Tools(List.copyOf(functions), choice, others, Set.copyOf(binding));
    }

    private static Tool function(Members function, Map<String, RawJson> hints, Map<String, RawJson> others) {
        others.putAll(function.leftovers(FUNCTION));
        return new Tool(
                function.need("name"),
                function.text("description"),
                function.child("parameters")
                        .map(schema -> schema.object().raw())
                        .orElse(NO_PARAMETERS),
                function.bool("strict"),
                hints);
    }

    /** What stands beside the function. */
    private static Map<String, RawJson> hints(Members tool) {
        Map<String, RawJson> hints = new LinkedHashMap<>(tool.object().members());
        hints.keySet().removeAll(Set.of("type", "function"));
        hints.values().removeIf(RawJson::isNull);
        return hints;
    }

    private static Optional<ToolChoice> choice(Members body) {
        String member = body.get("tool_choice").isPresent() ? "tool_choice" : "function_call";
        if (body.get(member)
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .isPresent()) {
            Members choice = body.needChild(member);
            return member.equals("function_call")
                    ? Optional.of(new ToolChoice.Named(choice.need("name")))
                    : choice.child("function").map(function -> new ToolChoice.Named(function.need("name")));
        }
        return body.text(member).map(word -> switch (word) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            case "required", "any" -> ToolChoice.Mode.REQUIRED;
            default -> throw body.wrong(member, "is '" + word + "'; use auto, none, required or name a function");
        });
    }

    /** Writes functions as the member's value. */
    static RawJson write(List<Tool> tools, ToolNames names) {
        JsonWriter writer = new JsonWriter().array();
        for (Tool tool : tools) {
            writer.object().name("type").text("function").name("function").object();
            writer.name("name").text(names.sent(tool.name()));
            tool.description().ifPresent(words -> writer.name("description").text(words));
            writer.name("parameters").raw(tool.parameters());
            tool.strict().ifPresent(strict -> writer.name("strict").bool(strict));
            writer.end().end();
        }
        return writer.end().finish();
    }

    /** Writes a choice as the member's value. */
    static RawJson write(ToolChoice choice, ToolNames names) {
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
                        .text(names.sent(named.tool()))
                        .end()
                        .end()
                        .finish();
        };
    }
}
