// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import java.util.List;
import java.util.stream.Collectors;

/** Messages in words: what cannot be repeated as text is described, such as {@code [image image/png 68 bytes]}. */
final class Described {
    private Described() {}

    /** A message, its parts in lines of their own. */
    static String message(Message message) {
        return parts(message.parts());
    }

    /** Parts, each in lines of its own. */
    static String parts(List<Part> parts) {
        return parts.size() == 1
                ? part(parts.getFirst())
                : parts.stream().map(Described::part).collect(Collectors.joining("\n"));
    }

    private static String part(Part part) {
        return switch (part) {
            case Part.Text text -> text.text();
            case Part.Image image -> "[image " + source(image.source()) + "]";
            case Part.Audio audio -> "[audio " + source(audio.source()) + "]";
            case Part.Document document ->
                "[document " + document.title().map(title -> title + " ").orElse("") + source(document.source()) + "]";
            case Part.Reasoning reasoning -> reasoning.text();
            case Part.Refusal refusal -> refusal.text();
            case Part.ToolCall call -> "[call " + call.tool() + " " + call.arguments() + "]";
            case Part.ToolResult result -> parts(result.content());
            case Part.Other other -> "[" + other.type() + "]";
            // A kind of a later version of the API.
            default -> "[" + part.getClass().getSimpleName() + "]";
        };
    }

    private static String source(Part.Source source) {
        return switch (source) {
            case Part.Source.Link link -> link.uri().toString();
            case Part.Source.Inline inline -> inline.mediaType() + " " + bytes(inline.base64()) + " bytes";
            case Part.Source.Uploaded uploaded -> uploaded.fileId();
        };
    }

    /** How many bytes stand behind base64, padded or not. */
    private static long bytes(String base64) {
        long digits = base64.chars()
                .filter(c -> c != '=' && !Character.isWhitespace(c))
                .count();
        return digits * 3 / 4;
    }
}
