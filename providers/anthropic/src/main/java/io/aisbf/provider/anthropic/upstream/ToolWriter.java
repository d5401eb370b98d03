// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.tool.ToolNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes the tools a model may ask for, and whether it may. */
final class ToolWriter {
    /** Hints that other protocols have taken over from this one, word for word. */
    private static final Set<String> SHARED = Set.of("cache_control");

    private static final RawJson OBJECT = RawJson.text("object");

    private final Json json;
    private final ToolNames names;
    private final ModelTraits traits;
    private final Call call;

    ToolWriter(Json json, ToolNames names, ModelTraits traits, Call call) {
        this.json = json;
        this.names = names;
        this.traits = traits;
        this.call = call;
    }

    /** The elements of the member {@code tools}. */
    List<RawJson> tools(List<Tool> tools, Blocks blocks) {
        List<RawJson> written = new ArrayList<>();
        for (Tool tool : tools) {
            written.add(tool(tool, blocks, "tools[" + written.size() + "]"));
        }
        return written;
    }

    private RawJson tool(Tool tool, Blocks blocks, String place) {
        JsonObject object = JsonObject.EMPTY.with("name", RawJson.text(names.sent(tool.name())));
        if (tool.description().filter(words -> !words.isEmpty()).isPresent()) {
            object = object.with("description", RawJson.text(tool.description().get()));
        }
        object = object.with("input_schema", schema(tool.parameters(), place));
        if (tool.strict().orElse(false)) {
            if (traits.knowsSchemas()) {
                object = object.with("strict", RawJson.bool(true));
            } else {
                call.declareLoss(place + ".strict", "this model cannot be held to a schema");
            }
        }
        for (var extra : new TreeMap<>(tool.extras()).entrySet()) {
            String member = place + "." + extra.getKey();
            if (!SHARED.contains(extra.getKey())) {
                call.declareLoss(member, "anthropic-messages has no such hint");
            } else if (blocks.takesCachePoint(member)) {
                object = object.with(extra.getKey(), extra.getValue());
            }
        }
        return object.raw();
    }

    /** Anthropic wants an object, and wants to be told so. */
    private RawJson schema(RawJson parameters, String place) {
        try {
            JsonObject schema = parameters.isNull() ? JsonObject.EMPTY : json.object(parameters);
            return schema.present("type").isPresent()
                    ? parameters
                    : schema.with("type", OBJECT).raw();
        } catch (JsonException e) {
            throw Call.cannotCarry(place + ".parameters", "they are no JSON object");
        }
    }

    /** The member {@code tool_choice}, if there is anything to say. */
    Optional<RawJson> choice(ChatRequest request) {
        boolean serial =
                request.options().parallelCalls().filter(allowed -> !allowed).isPresent();
        Optional<ToolChoice> choice = request.toolChoice();
        if (request.tools().isEmpty()) {
            if (forces(choice)) {
                throw Call.cannotCarry("tool_choice", "there is no tool to choose that Anthropic could be told of");
            }
            return Optional.empty();
        }
        if (choice.isEmpty() && !serial) {
            return Optional.empty();
        }
        JsonObject written = switch (choice.orElse(ToolChoice.Mode.AUTO)) {
            case ToolChoice.Mode.AUTO -> typed("auto");
            case ToolChoice.Mode.NONE -> typed("none");
            case ToolChoice.Mode.REQUIRED -> typed("any");
            case ToolChoice.Named named -> typed("tool").with("name", RawJson.text(names.sent(named.tool())));
        };
        boolean none = choice.filter(ToolChoice.Mode.NONE::equals).isPresent();
        return Optional.of(
                (serial && !none ? written.with("disable_parallel_tool_use", RawJson.bool(true)) : written).raw());
    }

    /** Whether a tool has to be called. */
    static boolean forces(Optional<ToolChoice> choice) {
        return choice.filter(mode -> mode == ToolChoice.Mode.REQUIRED || mode instanceof ToolChoice.Named)
                .isPresent();
    }

    private static JsonObject typed(String type) {
        return JsonObject.EMPTY.with("type", RawJson.text(type));
    }
}
