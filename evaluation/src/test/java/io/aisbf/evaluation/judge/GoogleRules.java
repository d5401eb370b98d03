// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.judge;

import java.util.List;
import java.util.Optional;

/**
 * Contents: user and model take turns, the user begins and ends, and a turn that calls functions is followed by as many
 * responses, in its order (https://ai.google.dev/gemini-api/docs/function-calling).
 */
final class GoogleRules {
    private GoogleRules() {}

    static Optional<String> refusal(Node body) {
        String last = "model";
        List<String> open = List.of();
        for (Node content : body.get("contents").items()) {
            String role = content.get("role").text();
            if (role.equals(last)) {
                return Optional.of("two turns of " + role + " one after the other");
            }
            last = role;
            List<Node> parts = content.get("parts").items();
            if (parts.isEmpty()) {
                return Optional.of("a turn of " + role + " has no parts");
            }
            List<String> answered = names(parts, "functionResponse");
            if (!answered.equals(open)) {
                return Optional.of("responses " + answered + " to calls " + open);
            }
            open = names(parts, "functionCall");
            if (role.equals("user") && !open.isEmpty()) {
                return Optional.of("the user calls a function");
            }
        }
        if (last.equals("model")) {
            return Optional.of("there is no turn of the user at the end");
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("calls without responses at the end: " + open);
    }

    private static List<String> names(List<Node> parts, String kind) {
        return parts.stream()
                .map(part -> part.get(kind))
                .filter(Node::present)
                .map(call -> call.get("name").text())
                .toList();
    }
}
