// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** Writes pictures and documents as content blocks. */
final class MediaBlocks {
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final String PDF = "application/pdf";
    private static final String PLAIN = "text/plain";

    private final boolean own;
    private final BiConsumer<String, String> losses;

    /** Blocks whose files are at the upstream if the parts come from this protocol, and at another one if not. */
    MediaBlocks(boolean own, BiConsumer<String, String> losses) {
        this.own = own;
        this.losses = losses;
    }

    /** The block for a part that is no words. */
    Block write(Part part, String place) {
        return switch (part) {
            case Part.Image image -> image(image, place);
            case Part.Document document -> document(document, place + ".document");
            case Part.Audio _ -> throw Call.cannotCarry(place + ".audio", "anthropic-messages takes no recordings");
            default ->
                throw Call.cannotCarry(
                        place + "." + part.getClass().getSimpleName(), "anthropic-messages has no such part");
        };
    }

    private Block image(Part.Image image, String place) {
        if (image.detail().filter(detail -> !detail.equals("auto")).isPresent()) {
            losses.accept(place + ".image.detail", "anthropic-messages has no such hint");
        }
        return switch (image.source()) {
            case Source.Link link -> sourced("image", link(link));
            case Source.Uploaded file -> sourced("image", uploaded(file, place + ".image"));
            case Source.Inline inline -> {
                String type = mediaType(inline);
                if (!PICTURES.contains(type)) {
                    throw Call.cannotCarry(
                            place + ".image", "Anthropic takes jpeg, png, gif and webp, this is " + type);
                }
                yield sourced("image", inline(type, inline.base64()));
            }
        };
    }

    private Block document(Part.Document document, String place) {
        JsonObject source = switch (document.source()) {
            case Source.Link link -> link(link);
            case Source.Uploaded file -> uploaded(file, place);
            case Source.Inline inline -> document(inline, place);
        };
        Block block = sourced("document", source);
        return document.title().map(title -> block.with("title", title)).orElse(block);
    }

    private JsonObject document(Source.Inline inline, String place) {
        String type = mediaType(inline);
        if (type.equals(PDF)) {
            return inline(PDF, inline.base64());
        }
        if (!type.startsWith("text/") && !type.equals("application/json")) {
            throw Call.cannotCarry(place, "Anthropic takes PDF and plain text, this is " + type);
        }
        if (!type.equals(PLAIN)) {
            losses.accept(place + ".media_type", "sent as text/plain, since Anthropic knows no " + type);
        }
        return typed("text").with("media_type", RawJson.text(PLAIN)).with("data", RawJson.text(text(inline, place)));
    }

    private static String text(Source.Inline inline, String place) {
        try {
            return new String(Base64.getMimeDecoder().decode(inline.base64()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Call.cannotCarry(place, "its data is no base64 (" + e.getMessage() + ")");
        }
    }

    private JsonObject uploaded(Source.Uploaded file, String place) {
        if (!own) {
            throw Call.cannotCarry(place, "the file was uploaded to another provider; send its content instead");
        }
        return typed("file").with("file_id", RawJson.text(file.fileId()));
    }

    private static JsonObject link(Source.Link link) {
        return typed("url").with("url", RawJson.text(link.uri().toString()));
    }

    private static JsonObject inline(String mediaType, String base64) {
        return typed("base64").with("media_type", RawJson.text(mediaType)).with("data", RawJson.text(base64));
    }

    private static Block sourced(String type, JsonObject source) {
        return Block.of(type).with("source", source.raw());
    }

    private static JsonObject typed(String type) {
        return JsonObject.EMPTY.with("type", RawJson.text(type));
    }

    /** Without parameters; some say {@code image/jpg}. */
    private static String mediaType(Source.Inline inline) {
        String type = inline.mediaType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("image/jpg") ? "image/jpeg" : type;
    }
}
