// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.DataUrl;
import java.util.Optional;

/** Writes the parts of a message's content. */
final class PartWriter {
    private PartWriter() {}

    /** What a part is called that a message's content cannot hold; empty for one that it can. */
    static Optional<String> foreign(Part part) {
        return switch (part) {
            case Part.Text _, Part.Refusal _, Part.Image _, Part.Audio _, Part.Document _ -> Optional.empty();
            case Part.Other other when other.format().equals(WireName.OPENAI_CHAT) -> Optional.empty();
            case Part.Other other -> Optional.of(other.type());
            default -> Optional.of(part.getClass().getSimpleName());
        };
    }

    /** Writes a part that is not {@link #foreign} as an element of an array. */
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
        return new CallException(
                Failure.INVALID_REQUEST,
                place + " holds " + what + ", which this model's provider cannot be given; send " + instead,
                CallException.Details.NONE.withMember(place));
    }
}
