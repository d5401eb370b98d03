// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.json.RawJson;
import io.aisbf.provider.google.part.PartReader;
import io.aisbf.provider.google.wire.Fields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The members of a request that no accessor stands for.
 *
 * @param extras by their paths
 * @param binding the paths of those without which the question would be another one
 */
record Leftovers(SequencedMap<String, RawJson> extras, Set<String> binding) {
    private static final Set<String> KNOWN = Set.of(
            "model",
            "contents",
            "systemInstruction",
            "tools",
            "toolConfig",
            "generationConfig",
            "labels",
            "serviceTier");
    private static final Set<String> CONTENT = Set.of("role", "parts");
    private static final Set<String> MEDIA = Set.of("mimeType", "data", "fileUri");
    private static final Set<String> CALL = Set.of("id", "name", "args");
    private static final Set<String> RESULT = Set.of("id", "name", "response", "parts");

    static Leftovers read(Fields body, ToolReader tools) {
        SequencedMap<String, RawJson> extras = body.leftovers(KNOWN);
        Set<String> binding = new LinkedHashSet<>();
        if (body.has("cachedContent")) {
            binding.add(body.at("cachedContent"));
        }
        extras.putAll(ConfigReader.others(ConfigReader.config(body), binding));
        extras.putAll(tools.others());
        for (Fields content : body.children("contents")) {
            extras.putAll(content.leftovers(CONTENT));
            content.children("parts").forEach(part -> part(part, extras));
        }
        return new Leftovers(
                Collections.unmodifiableSequencedMap(new LinkedHashMap<>(extras)),
                Collections.unmodifiableSet(binding));
    }

    /** What stands beside the thing that a part holds, and what that thing holds besides. */
    private static void part(Fields part, SequencedMap<String, RawJson> extras) {
        for (String name : PartReader.ABOUT) {
            if (!name.startsWith("thought")) {
                part.get(name).ifPresent(value -> extras.put(part.at(name), value));
            }
        }
        part.child("inlineData").ifPresent(data -> media(data, extras));
        part.child("fileData").ifPresent(data -> media(data, extras));
        part.child("functionCall").ifPresent(call -> extras.putAll(call.leftovers(CALL)));
        part.child("functionResponse").ifPresent(result -> {
            extras.putAll(result.leftovers(RESULT));
            result.children("parts").forEach(held -> part(held, extras));
        });
    }

    /** The name of a document is its title; that of a picture or a recording has no other place. */
    private static void media(Fields data, SequencedMap<String, RawJson> extras) {
        data.leftovers(MEDIA).forEach((path, value) -> {
            boolean titled = path.equals(data.at("displayName"))
                    && !data.text("mimeType").orElse("").matches("(?i)(image|audio)/.*");
            if (!titled) {
                extras.put(path, value);
            }
        });
    }
}
