// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.DataUrl;
import io.aisbf.wire.read.Members;
import java.util.Locale;
import java.util.Optional;

/** Decodes the parts of a message's content. */
final class PartReader {
    static final String CACHE_CONTROL = "cache_control";

    private static final String DATA = "data:";

    private PartReader() {}

    /** One part; a kind that is not known stays as it came. */
    static Part part(Members part) {
        String type = part.need("type");
        return switch (type) {
            case "text" -> new Part.Text(part.need("text"));
            case "refusal" -> new Part.Refusal(part.need("refusal"));
            case "image_url" -> image(part);
            case "input_audio" -> audio(part.needChild("input_audio"));
            case "file" -> file(part.needChild("file")).orElseGet(() -> other(part, type));
            default -> other(part, type);
        };
    }

    /** The mark of those who pass Anthropic's models on: up to here the prompt is to be cached. */
    static Optional<Part> cachePoint(Members part) {
        return part.get(CACHE_CONTROL)
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .flatMap(value -> part.child(CACHE_CONTROL))
                .map(control -> new Part.CachePoint(control.text("ttl")));
    }

    private static Part other(Members part, String type) {
        return new Part.Other(WireName.OPENAI_CHAT, type, part.object().raw());
    }

    /** The address may stand in an object, as OpenAI has it, or alone, as some clients write it. */
    private static Part image(Members part) {
        boolean alone = part.get("image_url")
                .filter(value -> value.kind() == RawJson.Kind.STRING)
                .isPresent();
        if (alone) {
            return new Part.Image(DataUrl.read(part, "image_url"), Optional.empty());
        }
        Members image = part.needChild("image_url");
        return new Part.Image(DataUrl.read(image, "url"), image.text("detail"));
    }

    private static Part audio(Members audio) {
        String format = audio.text("format").orElse("wav").toLowerCase(Locale.ROOT);
        String mediaType = "audio/" + (format.equals("mp3") ? "mpeg" : format);
        return new Part.Audio(new Source.Inline(mediaType, audio.need("data")));
    }

    private static Optional<Part> file(Members file) {
        Optional<String> title = file.text("filename");
        Optional<String> id = file.words("file_id");
        if (id.isPresent()) {
            return id.map(name -> new Part.Document(new Source.Uploaded(name), title));
        }
        return file.text("file_data")
                .map(data -> data.startsWith(DATA)
                        ? new Part.Document(DataUrl.read(file, "file_data"), title)
                        : new Part.Document(new Source.Inline(mediaType(title.orElse("")), data), title));
    }

    private static String mediaType(String filename) {
        return filename.toLowerCase(Locale.ROOT).endsWith(".pdf") ? "application/pdf" : "application/octet-stream";
    }
}
