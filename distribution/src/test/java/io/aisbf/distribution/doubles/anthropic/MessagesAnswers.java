// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Said.Bill;
import io.aisbf.distribution.doubles.Said.Source;
import io.aisbf.distribution.doubles.Said.Wanted;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;

/** What /v1/messages says as a whole. */
final class MessagesAnswers {
    static final String PROOF = "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds+anthropic/proof==";

    private MessagesAnswers() {}

    static ObjectNode whole(Said said, JsonNode body) {
        ObjectNode message =
                message(body, blocks(said), usage(said.bill(), said.bill().output()));
        message.put("stop_reason", reason(said));
        if (said.stop() == Said.Stop.SEQUENCE) {
            message.put("stop_sequence", sequence(body));
        }
        return message;
    }

    static ObjectNode message(JsonNode body, List<ObjectNode> content, ObjectNode usage) {
        return Tree.object(
                "model",
                body.path("model").asText(),
                "id",
                "msg_01XFDUDYJgAACzvnptvVoYEL",
                "type",
                "message",
                "role",
                "assistant",
                "content",
                content,
                "stop_reason",
                Tree.nothing(),
                "stop_sequence",
                Tree.nothing(),
                "usage",
                usage);
    }

    static String reason(Said said) {
        return switch (said.stop()) {
            case DONE -> "end_turn";
            case SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case CALLS -> "tool_use";
            case FILTER, REFUSED -> "refusal";
        };
    }

    static String sequence(JsonNode body) {
        return body.path("stop_sequences").path(0).asText("END");
    }

    static List<ObjectNode> blocks(Said said) {
        List<ObjectNode> blocks = new ArrayList<>();
        said.thought()
                .ifPresent(words -> blocks.add(Tree.object("type", "thinking", "thinking", words, "signature", PROOF)));
        String text = said.refusal().orElse(said.text());
        if (!text.isEmpty()) {
            ObjectNode block = Tree.object("type", "text", "text", text);
            if (!said.sources().isEmpty()) {
                block.set(
                        "citations",
                        Tree.list(said.sources().stream()
                                .map(MessagesAnswers::citation)
                                .toList()));
            }
            blocks.add(block);
        }
        for (int i = 0; i < said.calls().size(); i++) {
            Wanted call = said.calls().get(i);
            blocks.add(Tree.object(
                    "type", "tool_use", "id", id(i), "name", call.tool(), "input", Tree.parse(call.arguments())));
        }
        return blocks;
    }

    static String id(int index) {
        return "toolu_01A09q90qw90lq917835lq" + index;
    }

    static ObjectNode citation(Source source) {
        return Tree.object(
                "type",
                "web_search_result_location",
                "cited_text",
                source.quote(),
                "url",
                source.url(),
                "title",
                source.title(),
                "encrypted_index",
                "Eo8BCioIAhgBIiQyYjQ0OWJmZi1lNm");
    }

    static ObjectNode usage(Bill bill, int output) {
        return Tree.object(
                "input_tokens",
                bill.input() - bill.cached() - bill.written(),
                "cache_creation_input_tokens",
                bill.written(),
                "cache_read_input_tokens",
                bill.cached(),
                "cache_creation",
                Tree.object("ephemeral_5m_input_tokens", bill.written(), "ephemeral_1h_input_tokens", 0),
                "output_tokens",
                output,
                "output_tokens_details",
                Tree.object("thinking_tokens", bill.reasoning()),
                "service_tier",
                "standard");
    }
}
