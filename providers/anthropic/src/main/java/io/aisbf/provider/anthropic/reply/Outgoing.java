// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.request.BlockReader;
import io.aisbf.wire.tool.ToolIds;
import java.util.Optional;

/** Pieces of answers as Anthropic's clients read them, in whole answers and in streams alike. */
final class Outgoing {
    private static final WireName OWN = WireName.ANTHROPIC_MESSAGES;

    private Outgoing() {}

    /** An object that says of which type it is. */
    static JsonObject typed(String type) {
        return JsonObject.EMPTY.with("type", RawJson.text(type));
    }

    /**
     * What stands as the signature of a thought: one that another protocol made is tagged, and so is the lack of one,
     * so that neither is ever taken for Anthropic's own when it comes back.
     */
    static String proof(Optional<Signature> signature) {
        return signature.map(made -> made.carried(OWN)).orElse(BlockReader.UNSIGNED);
    }

    /** The data of a thought that Anthropic does not show, if it is one. */
    static Optional<String> redacted(String text, Optional<Signature> signature) {
        return signature
                .filter(made -> text.isEmpty()
                        && made.format().equals(OWN)
                        && made.value().startsWith(BlockReader.REDACTED))
                .map(made -> made.value().substring(BlockReader.REDACTED.length()));
    }

    /** The id of a call as it can come back to any provider of this protocol; invented where there is none. */
    static String id(String id, String callId, int number) {
        return id.isEmpty()
                ? ToolIds.fitting("toolu_" + callId + "_" + number, ToolIds.ANTHROPIC_LONGEST)
                : ToolIds.fitting(id, ToolIds.ANTHROPIC_LONGEST);
    }

    /**
     * A source as Anthropic lists it next to a text: its own spelling, or what a search on the web would have found.
     * Empty for one that no client of this protocol could show.
     */
    static Optional<RawJson> citation(Part.Citation citation) {
        Optional<RawJson> own =
                citation.origin().filter(origin -> origin.format().equals(OWN)).map(origin -> origin.json());
        if (own.isPresent() || citation.url().isEmpty()) {
            return own;
        }
        String url = citation.url().get();
        return Optional.of(typed("web_search_result_location")
                .with("url", RawJson.text(url))
                .with("title", RawJson.text(citation.title().orElse(url)))
                .with("cited_text", RawJson.text(citation.quote().orElse("")))
                // Anthropic would not know its own mark in it: tagged, it is taken out before it comes there.
                .with("encrypted_index", RawJson.text(BlockReader.UNSIGNED))
                .raw());
    }
}
