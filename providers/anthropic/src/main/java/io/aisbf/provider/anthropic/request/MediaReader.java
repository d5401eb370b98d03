// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.request;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decodes what is no plain text and no tool: pictures, documents, search results. */
final class MediaReader {
    private static final Set<String> IMAGE = Set.of("type", "source", "cache_control");
    private static final Set<String> DOCUMENT = Set.of("type", "source", "title", "cache_control");
    private static final Set<String> SEARCH_RESULT = Set.of("type", "source", "title", "content", "cache_control");

    private MediaReader() {}

    static Part image(Members block, Leftovers left) {
        left.hints(block, IMAGE);
        return new Part.Image(source(block.needChild("source")), Optional.empty());
    }

    static Part document(Members block, Leftovers left) {
        left.hints(block, DOCUMENT);
        return new Part.Document(source(block.needChild("source")), block.words("title"));
    }

    /** A search result is words with a heading; no other protocol keeps such apart. */
    static Part searchResult(Members block, Leftovers left) {
        left.hints(block, SEARCH_RESULT);
        String heading =
                block.text("title").orElse("") + " (" + block.text("source").orElse("") + ")\n";
        return new Part.Text(heading + words(block));
    }

    private static Source source(Members source) {
        String type = source.need("type");
        return switch (type) {
            case "base64" -> new Source.Inline(source.need("media_type"), source.need("data"));
            case "text" -> plain(source.need("data"));
            case "content" -> plain(content(source));
            case "url" -> new Source.Link(address(source));
            case "file" -> new Source.Uploaded(source.need("file_id"));
            default -> throw source.wrong("type", "is '" + type + "'; use base64, text, content, url or file");
        };
    }

    private static String content(Members source) {
        boolean string = source.get("content")
                .filter(value -> value.kind() == RawJson.Kind.STRING)
                .isPresent();
        return string ? source.need("content") : words(source);
    }

    private static String words(Members block) {
        return block.children("content").stream()
                .map(piece -> piece.need("text"))
                .collect(Collectors.joining("\n"));
    }

    private static Source plain(String text) {
        return new Source.Inline(
                "text/plain", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static URI address(Members source) {
        try {
            return new URI(source.need("url"));
        } catch (URISyntaxException e) {
            throw source.wrong("url", "is no address (" + e.getReason() + ")");
        }
    }
}
