// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.DataUrl;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.BiConsumer;

/** Writes the parts of a message's content. */
final class PartWriter {
    private PartWriter() {}

    /**
     * Whether a message's content can hold a part: a hint that it cannot hold is handed to {@code loss}.
     *
     * @throws CallException {@code CANNOT_CARRY} for a part without which the question would be another one
     */
    static boolean carried(Part part, String place, BiConsumer<String, String> loss) {
        switch (part) {
            case Part.Text _, Part.Refusal _, Part.Image _, Part.Audio _, Part.Document _ -> {
                return true;
            }
            case Part.Other other
            when other.format().equals(WireName.OPENAI_CHAT) -> {
                return true;
            }
            case Part.Other other
            when !other.hint() -> throw Call.cannotCarry(place + "." + other.type(), "openai-chat has no such part");
            case Part.Other other -> loss.accept(place + "." + other.type(), "openai-chat has no such part");
            case Part.CachePoint _ -> loss.accept(place + ".cache_control", "openai-chat caches as it likes");
            case Part.Citation _ -> loss.accept(place + ".citations", "openai-chat takes no sources back");
            case Part.Reasoning _ -> loss.accept(place + ".reasoning", "openai-chat takes none here");
            default ->
                throw Call.cannotCarry(place + "." + part.getClass().getSimpleName(), "openai-chat has no such part");
        }
        return false;
    }

    /** A document that is nothing but text as text: OpenAI takes no other files than PDFs. */
    static Part asWords(Part part) {
        if (!(part instanceof Part.Document document
                && document.source() instanceof Source.Inline inline
                && inline.mediaType().startsWith("text/"))) {
            return part;
        }
        try {
            String words = new String(Base64.getDecoder().decode(inline.base64()), StandardCharsets.UTF_8);
            return new Part.Text(document.title().map(title -> title + "\n").orElse("") + words);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    /** Writes a part that is {@link #carried} as an element of an array. */
    static void write(Part part, JsonWriter writer, String place) {
        switch (part) {
            case Part.Text text -> spoken("text", text.text(), writer);
            case Part.Refusal refusal -> spoken("refusal", refusal.text(), writer);
            case Part.Image image -> image(image, writer, place);
            case Part.Audio audio -> audio(audio, writer, place);
            case Part.Document document -> document(document, writer, place);
            case Part.Other other -> writer.raw(other.json());
            default -> throw new IllegalArgumentException(part.getClass() + " has no place in a message's content");
        }
    }

    private static void spoken(String type, String words, JsonWriter writer) {
        writer.object().name("type").text(type).name(type).text(words).end();
    }

    private static void image(Part.Image image, JsonWriter writer, String place) {
        String url = switch (image.source()) {
            case Source.Link link -> link.uri().toString();
            case Source.Inline inline -> DataUrl.of(inline);
            case Source.Uploaded _ -> throw refused(place, "a picture uploaded before", "its address or its bytes");
        };
        writer.object()
                .name("type")
                .text("image_url")
                .name("image_url")
                .object()
                .name("url")
                .text(url);
        image.detail().ifPresent(detail -> writer.name("detail").text(detail));
        writer.end().end();
    }

    private static void audio(Part.Audio audio, JsonWriter writer, String place) {
        if (!(audio.source() instanceof Source.Inline inline)) {
            throw refused(place, "a recording that is elsewhere", "its bytes");
        }
        String subtype = inline.mediaType().replaceFirst(";.*", "").replaceFirst("^audio/(x-)?", "");
        String format = subtype.equals("mpeg") ? "mp3" : subtype.equals("wave") ? "wav" : subtype;
        writer.object().name("type").text("input_audio").name("input_audio").object();
        writer.name("data")
                .text(inline.base64())
                .name("format")
                .text(format)
                .end()
                .end();
    }

    private static void document(Part.Document document, JsonWriter writer, String place) {
        writer.object().name("type").text("file").name("file").object();
        switch (document.source()) {
            case Source.Uploaded uploaded -> writer.name("file_id").text(uploaded.fileId());
            case Source.Inline inline ->
                writer.name("filename")
                        .text(document.title().orElse("document"))
                        .name("file_data")
                        .text(DataUrl.of(inline));
            case Source.Link _ -> throw refused(place, "a document behind a link", "its bytes");
        }
        writer.end().end();
    }

    private static CallException refused(String place, String what, String instead) {
        return Call.cannotCarry(place, "it holds " + what + "; send " + instead);
    }
}
