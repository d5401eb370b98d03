// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.item.Annotations;
import io.aisbf.wire.read.DataUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes parts as the elements of an item's content; what a model said is spelled otherwise than what it is told. */
final class ContentWriter {
    private final String place;
    private final boolean model;
    private final boolean uploads;
    private final BiConsumer<String, String> loss;

    /**
     * A writer for one item.
     *
     * @param place the path by which losses name it
     * @param model whether the model said it
     * @param uploads whether the ids of uploaded files are those of the upstream
     */
    ContentWriter(String place, boolean model, boolean uploads, BiConsumer<String, String> loss) {
        this.place = place;
        this.model = model;
        this.uploads = uploads;
        this.loss = loss;
    }

    /** The array of elements. */
    RawJson write(List<Part> parts) {
        List<RawJson> elements = new ArrayList<>();
        List<Part> rest = new ArrayList<>(parts);
        while (!rest.isEmpty()) {
            Part part = rest.removeFirst();
            if (part instanceof Part.Text text) {
                elements.add(text(text, annotations(rest)));
            } else {
                element(part).ifPresent(elements::add);
            }
        }
        return RawJson.array(elements);
    }

    /** Takes the citations off that belong to the text before them. */
    private List<RawJson> annotations(List<Part> rest) {
        List<RawJson> annotations = new ArrayList<>();
        while (!rest.isEmpty() && rest.getFirst() instanceof Part.Citation citation) {
            rest.removeFirst();
            Optional<RawJson> written = model ? Annotations.write(citation) : Optional.empty();
            written.ifPresentOrElse(
                    annotations::add,
                    () -> loss.accept(place + ".citations", "openai-responses has no such annotation"));
        }
        return annotations;
    }

    private RawJson text(Part.Text text, List<RawJson> annotations) {
        JsonWriter writer = new JsonWriter().object();
        writer.name("type").text(model ? "output_text" : "input_text");
        writer.name("text").text(text.text());
        if (model) {
            writer.name("annotations").raw(RawJson.array(annotations));
        }
        return writer.end().finish();
    }

    private Optional<RawJson> element(Part part) {
        return switch (part) {
            case Part.Refusal refusal
            when model ->
                Optional.of(new JsonWriter()
                        .object()
                        .name("type")
                        .text("refusal")
                        .name("refusal")
                        .text(refusal.text())
                        .end()
                        .finish());
            case Part.Refusal refusal -> Optional.of(text(new Part.Text(refusal.text()), List.of()));
            case Part.Image image -> Optional.of(image(image));
            case Part.Audio audio -> Optional.of(audio(audio));
            case Part.Document document -> Optional.of(document(document));
            case Part.Other other when other.format().equals(WireName.OPENAI_RESPONSES) -> Optional.of(other.json());
            case Part.Other other when !other.hint() -> throw refused("a part of type " + other.type());
            case Part.Other other -> lost(other.type());
            default -> lost(part.getClass().getSimpleName());
        };
    }

    private Optional<RawJson> lost(String kind) {
        loss.accept(place + "." + kind, "openai-responses has no such part");
        return Optional.empty();
    }

    private RawJson image(Part.Image image) {
        told("a picture");
        JsonWriter writer = new JsonWriter().object().name("type").text("input_image");
        switch (image.source()) {
            case Source.Link link -> writer.name("image_url").text(link.uri().toString());
            case Source.Inline inline -> writer.name("image_url").text(DataUrl.of(inline));
            case Source.Uploaded uploaded -> writer.name("file_id").text(known(uploaded));
        }
        return writer.name("detail").text(image.detail().orElse("auto")).end().finish();
    }

    private RawJson audio(Part.Audio audio) {
        told("a recording");
        if (!(audio.source() instanceof Source.Inline inline)) {
            throw refused("a recording that is elsewhere");
        }
        String subtype = inline.mediaType().replaceFirst(";.*", "").replaceFirst("^audio/(x-)?", "");
        String format = subtype.equals("mpeg") ? "mp3" : subtype.equals("wave") ? "wav" : subtype;
        JsonWriter writer = new JsonWriter().object().name("type").text("input_audio");
        writer.name("input_audio").object().name("data").text(inline.base64());
        return writer.name("format").text(format).end().end().finish();
    }

    private RawJson document(Part.Document document) {
        told("a document");
        JsonWriter writer = new JsonWriter().object().name("type").text("input_file");
        switch (document.source()) {
            case Source.Link link -> writer.name("file_url").text(link.uri().toString());
            case Source.Uploaded uploaded -> writer.name("file_id").text(known(uploaded));
            case Source.Inline inline ->
                writer.name("filename")
                        .text(document.title().orElse("document"))
                        .name("file_data")
                        .text(DataUrl.of(inline));
        }
        return writer.end().finish();
    }

    private String known(Source.Uploaded uploaded) {
        if (!uploads) {
            throw refused("a file uploaded to another provider");
        }
        return uploaded.fileId();
    }

    private void told(String what) {
        if (model) {
            throw refused(what + " of the model's own");
        }
    }

    private RuntimeException refused(String what) {
        return Call.cannotCarry(place, "openai-responses has no place for " + what);
    }
}
