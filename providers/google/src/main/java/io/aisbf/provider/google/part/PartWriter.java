// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.part;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.util.Optional;

/** Spells single parts. */
public final class PartWriter {
    private static final String FILES = "https://generativelanguage.googleapis.com/v1beta/";

    private PartWriter() {}

    /** Words of an answer or a question. */
    public static RawJson text(String text, Optional<String> signature) {
        return signed(new JsonWriter().object().name("text").text(text), signature);
    }

    /** Words of a thought. */
    public static RawJson thought(String text, Optional<String> signature) {
        return signed(
                new JsonWriter()
                        .object()
                        .name("text")
                        .text(text)
                        .name("thought")
                        .bool(true),
                signature);
    }

    /** A call; an id that was made here is not Gemini's to know. */
    public static RawJson call(String id, String tool, RawJson arguments, Optional<String> signature) {
        JsonWriter writer = new JsonWriter().object().name("functionCall").object();
        if (!CallPairs.isPlace(id) && !id.isEmpty()) {
            writer.name("id").text(id);
        }
        writer.name("name").text(tool).name("args").raw(arguments).end();
        return signed(writer, signature);
    }

    /** Bytes. */
    public static RawJson inline(Source.Inline inline, Optional<String> signature) {
        JsonWriter writer = new JsonWriter().object().name("inlineData").object();
        writer.name("mimeType").text(inline.mediaType());
        return signed(writer.name("data").text(inline.base64()).end(), signature);
    }

    /** A file by its address. */
    public static RawJson file(String uri) {
        JsonWriter writer = new JsonWriter().object().name("fileData").object();
        return writer.name("fileUri").text(uri).end().end().finish();
    }

    /**
     * A picture, recording or document.
     *
     * @param member what the client calls it
     * @throws io.aisbf.api.call.CallException {@code CANNOT_CARRY} if Gemini cannot open what it is named by
     */
    public static RawJson media(Source source, String member) {
        return switch (source) {
            case Source.Inline inline -> inline(inline, Optional.empty());
            case Source.Uploaded uploaded
            when FileUris.isGooglesOwn(uploaded.fileId()) ->
                file(uploaded.fileId().startsWith("files/") ? FILES + uploaded.fileId() : uploaded.fileId());
            case Source.Uploaded _ ->
                throw Call.cannotCarry(member, "the file was uploaded to another provider; send its bytes");
            case Source.Link link -> {
                String uri = link.uri().toString();
                if (!FileUris.isGooglesOwn(uri) && !FileUris.isVideo(uri)) {
                    throw Call.cannotCarry(
                            member, "Gemini follows no links but to its own files; send the bytes as a data: URL");
                }
                yield file(uri);
            }
        };
    }

    /** The source of a part that is a medium. */
    public static Optional<Source> source(Part part) {
        return switch (part) {
            case Part.Image image -> Optional.of(image.source());
            case Part.Audio audio -> Optional.of(audio.source());
            case Part.Document document -> Optional.of(document.source());
            default -> Optional.empty();
        };
    }

    private static RawJson signed(JsonWriter open, Optional<String> signature) {
        signature.ifPresent(proof -> open.name("thoughtSignature").text(proof));
        return open.end().finish();
    }
}
