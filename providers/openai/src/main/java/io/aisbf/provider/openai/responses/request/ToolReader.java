// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.responses.item.Calls;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Decodes {@code tools} and {@code tool_choice}. A custom tool is shown to other protocols as a function of one text,
 * the grammar it is to keep to in the description. Tools that the provider itself runs are none of anybody else's: they
 * are left over, and so is a choice that forces one of them.
 */
final class ToolReader {
    private static final RawJson NO_PARAMETERS = RawJson.of("{\"type\":\"object\",\"properties\":{}}");
    private static final Set<String> FUNCTION = Set.of("type", "name", "description", "parameters", "strict");
    private static final Set<String> CUSTOM = Set.of("type", "name", "description", "format");
    private static final String CHOICE = "tool_choice";

    private final Members body;
    private final List<Tool> functions = new ArrayList<>();
    private final Set<String> custom = new LinkedHashSet<>();
    private final SequencedMap<String, RawJson> leftovers = new LinkedHashMap<>();

    private ToolReader(Members body) {
        this.body = body;
    }

    /**
     * What was offered.
     *
     * @param functions the tools that the client runs, those the choice does not allow left out
     * @param custom the names of those that take bare text
     * @param leftovers what nobody else can do, by its path
     * @param forced whether the choice forces such a tool
     */
    record Offer(
            List<Tool> functions,
            Optional<ToolChoice> choice,
            Set<String> custom,
            SequencedMap<String, RawJson> leftovers,
            boolean forced) {
        Offer {
            functions = List.copyOf(functions);
            custom = Set.copyOf(custom);
        }
    }

    /** Reads both members. */
    static Offer read(Members body) {
        ToolReader reader = new ToolReader(body);
        body.children("tools").forEach(reader::tool);
        return reader.offer();
    }

    private void tool(Members tool) {
        String type = tool.need("type");
        switch (type) {
            case "function" -> function(tool);
            case "custom" -> custom(tool);
            default -> leftovers.put(tool.path(), tool.object().raw());
        }
    }

    private void function(Members tool) {
        SequencedMap<String, RawJson> extras = tool.leftovers(FUNCTION);
        leftovers.putAll(extras);
        RawJson parameters =
                tool.child("parameters").map(schema -> schema.object().raw()).orElse(NO_PARAMETERS);
        functions.add(new Tool(
                tool.need("name"),
                tool.text("description"),
                parameters,
                tool.bool("strict"),
                named(extras, tool.path().length() + 1)));
    }

    private void custom(Members tool) {
        String name = tool.need("name");
        custom.add(name);
        leftovers.putAll(tool.leftovers(CUSTOM));
        Optional<Members> grammar =
                tool.child("format").filter(format -> !format.need("type").equals("text"));
        grammar.ifPresent(
                format -> leftovers.put(tool.at("format"), format.object().raw()));
        String words = tool.text("description").orElse("")
                + grammar.map(ToolReader::rules).orElse("");
        functions.add(new Tool(
                name,
                words.isBlank() ? Optional.empty() : Optional.of(words.strip()),
                Calls.CUSTOM_PARAMETERS,
                Optional.empty(),
                Map.of()));
    }

    /** Nobody else can hold a model to a grammar; the model can at least be told. */
    private static String rules(Members format) {
        return "\n\nThe input is plain text that keeps to this grammar"
                + format.words("syntax").map(syntax -> " (" + syntax + ")").orElse("") + ":\n"
                + format.text("definition").orElseGet(() -> format.object().toString());
    }

    private Offer offer() {
        Optional<RawJson> value = body.get(CHOICE);
        if (value.isEmpty()) {
            return offer(functions, Optional.empty(), false);
        }
        if (value.get().kind() != RawJson.Kind.STRING) {
            return object(body.needChild(CHOICE));
        }
        return offer(functions, mode(body, CHOICE));
    }

    private Offer object(Members choice) {
        String type = choice.need("type");
        return switch (type) {
            case "function", "custom" -> offer(functions, new ToolChoice.Named(choice.need("name")));
            case "allowed_tools" -> {
                Set<String> allowed = new LinkedHashSet<>();
                choice.children("tools").forEach(tool -> tool.text("name").ifPresent(allowed::add));
                List<Tool> left = functions.stream()
                        .filter(tool -> allowed.contains(tool.name()))
                        .toList();
                yield offer(left, mode(choice, "mode"));
            }
            default -> offer(functions, Optional.empty(), true);
        };
    }

    /** Without functions there is nothing to choose, unless the choice forces what is not there. */
    private Offer offer(List<Tool> left, ToolChoice choice) {
        boolean optional = choice == ToolChoice.Mode.AUTO || choice == ToolChoice.Mode.NONE;
        return left.isEmpty() ? offer(left, Optional.empty(), !optional) : offer(left, Optional.of(choice), false);
    }

    private Offer offer(List<Tool> left, Optional<ToolChoice> choice, boolean forced) {
        if (forced) {
            body.get(CHOICE).ifPresent(value -> leftovers.put(CHOICE, value));
        }
        return new Offer(left, choice, custom, leftovers, forced);
    }

    private static ToolChoice mode(Members members, String name) {
        String word = members.need(name);
        return switch (word) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            case "required" -> ToolChoice.Mode.REQUIRED;
            default -> throw members.wrong(name, "is '" + word + "'; use auto, none, required or name a tool");
        };
    }

    private static Map<String, RawJson> named(Map<String, RawJson> paths, int prefix) {
        Map<String, RawJson> named = new LinkedHashMap<>();
        paths.forEach((path, value) -> named.put(path.substring(prefix), value));
        return named;
    }
}
