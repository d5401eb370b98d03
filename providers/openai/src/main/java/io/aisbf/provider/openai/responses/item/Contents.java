// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.item;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.DataUrl;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decodes the elements of an item's {@code content} or {@code output}. */
public final class Contents {
    private static final String DATA = "data:";
    private static final Set<String> TEXT = Set.of("type", "text", "annotations");
    private static final Set<String> REFUSAL = Set.of("type", "refusal");
    private static final Set<String> IMAGE = Set.of("type", "image_url", "file_id", "detail");
    private static final Set<String> FILE = Set.of("type", "file_data", "file_url", "file_id", "filename");
    private static final Set<String> AUDIO = Set.of("type", "input_audio");
    private static final RawJson NOTHING = RawJson.of("[]");

    private Contents() {}

    /**
     * The parts behind the member of that name, which is a string or an array; what is not understood goes to {@code
     * leftovers} under its path.
     */
    public static List<Part> read(Members item, String name, Map<String, RawJson> leftovers) {
        Optional<RawJson> content = item.get(name);
        if (content.isEmpty()) {
            return List.of();
        }
        return switch (content.get().kind()) {
            case STRING ->
                item.text(name)
                        .<List<Part>>map(text -> List.of(new Part.Text(text)))
                        .orElse(List.of());
            case ARRAY -> {
                List<Part> parts = new ArrayList<>();
                for (Members element : item.children(name)) {
                    part(element, parts, leftovers);
                }
                yield List.copyOf(parts);
            }
            default -> throw item.wrong(name, "is neither a string nor an array of parts");
        };
    }

    /** The members nobody reads, but for lists that hold nothing. */
    public static void leave(Members members, Set<String> known, Map<String, RawJson> leftovers) {
        members.leftovers(known).forEach((path, value) -> {
            if (!value.equals(NOTHING)) {
                leftovers.put(path, value);
            }
        });
    }

    private static void part(Members part, List<Part> parts, Map<String, RawJson> leftovers) {
        String type = part.need("type");
        switch (type) {
            case "input_text", "output_text", "text" -> {
                parts.add(new Part.Text(part.need("text")));
                part.children("annotations").forEach(annotation -> parts.add(Annotations.read(annotation)));
                leave(part, TEXT, leftovers);
            }
            case "refusal" -> {
                parts.add(new Part.Refusal(part.need("refusal")));
                leave(part, REFUSAL, leftovers);
            }
            case "input_image" -> {
                parts.add(image(part));
                leave(part, IMAGE, leftovers);
            }
            case "input_file" -> {
                parts.add(file(part));
                leave(part, FILE, leftovers);
            }
            case "input_audio" -> {
                parts.add(audio(part.needChild("input_audio")));
                leave(part, AUDIO, leftovers);
            }
            default ->
                parts.add(new Part.Other(
                        WireName.OPENAI_RESPONSES, type, part.object().raw()));
        }
    }

    private static Part image(Members part) {
        Optional<String> id = part.words("file_id");
        Source source = id.isPresent() ? new Source.Uploaded(id.get()) : DataUrl.read(part, "image_url");
        return new Part.Image(source, part.text("detail"));
    }

    private static Part file(Members part) {
        Optional<String> title = part.words("filename");
        Optional<String> id = part.words("file_id");
        if (id.isPresent()) {
            return new Part.Document(new Source.Uploaded(id.get()), title);
        }
        if (part.words("file_url").isPresent()) {
            return new Part.Document(DataUrl.read(part, "file_url"), title);
        }
        String data = part.need("file_data");
        return new Part.Document(
                data.startsWith(DATA)
                        ? DataUrl.read(part, "file_data")
                        : new Source.Inline(mediaType(title.orElse("")), data),
                title);
    }

    private static Part audio(Members audio) {
        String format = audio.text("format").orElse("wav").toLowerCase(Locale.ROOT);
        return new Part.Audio(
                new Source.Inline("audio/" + (format.equals("mp3") ? "mpeg" : format), audio.need("data")));
    }

    private static String mediaType(String filename) {
        return filename.toLowerCase(Locale.ROOT).endsWith(".pdf") ? "application/pdf" : "application/octet-stream";
    }
}
