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
            Optional<String> fault = results(turn, open).or(() -> blank(turn));
            if (fault.isPresent()) {
                return fault;
            }
            if (!open.isEmpty()) {
                return Optional.of("tool_use without a tool_result right after: " + open);
            }
            turn.blocks().stream()
                    .filter(block -> type(block).equals("tool_use"))
                    .forEach(block -> open.add(block.get("id").text()));
            if (!open.isEmpty() && turn.role().equals("user")) {
                return Optional.of("the user calls a tool");
            }
            if (new HashSet<>(open).size() < open.size()) {
                return Optional.of("two tool_use of one turn share an id: " + open);
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("tool_use without a tool_result at the end: " + open);
    }

    private static Optional<String> results(Turn turn, List<String> open) {
        boolean other = false;
        for (Node block : turn.blocks()) {
            String id = block.get("tool_use_id").text();
            if (!type(block).equals("tool_result")) {
                other = true;
            } else if (!open.remove(id)) {
                return Optional.of("a tool_result without its tool_use in the turn before: " + id);
            } else if (other) {
                return Optional.of("a tool_result is not first in its turn: " + id);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> blank(Turn turn) {
        return turn.blocks().stream()
                        .anyMatch(block -> type(block).equals("text")
                                && block.get("text").text().isBlank())
                ? Optional.of("a text is blank")
                : Optional.empty();
    }

    private static String type(Node block) {
        return block.get("type").text();
    }
}
