// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.judge;

import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Messages: the first is the user's, tools are answered at the beginning of the next turn of the user, nothing is empty
 * (https://docs.claude.com/en/api/messages). Neighbours of one role count as one turn.
 */
final class AnthropicRules {
    private AnthropicRules() {}

    /** Neighbours of one role. */
    private record Turn(String role, List<Node> blocks) {}

    static Optional<String> refusal(Node body) {
        List<Turn> turns = new ArrayList<>();
        for (Node message : body.get("messages").items()) {
            String role = message.get("role").text();
            List<Node> blocks = blocks(message.get("content"));
            if (blocks.isEmpty()) {
                return Optional.of("a message of " + role + " is empty");
            }
            if (turns.isEmpty() || !turns.getLast().role().equals(role)) {
                turns.add(new Turn(role, new ArrayList<>()));
            }
            turns.getLast().blocks().addAll(blocks);
        }
        if (turns.isEmpty() || !turns.getFirst().role().equals("user")) {
            return Optional.of("the first message is not the user's");
        }
        return conversation(turns);
    }

    private static List<Node> blocks(Node content) {
        return content.is(RawJson.Kind.STRING) && !content.text().isEmpty() ? List.of(content) : content.items();
    }

    private static Optional<String> conversation(List<Turn> turns) {
        List<String> open = new ArrayList<>();
        for (Turn turn : turns) {
            boolean other = false;
            for (Node block : turn.blocks()) {
                switch (block.get("type").text()) {
                    case "tool_result" -> {
                        String id = block.get("tool_use_id").text();
                        if (!open.remove(id)) {
                            return Optional.of("a tool_result without its tool_use in the turn before: " + id);
                        }
                        if (other) {
                            return Optional.of("a tool_result is not first in its turn: " + id);
                        }
                    }
                    case "tool_use" -> {
                        if (turn.role().equals("user")) {
                            return Optional.of("the user calls a tool");
                        }
                    }
                    default -> other = true;
                }
                if (block.get("type").text().equals("text")
                        && block.get("text").text().isBlank()) {
                    return Optional.of("a text is blank");
                }
            }
            if (!open.isEmpty()) {
                return Optional.of("tool_use without a tool_result right after: " + open);
            }
            turn.blocks().stream()
                    .filter(block -> block.get("type").text().equals("tool_use"))
                    .forEach(block -> open.add(block.get("id").text()));
            if (new HashSet<>(open).size() < open.size()) {
                return Optional.of("two tool_use of one turn share an id: " + open);
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("tool_use without a tool_result at the end: " + open);
    }
}
