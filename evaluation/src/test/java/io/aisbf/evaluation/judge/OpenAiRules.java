// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.judge;

import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chat completions: the messages after one that calls tools answer its calls, all of them and no others
 * (https://platform.openai.com/docs/guides/function-calling).
 */
final class OpenAiRules {
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");

    private OpenAiRules() {}

    static Optional<String> refusal(Node body) {
        List<Node> messages = body.get("messages").items();
        if (messages.isEmpty()) {
            return Optional.of("there are no messages");
        }
        List<String> open = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Node message = messages.get(i);
            String role = message.get("role").text();
            if (!ROLES.contains(role)) {
                return Optional.of("messages[" + i + "]: no such role: " + role);
            }
            if (role.equals("tool")) {
                String id = message.get("tool_call_id").text();
                if (!open.remove(id)) {
                    return Optional.of("messages[" + i + "]: a tool message that answers no call before it: " + id);
                }
            } else if (!open.isEmpty()) {
                return Optional.of("messages[" + i + "]: calls without an answer: " + open);
            }
            Optional<String> content = content(message, role);
            if (content.isPresent()) {
                return content.map(reason -> "messages[" + messages.indexOf(message) + "]: " + reason);
            }
            message.get("tool_calls")
                    .items()
                    .forEach(call -> open.add(call.get("id").text()));
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("calls without an answer at the end: " + open);
    }

    private static Optional<String> content(Node message, String role) {
        Node content = message.get("content");
        boolean calls = !message.get("tool_calls").items().isEmpty();
        if (role.equals("assistant") && (calls || message.get("refusal").present())) {
            return Optional.empty();
        }
        boolean said = content.is(RawJson.Kind.STRING) || !content.items().isEmpty();
        return said ? Optional.empty() : Optional.of(role + " has no content");
    }
}
