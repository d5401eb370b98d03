// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.request.BlockReader;
import io.aisbf.wire.tool.ToolIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Writes the parts of messages as content blocks. One for each request; one thread. */
final class Blocks {
    /** More than these in one request are refused. */
    private static final int MOST_CACHE_POINTS = 4;

    private static final WireName OWN = WireName.ANTHROPIC_MESSAGES;

    private final UnaryOperator<String> toolName;
    private final BiConsumer<String, String> losses;
    private final MediaBlocks media;
    private int cachePoints;

    /**
     * Blocks for one request.
     *
     * @param own whether the parts come from this protocol, so that what was uploaded there is there
     * @param toolName gives a tool's name as the upstream is to see it
     * @param losses hears member and reason of what is left out
     */
    Blocks(boolean own, UnaryOperator<String> toolName, BiConsumer<String, String> losses) {
        this.toolName = toolName;
        this.losses = losses;
        this.media = new MediaBlocks(own, losses);
    }

    /** The blocks that the parts of a message come to. */
    List<Block> write(List<Part> parts, Role role, String place) {
        List<Block> blocks = new ArrayList<>();
        for (Part part : parts) {
            switch (part) {
                case Part.Text text -> words(text.text(), blocks, place);
                case Part.Refusal refusal -> words(refusal.text(), blocks, place);
                case Part.Reasoning thought -> thought(thought, blocks, place);
                case Part.ToolCall call -> blocks.add(call(call, place));
                case Part.ToolResult result -> blocks.add(result(result, place));
                case Part.Citation citation -> citation(citation, blocks, place);
                case Part.CachePoint point -> cachePoint(point, blocks, place);
                case Part.Other other -> other(other, blocks, place);
                default -> blocks.add(media(part, role, place));
            }
        }
        return blocks;
    }

    /** Counts a place where the cache may end; tells whether there is room for it. */
    boolean takesCachePoint(String place) {
        if (cachePoints >= MOST_CACHE_POINTS) {
            losses.accept(place, "anthropic-messages takes no more than " + MOST_CACHE_POINTS + " of them");
            return false;
        }
        cachePoints++;
        return true;
    }

    private void words(String text, List<Block> blocks, String place) {
        if (!text.isBlank()) {
            blocks.add(Block.text(text));
        } else if (!text.isEmpty()) {
            losses.accept(place + ".text", "anthropic-messages takes no text of nothing but white space");
        }
    }

    private Block media(Part part, Role role, String place) {
        if (role == Role.ASSISTANT || role == Role.SYSTEM) {
            String kind = part.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            throw Call.cannotCarry(
                    place + "." + kind, "anthropic-messages has no place for it in a message of the " + name(role));
        }
        return media.write(part, place);
    }

    private static String name(Role role) {
        return role == Role.ASSISTANT ? "assistant" : "system";
    }

    private void thought(Part.Reasoning thought, List<Block> blocks, String place) {
        String proof = thought.signature()
                .filter(signature -> signature.format().equals(OWN))
                .map(Part.Signature::value)
                .orElse("");
        if (proof.isEmpty()) {
            losses.accept(place + ".reasoning", "Anthropic takes back only the thoughts that it signed");
        } else if (proof.startsWith(BlockReader.REDACTED)) {
            String data = proof.substring(BlockReader.REDACTED.length());
            blocks.add(Block.of("redacted_thinking").with("data", data));
        } else {
            blocks.add(Block.of("thinking").with("thinking", thought.text()).with("signature", proof));
        }
    }

    private Block call(Part.ToolCall call, String place) {
        RawJson input = call.arguments();
        if (input.kind() != RawJson.Kind.OBJECT) {
            losses.accept(
                    place + ".arguments", "the model spelled them wrongly; they are handed on as the text they are");
            input = JsonObject.EMPTY.with("arguments", input).raw();
        }
        return Block.of("tool_use")
                .with("id", id(call.id()))
                .with("name", toolName.apply(call.tool()))
                .with("input", input);
    }

    /** The id of a call as the upstream takes it: the same for call and result. */
    static String id(String id) {
        return ToolIds.fitting(id, ToolIds.ANTHROPIC_LONGEST);
    }

    private Block result(Part.ToolResult result, String place) {
        Block block = Block.of("tool_result").with("tool_use_id", id(result.callId()));
        List<Block> content = write(result.content(), Role.TOOL, place);
        boolean words = content.size() == 1
                && result.content().size() == 1
                && result.content().getFirst() instanceof Part.Text;
        if (words) {
            block = block.with("content", ((Part.Text) result.content().getFirst()).text());
        } else if (!content.isEmpty()) {
            block = block.with(
                    "content", RawJson.array(content.stream().map(Block::json).toList()));
        }
        return result.failed() ? block.with("is_error", RawJson.bool(true)) : block;
    }

    /** Only the protocol's own sources can go back to it: each kind has members that no other protocol knows. */
    private void citation(Part.Citation citation, List<Block> blocks, String place) {
        RawJson spelled = citation.origin()
                .filter(origin -> origin.format().equals(OWN) && !OwnThoughts.TAG.isIn(origin.json()))
                .map(Message.Origin::json)
                .orElse(RawJson.NULL);
        boolean fits =
                !spelled.isNull() && !blocks.isEmpty() && blocks.getLast().is("text");
        if (!fits) {
            losses.accept(place + ".citations", "Anthropic takes back only the sources that it named");
            return;
        }
        Block text = blocks.removeLast();
        String before = text.members().get("citations").map(RawJson::toString).orElse("[]");
        String joined = before.substring(0, before.length() - 1) + (before.length() > 2 ? "," : "") + spelled + "]";
        blocks.add(text.with("citations", RawJson.of(joined)));
    }

    private void cachePoint(Part.CachePoint point, List<Block> blocks, String place) {
        String member = place + ".cache_control";
        boolean lasting = !blocks.isEmpty()
                && blocks.getLast().spelled().isEmpty()
                && !blocks.getLast().type().endsWith("thinking");
        if (!lasting) {
            losses.accept(member, "there is nothing before it that Anthropic can keep in its cache");
        } else if (takesCachePoint(member)) {
            blocks.add(blocks.removeLast().with("cache_control", cacheControl(point, member)));
        }
    }

    private RawJson cacheControl(Part.CachePoint point, String member) {
        JsonObject control = JsonObject.EMPTY.with("type", RawJson.text("ephemeral"));
        String lifetime = point.lifetime().orElse("5m");
        if (lifetime.equals("1h")) {
            return control.with("ttl", RawJson.text(lifetime)).raw();
        }
        if (!lifetime.equals("5m")) {
            losses.accept(member, "Anthropic keeps its cache for 5m or 1h, not for " + lifetime);
        }
        return control.raw();
    }

    private void other(Part.Other other, List<Block> blocks, String place) {
        if (other.format().equals(OWN)) {
            blocks.add(Block.spelled(other.type(), other.json()));
        } else if (other.hint()) {
            losses.accept(place + "." + other.type(), "anthropic-messages has no such part");
        } else {
            throw Call.cannotCarry(place + "." + other.type(), "anthropic-messages has no such part");
        }
    }
}
