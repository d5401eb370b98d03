// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.request;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Decodes content blocks, of a client's conversation as well as of an upstream's answer. */
public final class BlockReader {
    /** What stands before the data of a thought that Anthropic does not show, when it is kept as a signature. */
    public static final String REDACTED = "redacted:";

    private static final WireName OWN = WireName.ANTHROPIC_MESSAGES;
    private static final RawJson NO_ARGUMENTS = RawJson.of("{}");
    private static final Set<String> TEXT = Set.of("type", "text", "citations", "cache_control");
    private static final Set<String> THINKING = Set.of("type", "thinking", "signature");
    private static final Set<String> REDACTED_THINKING = Set.of("type", "data");
    private static final Set<String> TOOL_USE = Set.of("type", "id", "name", "input", "cache_control");
    private static final Set<String> TOOL_RESULT =
            Set.of("type", "tool_use_id", "content", "is_error", "cache_control");

    private BlockReader() {}

    /** The parts of an answer's content. */
    public static List<Part> answer(Members message) {
        List<Part> parts = new ArrayList<>();
        Leftovers left = new Leftovers();
        message.children("content").forEach(block -> parts.addAll(parts(block, left)));
        return List.copyOf(parts);
    }

    /** A content that is a string, or blocks. */
    static List<Part> content(Members holder, String member, Leftovers left) {
        Optional<RawJson> content = holder.get(member);
        if (content.filter(value -> value.kind() == RawJson.Kind.STRING).isPresent()) {
            return List.of(new Part.Text(holder.need(member)));
        }
        if (content.filter(value -> value.kind() != RawJson.Kind.ARRAY).isPresent()) {
            throw holder.wrong(member, "is neither a string nor an array of content blocks");
        }
        List<Part> parts = new ArrayList<>();
        holder.children(member).forEach(block -> parts.addAll(parts(block, left)));
        return List.copyOf(parts);
    }

    /** The parts that one block comes to: itself, the sources of its text, and where the cache may end. */
    static List<Part> parts(Members block, Leftovers left) {
        List<Part> parts = new ArrayList<>();
        parts.add(part(block, left));
        if (block.need("type").equals("text")) {
            block.children("citations").forEach(citation -> parts.add(citation(citation)));
        }
        block.child("cache_control").ifPresent(cache -> parts.add(new Part.CachePoint(cache.words("ttl"))));
        return parts;
    }

    private static Part part(Members block, Leftovers left) {
        String type = block.need("type");
        return switch (type) {
            case "text" -> {
                left.hints(block, TEXT);
                yield new Part.Text(block.need("text"));
            }
            case "thinking" -> thinking(block, left);
            case "redacted_thinking" -> redacted(block, left);
            case "image" -> MediaReader.image(block, left);
            case "document" -> MediaReader.document(block, left);
            case "search_result" -> MediaReader.searchResult(block, left);
            case "tool_use" -> call(block, left);
            case "tool_result" -> result(block, left);
            // What a tool search found: other protocols can at least read its names.
            case "tool_reference" -> new Part.Text(block.object().raw().toString());
            default -> new Part.Other(OWN, type, block.object().raw(), isServers(type));
        };
    }

    /**
     * Tools that Anthropic itself ran left their traces in the answer they were run for; the answer's own words remain
     * where the traces cannot be carried.
     */
    private static boolean isServers(String type) {
        return type.equals("server_tool_use")
                || type.equals("mcp_tool_use")
                || type.endsWith("_tool_result")
                || type.equals("fallback");
    }

    private static Part thinking(Members block, Leftovers left) {
        left.hints(block, THINKING);
        return new Part.Reasoning(
                block.text("thinking").orElse(""), block.words("signature").flatMap(BlockReader::signature));
    }

    private static Part redacted(Members block, Leftovers left) {
        left.hints(block, REDACTED_THINKING);
        Signature read = Signature.read(block.need("data"), OWN);
        return new Part.Reasoning(
                "", Optional.of(read.format().equals(OWN) ? new Signature(OWN, REDACTED + read.value()) : read));
    }

    /** The signature behind a text; none behind the mark of a thought that never had one. */
    public static Optional<Signature> signature(String text) {
        return text.equals(UNSIGNED) ? Optional.empty() : Optional.of(Signature.read(text, OWN));
    }

    /** What stands where Anthropic's clients want a signature, for thoughts of models that make none. */
    public static final String UNSIGNED = Signature.TAG + "unsigned:";

    private static Part call(Members block, Leftovers left) {
        left.hints(block, TOOL_USE);
        RawJson input = block.get("input").orElse(NO_ARGUMENTS);
        if (input.kind() != RawJson.Kind.OBJECT) {
            throw block.wrong("input", "is no object");
        }
        return new Part.ToolCall(block.need("id"), block.need("name"), input);
    }

    private static Part result(Members block, Leftovers left) {
        left.hints(block, TOOL_RESULT);
        return new Part.ToolResult(
                block.need("tool_use_id"),
                content(block, "content", left),
                block.bool("is_error").orElse(false));
    }

    /** A source of the text before it, however it is spelled. */
    public static Part.Citation citation(Members citation) {
        return new Part.Citation(
                citation.words("url").or(() -> citation.words("source")),
                citation.words("title").or(() -> citation.words("document_title")),
                citation.words("cited_text"),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.of(new Message.Origin(OWN, citation.object().raw())));
    }
}
