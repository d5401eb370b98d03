// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.wire.Extras;
import io.aisbf.provider.openai.wire.Thoughts;
import io.aisbf.wire.read.Members;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The members of a client's body that no accessor of its request stands for, by their paths, and which of them change
 * what is asked. Anything that is not known here counts as a hint, as most of what compatible endpoints have invented
 * is.
 *
 * @param members in the order of the body
 * @param binding the paths of those without which the question would be another one
 */
record Leftovers(SequencedMap<String, RawJson> members, Set<String> binding) {
    /** Output that is not text, text that must be or begin a certain way, a search that always takes place. */
    private static final Set<String> BINDING = Set.of(
            "audio",
            "continue_final_message",
            "grammar",
            "guided_choice",
            "guided_grammar",
            "guided_json",
            "guided_regex",
            "response_format",
            "stop_token_ids",
            "structured_outputs",
            "tool_choice",
            "web_search_options");

    private static final Pattern BINDING_PATH =
            Pattern.compile("messages\\[\\d+]\\.(prefix|partial|tool_calls\\[\\d+]\\.custom)");

    private static final RawJson NOTHING = RawJson.of("{}");
    private static final RawJson TEXT_ONLY = RawJson.of("[\"text\"]");
    private static final Set<String> CALLED = Set.of("name", "arguments");
    private static final Set<String> CALL = Set.of("id", "type", "index", "function", Thoughts.EXTRA);
    private static final Set<String> SPOKEN = Set.of("role", "content");
    private static final Set<String> ANSWERED = Set.of("role", "content", "tool_call_id");
    private static final Set<String> NAMED = Set.of("role", "content", "name");
    private static final Set<String> SAID = Set.of(
            "role",
            "content",
            "audio",
            "function_call",
            "reasoning",
            "reasoning_content",
            "refusal",
            "tool_calls",
            Thoughts.DETAILS,
            Extras.ANNOTATIONS,
            Extras.IMAGES);

    private static final Set<String> PARTS = Set.of("text", "refusal", "image_url", "input_audio", "file");

    private static final Map<String, Set<String>> WITHIN = Map.of(
            "image_url", Set.of("url", "detail"),
            "input_audio", Set.of("data", "format"),
            "file", Set.of("filename", "file_data", "file_id"));

    /** What is left of a body. */
    static Leftovers of(Members body, Set<String> known, Tools tools) {
        SequencedMap<String, RawJson> left = new LinkedHashMap<>(body.leftovers(known));
        // Nothing but text is what everybody answers with.
        left.remove("modalities", TEXT_ONLY);
        left.remove("logit_bias", NOTHING);
        left.putAll(OptionMembers.leftovers(body));
        left.putAll(tools.others());
        body.children("messages").forEach(message -> message(message, left));
        Set<String> binding = new TreeSet<>(tools.binding());
        for (String path : left.keySet()) {
            boolean chooses = path.equals("modalities") || path.equals("logit_bias");
            if (chooses || BINDING.contains(path) || BINDING_PATH.matcher(path).matches()) {
                binding.add(path);
            }
        }
        return new Leftovers(left, binding);
    }

    private static void message(Members message, Map<String, RawJson> left) {
        Set<String> known = switch (message.text("role").orElse("")) {
            case "assistant" -> SAID;
            case "tool" -> ANSWERED;
            case "function" -> NAMED;
            default -> SPOKEN;
        };
        left.putAll(message.leftovers(known));
        if (message.get("content")
                .filter(value -> value.kind() == RawJson.Kind.ARRAY)
                .isPresent()) {
            message.children("content").forEach(part -> part(part, left));
        }
        for (Members call : message.children("tool_calls")) {
            if (call.text("type").orElse("function").equals("function")) {
                left.putAll(call.leftovers(CALL));
                call.child("function").ifPresent(function -> left.putAll(function.leftovers(CALLED)));
            }
        }
    }

    /** A part of a kind that is not known is a part of its own, with all that it holds. */
    private static void part(Members part, Map<String, RawJson> left) {
        String type = part.text("type").orElse("");
        if (PARTS.contains(type)) {
            left.putAll(part.leftovers(Set.of("type", type, PartReader.CACHE_CONTROL)));
        }
        boolean holds = part.get(type)
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .isPresent();
        if (holds) {
            Set<String> within = WITHIN.getOrDefault(type, Set.of());
            left.putAll(within.isEmpty() ? Map.of() : part.needChild(type).leftovers(within));
        }
    }
}
