// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Said.Bill;
import io.aisbf.distribution.doubles.Said.Wanted;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;

/** What /v1/responses says as a whole. */
final class ResponsesAnswers {
    static final String PROOF = "gAAAAABpIcDe9Qm3vKz7+encrypted/thought==";
    static final String THOUGHT_ID = "rs_0a1b2c3d4e5f60718293a4b5c6d7e8f9";
    private static final String ID = "resp_0a1b2c3d4e5f6071829300aabbccddee";

    private ResponsesAnswers() {}

    static ObjectNode whole(Said said, JsonNode body) {
        return response(said, body, status(said), items(said), true);
    }

    static String status(Said said) {
        return switch (said.stop()) {
            case LENGTH, FILTER -> "incomplete";
            default -> "completed";
        };
    }

    static ObjectNode response(Said said, JsonNode body, String status, List<ObjectNode> output, boolean over) {
        JsonNode nothing = Tree.nothing();
        ObjectNode response = Tree.object(
                "id", ID, "object", "response", "created_at", 1_763_800_000, "status", status, "background", false);
        response.set("error", nothing);
        response.set("incomplete_details", incomplete(said, status));
        response.set("instructions", body.has("instructions") ? body.get("instructions") : nothing);
        response.set("max_output_tokens", body.has("max_output_tokens") ? body.get("max_output_tokens") : nothing);
        response.put("model", body.path("model").asText());
        response.set("output", Tree.list(output));
        response.put("parallel_tool_calls", body.path("parallel_tool_calls").asBoolean(true));
        response.set("previous_response_id", nothing);
        response.set("reasoning", Tree.object("effort", nothing, "summary", nothing));
        response.put("service_tier", "default");
        response.put("store", body.path("store").asBoolean(true));
        response.put("temperature", body.path("temperature").asDouble(1.0));
        response.set("text", Tree.object("format", Tree.object("type", "text"), "verbosity", "medium"));
        response.set("tool_choice", body.has("tool_choice") ? body.get("tool_choice") : Tree.parse("\"auto\""));
        response.set("tools", body.has("tools") ? body.get("tools") : Tree.array());
        response.put("top_p", body.path("top_p").asDouble(1.0));
        response.put("truncation", "disabled");
        response.set("usage", over ? usage(said.bill()) : nothing);
        response.set("user", nothing);
        response.set("metadata", body.has("metadata") ? body.get("metadata") : Tree.object());
        return response;
    }

    private static JsonNode incomplete(Said said, String status) {
        return status.equals("incomplete")
                ? Tree.object("reason", said.stop() == Said.Stop.LENGTH ? "max_output_tokens" : "content_filter")
                : Tree.nothing();
    }

    private static ObjectNode usage(Bill bill) {
        return Tree.object(
                "input_tokens",
                bill.input(),
                "input_tokens_details",
                Tree.object("cached_tokens", bill.cached()),
                "output_tokens",
                bill.output(),
                "output_tokens_details",
                Tree.object("reasoning_tokens", bill.reasoning()),
                "total_tokens",
                bill.input() + bill.output());
    }

    static List<ObjectNode> items(Said said) {
        List<ObjectNode> items = new ArrayList<>();
        said.thought().ifPresent(words -> items.add(thought(words)));
        for (int i = 0; i < said.calls().size(); i++) {
            items.add(call(said.calls().get(i), i, "completed"));
        }
        if (said.calls().isEmpty()) {
            items.add(message(said, status(said)));
        }
        return items;
    }

    static ObjectNode thought(String words) {
        return Tree.object(
                "id",
                THOUGHT_ID,
                "type",
                "reasoning",
                "encrypted_content",
                PROOF,
                "summary",
                Tree.array(Tree.object("type", "summary_text", "text", words)));
    }

    static ObjectNode call(Wanted call, int index, String status) {
        return Tree.object(
                "id",
                "fc_0a1b2c3d4e5f607182930000000000" + index,
                "type",
                "function_call",
                "status",
                status,
                "arguments",
                status.equals("completed") ? call.arguments() : "",
                "call_id",
                ChatAnswers.id(index),
                "name",
                call.tool());
    }

    static ObjectNode message(Said said, String status) {
        return Tree.object(
                "id",
                "msg_0a1b2c3d4e5f6071829311bbccddeeff",
                "type",
                "message",
                "status",
                status,
                "content",
                status.equals("in_progress") ? Tree.array() : Tree.array(part(said)),
                "role",
                "assistant");
    }

    static ObjectNode part(Said said) {
        return said.refusal()
                .map(words -> Tree.object("type", "refusal", "refusal", words))
                .orElseGet(() -> Tree.object(
                        "type",
                        "output_text",
                        "annotations",
                        annotations(said),
                        "logprobs",
                        said.weighed() ? logprobs(said.words()) : Tree.array(),
                        "text",
                        said.text()));
    }

    static ArrayNode annotations(Said said) {
        return Tree.list(said.sources().stream()
                .map(source -> Tree.object(
                        "type",
                        "url_citation",
                        "end_index",
                        said.text().length(),
                        "start_index",
                        0,
                        "title",
                        source.title(),
                        "url",
                        source.url()))
                .toList());
    }

    static ArrayNode logprobs(List<String> tokens) {
        return Tree.list(tokens.stream()
                .map(token -> {
                    ObjectNode chosen = ChatAnswers.token(token, -0.25);
                    chosen.set(
                            "top_logprobs", Tree.array(ChatAnswers.token(token, -0.25), ChatAnswers.token("Hi", -1.5)));
                    return chosen;
                })
                .toList());
    }
}
