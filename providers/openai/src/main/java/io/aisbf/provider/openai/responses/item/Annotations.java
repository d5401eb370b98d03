// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.item;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.Members;
import java.util.Optional;
import java.util.OptionalInt;

/** Citations as the annotations of an {@code output_text}. */
public final class Annotations {
    private Annotations() {}

    /** The citation behind an annotation of whichever kind; its bytes stay with it. */
    public static Part.Citation read(Members annotation) {
        return new Part.Citation(
                annotation.words("url"),
                annotation.words("title").or(() -> annotation.words("filename")),
                Optional.empty(),
                position(annotation, "start_index"),
                position(annotation, "end_index"),
                Optional.of(new Message.Origin(
                        WireName.OPENAI_RESPONSES, annotation.object().raw())));
    }

    /** The annotation; empty for a citation that names no address, which this protocol cannot spell. */
    public static Optional<RawJson> write(Part.Citation citation) {
        Optional<RawJson> own = citation.origin()
                .filter(origin -> origin.format().equals(WireName.OPENAI_RESPONSES))
                .map(Message.Origin::json);
        return own.or(() -> citation.url().map(url -> {
            JsonWriter writer = new JsonWriter().object().name("type").text("url_citation");
            writer.name("url").text(url);
            writer.name("title").text(citation.title().orElse(url));
            writer.name("start_index").number(citation.from().orElse(0));
            return writer.name("end_index")
                    .number(citation.to().orElse(citation.from().orElse(0)))
                    .end()
                    .finish();
        }));
    }

    private static OptionalInt position(Members annotation, String name) {
        return annotation.small(name).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
