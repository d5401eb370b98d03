// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that one side says until the other one speaks, as Anthropic wants it: what tools answered comes first. For one
 * thread.
 */
final class Turn {
    private final String role;
    private final String place;
    private final Optional<RawJson> spelled;
    private final List<Block> blocks = new ArrayList<>();
    private final Set<String> calls = new LinkedHashSet<>();
    private final Set<String> results = new LinkedHashSet<>();
    private int leading;
    private boolean remembers;
    private boolean spelledThought;

    private Turn(String role, String place, Optional<RawJson> spelled) {
        this.role = role;
        this.place = place;
        this.spelled = spelled;
    }

    /** A turn to be filled. */
    static Turn of(String role, String place) {
        return new Turn(role, place, Optional.empty());
    }

    /** A turn that goes out as it came in. */
    static Turn spelled(String role, String place, RawJson json) {
        return new Turn(role, place, Optional.of(json));
    }

    /** Adds what a message says. */
    void add(List<Block> more) {
        for (Block block : more) {
            if (block.is("tool_result")) {
                blocks.add(leading, block);
                leading++;
            } else {
                blocks.add(block);
            }
        }
    }

    /** Remembers what a message calls and answers. */
    void remember(Message message) {
        if (!remembers) {
            remembers = true;
            spelledThought = !message.parts().isEmpty() && message.parts().getFirst() instanceof Part.Reasoning;
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolCall call) {
                calls.add(Blocks.id(call.id()));
            } else if (part instanceof Part.ToolResult result) {
                results.add(Blocks.id(result.callId()));
            }
        }
    }

    /** Takes the white space off the end of an answer that the model is to go on with; tells whether there was any. */
    boolean trimEnd() {
        if (blocks.isEmpty() || !blocks.getLast().is("text")) {
            return false;
        }
        Block last = blocks.getLast();
        String trimmed = last.words().stripTrailing();
        if (trimmed.equals(last.words())) {
            return false;
        }
        blocks.set(blocks.size() - 1, last.with("text", trimmed));
        return true;
    }

    boolean is(String speaker) {
        return role.equals(speaker);
    }

    /** Whether more can be added to it. */
    boolean open(String speaker) {
        return is(speaker) && spelled.isEmpty();
    }

    boolean isEmpty() {
        return spelled.isEmpty() && blocks.isEmpty();
    }

    /** Whether it begins with a thought. */
    boolean beginsWithThought() {
        return blocks.isEmpty() ? spelledThought : blocks.getFirst().type().endsWith("thinking");
    }

    /** Where its first message stands. */
    String place() {
        return place;
    }

    /** The ids of the calls in it. */
    Set<String> calls() {
        return calls;
    }

    /** The ids of the calls that it answers. */
    Set<String> results() {
        return results;
    }

    /** Words alone are written as a string. */
    RawJson json() {
        if (spelled.isPresent()) {
            return spelled.get();
        }
        boolean words = blocks.size() == 1
                && blocks.getFirst().is("text")
                && blocks.getFirst().members().members().size() == 2;
        RawJson content = words
                ? blocks.getFirst().members().get("text").orElseThrow()
                : RawJson.array(blocks.stream().map(Block::json).toList());
        return JsonObject.EMPTY
                .with("role", RawJson.text(role))
                .with("content", content)
                .raw();
    }
}
