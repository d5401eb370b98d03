// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The sources of an answer: {@code groundingMetadata} (searches), {@code citationMetadata} (recitation) and {@code
 * urlContextMetadata} (pages that were read).
 */
final class Sources {
    private static final List<String> KINDS = List.of("web", "retrievedContext", "maps");
    private static final String GROUNDING = "groundingMetadata";

    private Sources() {}

    /** What a candidate cites; {@code text} is its answer so far. */
    static List<Part> read(Fields candidate, String text) {
        List<Part> found = new ArrayList<>();
        candidate.child(GROUNDING).ifPresent(grounding -> grounding(grounding, text, found));
        candidate.child("citationMetadata").ifPresent(metadata -> {
            String name = metadata.has("citationSources") ? "citationSources" : "citations";
            metadata.children(name).forEach(source -> found.add(citation(source, source, text)));
        });
        candidate
                .child("urlContextMetadata")
                .ifPresent(metadata -> metadata.children("urlMetadata").forEach(page -> {
                    if (page.words("retrievedUrl").isPresent()) {
                        found.add(new Part.Citation(
                                page.words("retrievedUrl"),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                origin(page)));
                    }
                }));
        return found;
    }

    private static void grounding(Fields grounding, String text, List<Part> found) {
        List<Fields> chunks = grounding.children("groundingChunks");
        List<Fields> supports = grounding.children("groundingSupports");
        for (Fields support : supports) {
            Fields segment = support.child("segment").orElse(support);
            for (RawJson element : support.members().elements(support.spelled("groundingChunkIndices"))) {
                long index = support.json().integer(element);
                if (index >= 0 && index < chunks.size()) {
                    found.add(citation(source(chunks.get((int) index)), segment, text));
                }
            }
        }
        if (supports.isEmpty()) {
            chunks.forEach(chunk -> {
                Fields source = source(chunk);
                found.add(new Part.Citation(
                        source.words("uri"),
                        source.words("title"),
                        source.words("text"),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        origin(source)));
            });
        }
    }

    private static Fields source(Fields chunk) {
        return KINDS.stream()
                .flatMap(kind -> chunk.child(kind).stream())
                .findFirst()
                .orElse(chunk);
    }

    /** A source and the words of the answer that it supports, from the first one where no other is named. */
    private static Part citation(Fields source, Fields segment, String text) {
        OptionalInt to = segment.small("endIndex")
                .map(end -> OptionalInt.of(Offsets.units(text, end)))
                .orElseGet(OptionalInt::empty);
        OptionalInt from = to.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Offsets.units(text, segment.small("startIndex").orElse(0)));
        Optional<String> quote = source.equals(segment) ? Optional.empty() : source.words("text");
        return new Part.Citation(source.words("uri"), source.words("title"), quote, from, to, origin(source));
    }

    private static Optional<Message.Origin> origin(Fields source) {
        return Optional.of(new Message.Origin(WireName.GEMINI_CONTENT, source.raw()));
    }

    /** Writes citations as {@code groundingMetadata}, the next member; {@code text} is the whole answer. */
    static void write(List<Part.Citation> citations, String text, JsonWriter writer) {
        writer.name(GROUNDING).object().name("groundingChunks").array();
        for (Part.Citation citation : citations) {
            boolean page = citation.url().isPresent() && citation.quote().isEmpty();
            writer.object().name(page ? "web" : "retrievedContext").object();
            citation.url().ifPresent(url -> writer.name("uri").text(url));
            citation.title().ifPresent(title -> writer.name("title").text(title));
            citation.quote().ifPresent(quote -> writer.name("text").text(quote));
            writer.end().end();
        }
        writer.end().name("groundingSupports").array();
        for (int i = 0; i < citations.size(); i++) {
            Part.Citation citation = citations.get(i);
            if (citation.to().isPresent()) {
                support(citation, i, text, writer);
            }
        }
        writer.end().end();
    }

    private static void support(Part.Citation citation, int index, String text, JsonWriter writer) {
        int to = Math.clamp(citation.to().orElse(0), 0, text.length());
        int from = Math.clamp(citation.from().orElse(0), 0, to);
        writer.object().name("segment").object();
        writer.name("startIndex").number(Offsets.bytes(text, from));
        writer.name("endIndex").number(Offsets.bytes(text, to));
        writer.name("text").text(text.substring(from, to)).end();
        writer.name("groundingChunkIndices").array().number(index).end().end();
    }
}
