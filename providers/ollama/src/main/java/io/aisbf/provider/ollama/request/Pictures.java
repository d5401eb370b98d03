// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Pictures as Ollama has them: the base64 of their bytes, without a media type, which their first bytes tell. */
public final class Pictures {
    private static final int HEAD = 24;
    private static final String UNKNOWN = "application/octet-stream";

    private Pictures() {}

    /** The pictures in the member {@code images}. */
    public static List<Part> read(Members owner) {
        List<Part> pictures = new ArrayList<>();
        for (RawJson element : owner.elements("images")) {
            String place = "images[" + pictures.size() + "]";
            if (element.kind() != RawJson.Kind.STRING) {
                throw owner.wrong(place, "is not a string; the base64 of a picture is expected");
            }
            String base64 = owner.json().text(element);
            pictures.add(new Part.Image(new Source.Inline(mediaType(owner, place, base64), base64), Optional.empty()));
        }
        return pictures;
    }

    /** The base64 of a picture; one that is elsewhere is refused. */
    static String base64(Part.Image picture, String place) {
        return switch (picture.source()) {
            case Source.Inline inline -> inline.base64();
            case Source.Link _ ->
                throw Call.cannotCarry(
                        place, "Ollama follows no links to pictures; send the picture itself as base64 (a data: URL)");
            case Source.Uploaded _ ->
                throw Call.cannotCarry(place, "Ollama keeps no files; send the picture itself as base64");
        };
    }

    private static String mediaType(Members owner, String place, String base64) {
        String head = base64.substring(0, Math.min(HEAD, base64.length() / 4 * 4));
        if (head.isEmpty()) {
            throw owner.wrong(place, "is empty; the base64 of a picture is expected");
        }
        try {
            return mediaType(new String(Base64.getDecoder().decode(head), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw owner.wrong(place, "is not base64; send the picture's bytes in base64, without 'data:' before them");
        }
    }

    private static String mediaType(String bytes) {
        if (bytes.startsWith("\u0089PNG\r\n")) {
            return "image/png";
        }
        if (bytes.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (bytes.startsWith("GIF8")) {
            return "image/gif";
        }
        boolean webp = bytes.startsWith("RIFF") && bytes.startsWith("WEBP", 8);
        return webp ? "image/webp" : UNKNOWN;
    }
}
