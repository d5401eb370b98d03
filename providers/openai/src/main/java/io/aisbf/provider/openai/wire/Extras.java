// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.wire;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.DataUrl;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an answer holds besides words and calls, whole or in a delta: {@code annotations}, which are OpenAI's, and {@code
 * images}, which OpenRouter and others have added for models that draw.
 */
public final class Extras {
    /** Sources of what is said. */
    public static final String ANNOTATIONS = "annotations";

    /** Pictures that were drawn. */
    public static final String IMAGES = "images";

    private static final String CITATION = "url_citation";

    private Extras() {}

    /** The parts behind both members; an annotation that is no citation of a page stays as it came, as a hint. */
    public static List<Part> read(Members said) {
        List<Part> parts = new ArrayList<>();
        for (Members annotation : said.children(ANNOTATIONS)) {
            parts.add(annotation
                    .child(CITATION)
                    .map(cited -> citation(cited, annotation))
                    .orElseGet(() -> new Part.Other(
                            WireName.OPENAI_CHAT,
                            ANNOTATIONS,
                            annotation.object().raw(),
                            true)));
        }
        for (Members image : said.children(IMAGES)) {
            Members address = image.needChild("image_url");
            parts.add(new Part.Image(DataUrl.read(address, "url"), Optional.empty()));
        }
        return parts;
    }

    /**
     * A citation as an element of {@code annotations}; empty for one without an address, which OpenAI does not know.
     *
     * @param length how long the text before it is, for a source that does not say which words it supports
     */
    public static Optional<RawJson> annotation(Part.Citation citation, int length) {
        Optional<RawJson> same = citation.origin()
                .filter(origin -> origin.format().equals(WireName.OPENAI_CHAT))
                .map(Message.Origin::json);
        if (same.isPresent()) {
            return same;
        }
        return citation.url().map(url -> {
            JsonWriter writer = new JsonWriter().object().name("type").text(CITATION);
            writer.name(CITATION).object().name("url").text(url);
            writer.name("title").text(citation.title().orElse(url));
            writer.name("start_index").number(citation.from().orElse(0));
            writer.name("end_index").number(citation.to().orElse(length));
            citation.quote().ifPresent(quote -> writer.name("content").text(quote));
            return writer.end().end().finish();
        });
    }

    /** A picture as an element of that member; empty for one that only its provider can fetch. */
    public static Optional<RawJson> image(Part.Image image, int index) {
        Optional<String> address = switch (image.source()) {
            case Source.Link link -> Optional.of(link.uri().toString());
            case Source.Inline inline -> Optional.of(DataUrl.of(inline));
            case Source.Uploaded _ -> Optional.empty();
        };
        return address.map(url -> {
            JsonWriter writer = new JsonWriter().object().name("type").text("image_url");
            writer.name("index").number(index).name("image_url").object();
            return writer.name("url").text(url).end().end().finish();
        });
    }

    private static Part citation(Members cited, Members annotation) {
        return new Part.Citation(
                cited.words("url"),
                cited.words("title"),
                cited.words("content"),
                place(cited, "start_index"),
                place(cited, "end_index"),
                Optional.of(new Message.Origin(
                        WireName.OPENAI_CHAT, annotation.object().raw())));
    }

    private static OptionalInt place(Members cited, String name) {
        return cited.small(name).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
