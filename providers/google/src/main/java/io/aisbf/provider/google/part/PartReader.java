// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.part;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.Signatures;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decodes parts, of a client's conversation as well as of an upstream's answer. */
public final class PartReader {
    /** What says something about a part and is none itself. */
    public static final Set<String> ABOUT =
            Set.of("thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata");

    private static final Set<String> HINTS =
            Set.of("executableCode", "codeExecutionResult", "toolCall", "toolResponse");
    private static final RawJson NO_ARGUMENTS = RawJson.of("{}");

    private PartReader() {}

    /** What a part says: its signature, if it has one that closes no words of thought, goes before it. */
    public static List<Part> read(Fields part, CallIds ids) {
        Optional<Part.Signature> signature = part.words("thoughtSignature").map(Signatures::read);
        if (part.isTrue("thought") && part.has("text")) {
            return List.of(new Part.Reasoning(part.text("text").orElse(""), signature));
        }
        List<Part> parts = new ArrayList<>();
        signature.ifPresent(proof -> parts.add(new Part.Reasoning("", Optional.of(proof))));
        said(part, ids, parts);
        return List.copyOf(parts);
    }

    private static void said(Fields part, CallIds ids, List<Part> parts) {
        if (part.has("text")) {
            part.words("text").ifPresent(words -> parts.add(new Part.Text(words)));
        } else if (part.has("functionCall")) {
            part.child("functionCall").ifPresent(call -> parts.add(call(call, ids)));
        } else if (part.has("functionResponse")) {
            part.child("functionResponse").ifPresent(response -> parts.add(result(response, ids)));
        } else if (part.has("inlineData") || part.has("fileData")) {
            parts.add(media(part));
        } else {
            parts.add(other(part));
        }
    }

    private static Part call(Fields call, CallIds ids) {
        String tool = call.need("name");
        RawJson arguments = call.child("args").map(Fields::raw).orElse(NO_ARGUMENTS);
        return new Part.ToolCall(ids.ofCall(call.words("id"), tool), tool, arguments);
    }

    /**
     * A result: {@code output} holds what the tool said and {@code error} what went wrong; where neither stands alone,
     * the whole object is what it said.
     */
    private static Part result(Fields result, CallIds ids) {
        String id = ids.ofResult(result.words("id"), result.need("name"));
        List<Part> content = new ArrayList<>();
        boolean failed = false;
        Optional<Fields> response = result.child("response");
        if (response.isPresent()) {
            Map<String, RawJson> members = response.get().members().object().members();
            failed = members.size() == 1 && members.containsKey("error");
            boolean wrapped = failed || (members.size() == 1 && members.containsKey("output"));
            RawJson said = wrapped
                    ? members.values().iterator().next()
                    : response.get().raw();
            content.add(new Part.Text(
                    said.kind() == RawJson.Kind.STRING ? result.json().text(said) : said.toString()));
        }
        result.children("parts").forEach(part -> content.add(media(part)));
        return new Part.ToolResult(id, content, failed);
    }

    private static Part media(Fields part) {
        Optional<Fields> inline = part.child("inlineData");
        if (inline.isPresent()) {
            Fields data = inline.get();
            String type = data.text("mimeType").orElse("application/octet-stream");
            return media(type, new Source.Inline(type, data.need("data")), data.words("displayName"));
        }
        Fields file = part.child("fileData").orElseThrow(() -> part.wrong("inlineData", "is missing"));
        String type = file.text("mimeType").orElse("");
        return media(type, source(file), file.words("displayName"));
    }

    private static Part media(String type, Source source, Optional<String> title) {
        String kind = type.toLowerCase(Locale.ROOT);
        if (kind.startsWith("image/")) {
            return new Part.Image(source, Optional.empty());
        }
        return kind.startsWith("audio/") ? new Part.Audio(source) : new Part.Document(source, title);
    }

    /** What only Google can open counts as uploaded to it, by its whole address. */
    private static Source source(Fields file) {
        String uri = file.need("fileUri");
        if (FileUris.isGooglesOwn(uri)) {
            return new Source.Uploaded(uri);
        }
        try {
            return new Source.Link(new URI(uri));
        } catch (URISyntaxException e) {
            throw file.wrong("fileUri", "is no address (" + e.getReason() + ")");
        }
    }

    /** A kind that no part of the gateway's stands for, by the name of the first member that holds something. */
    private static Part other(Fields part) {
        String type = part.leftovers(ABOUT).keySet().stream()
                .findFirst()
                .map(path -> path.substring(path.lastIndexOf('.') + 1))
                .orElseThrow(() ->
                        part.wrong("text", "is missing; a part holds text, inlineData, functionCall or the" + " like"));
        boolean hint = HINTS.stream().anyMatch(name -> part.spelled(name).equals(type));
        return new Part.Other(WireName.GEMINI_CONTENT, type, part.raw(), hint);
    }
}
