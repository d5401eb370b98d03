// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Part;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a model can do beside text, as far as the operator says: {@code capabilities: [vision, tools]}. Whoever says
 * anything says all of it; of a model without the list nothing is known, and nothing is ruled out. Immutable.
 */
public final class Abilities {
    /** Nothing is said. */
    public static final Abilities UNKNOWN = new Abilities(List.of());

    /** What a request may want of a model, and the words by which it is said that the model can. */
    private record Wish(String thing, Predicate<ChatRequest> wanted, Set<String> said) {}

    private static final List<Wish> WISHES = List.of(
            new Wish(
                    "images",
                    holds(Part.Image.class),
                    Set.of("vision", "images", "image", "image_input", "multimodal")),
            new Wish("audio", holds(Part.Audio.class), Set.of("audio", "audio_input", "speech", "multimodal")),
            new Wish("documents", holds(Part.Document.class), Set.of("documents", "document", "pdf", "files")),
            new Wish(
                    "tools",
                    request -> !request.tools().isEmpty(),
                    Set.of("tools", "tool_use", "tool_calling", "function_calling", "functions")),
            new Wish(
                    "structured output",
                    request -> request.options().shape().isPresent(),
                    Set.of("json", "json_mode", "json_schema", "structured_output", "structured_outputs")));

    private final Set<String> words = new LinkedHashSet<>();

    /** Those words, as the operator wrote them. */
    public Abilities(Collection<String> stated) {
        stated.forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
    }

    private static Predicate<ChatRequest> holds(Class<? extends Part> kind) {
        return request -> request.messages().stream().anyMatch(message -> contains(message.parts(), kind));
    }

    private static boolean contains(List<Part> parts, Class<? extends Part> kind) {
        return parts.stream()
                .anyMatch(part -> kind.isInstance(part)
                        || (part instanceof Part.ToolResult result && contains(result.content(), kind)));
    }

    /** Whether anything is said at all. */
    public boolean stated() {
        return !words.isEmpty();
    }

    /** What a request wants that is not among the abilities, in a word; empty where nothing is missing. */
    public Optional<String> missing(ChatRequest request) {
        if (stated()) {
            for (Wish wish : WISHES) {
                if (wish.said().stream().noneMatch(words::contains) && wants(wish, request)) {
                    return Optional.of(wish.thing());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean wants(Wish wish, ChatRequest request) {
        try {
            return wish.wanted().test(request);
        } catch (CallException unreadable) {
            // Whether a request will do that is not understood here is for the model to judge.
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Abilities abilities && words.equals(abilities.words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    @Override
    public String toString() {
        return words.toString();
    }
}
