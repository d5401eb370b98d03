// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.google.wire.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Decodes the members {@code tools} and {@code toolConfig}. Where several functions are allowed and some are not, only
 * the allowed ones are told: no other protocol has a list of them.
 *
 * @param functions what may be called
 * @param choice whether it may, must or must not
 * @param others what no accessor stands for: tools that Google runs by itself are offers and so only hints
 */
record ToolReader(List<Tool> functions, Optional<ToolChoice> choice, SequencedMap<String, RawJson> others) {
    private static final RawJson NO_PARAMETERS = RawJson.of("{\"type\":\"object\",\"properties\":{}}");
    private static final Set<String> DECLARATIONS = Set.of("functionDeclarations");
    private static final Set<String> KNOWN = Set.of("name", "description", "parameters", "parametersJsonSchema");
    private static final Set<String> CONFIG = Set.of("functionCallingConfig");
    private static final Set<String> CALLING = Set.of("mode", "allowedFunctionNames");

    static ToolReader read(Fields body) {
        List<Tool> functions = new ArrayList<>();
        SequencedMap<String, RawJson> others = new LinkedHashMap<>();
        for (Fields tool : body.children("tools")) {
            tool.children("functionDeclarations").forEach(function -> functions.add(function(function)));
            others.putAll(tool.leftovers(DECLARATIONS));
        }
        Optional<Fields> config = body.child("toolConfig");
        config.ifPresent(members -> others.putAll(members.leftovers(CONFIG)));
        Optional<Fields> calling = config.flatMap(members -> members.child("functionCallingConfig"));
        if (calling.isEmpty()) {
            return new ToolReader(List.copyOf(functions), Optional.empty(), others);
        }
        others.putAll(calling.get().leftovers(CALLING));
        String mode = calling.get().words("mode").orElse("AUTO").toUpperCase(Locale.ROOT);
        if (mode.equals("VALIDATED")) {
            others.put(calling.get().at("mode"), RawJson.text(mode));
        }
        List<String> allowed = calling.get().texts("allowedFunctionNames");
        return new ToolReader(
                functions.stream()
                        .filter(tool -> allowed.isEmpty() || allowed.contains(tool.name()))
                        .toList(),
                choice(calling.get(), mode, allowed),
                others);
    }

    private static Optional<ToolChoice> choice(Fields calling, String mode, List<String> allowed) {
        return switch (mode) {
            case "AUTO", "VALIDATED" -> Optional.of(ToolChoice.Mode.AUTO);
            case "NONE" -> Optional.of(ToolChoice.Mode.NONE);
            case "ANY" ->
                Optional.of(allowed.size() == 1 ? new ToolChoice.Named(allowed.getFirst()) : ToolChoice.Mode.REQUIRED);
            case "MODE_UNSPECIFIED" -> Optional.empty();
            default -> throw calling.wrong("mode", "is '" + mode + "'; use AUTO, ANY, NONE or VALIDATED");
        };
    }

    private static Tool function(Fields function) {
        Map<String, RawJson> extras = new LinkedHashMap<>();
        function.leftovers(KNOWN)
                .forEach((path, value) -> extras.put(path.substring(path.lastIndexOf('.') + 1), value));
        RawJson parameters = function.child("parametersJsonSchema")
                .map(Fields::raw)
                .or(() -> SchemaReader.read(function, "parameters"))
                .orElse(NO_PARAMETERS);
        return new Tool(function.need("name"), function.words("description"), parameters, Optional.empty(), extras);
    }
}
