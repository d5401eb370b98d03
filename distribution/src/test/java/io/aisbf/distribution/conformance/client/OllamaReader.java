// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;

/** Reads what Ollama answers: a whole answer is a stream of one line. */
final class OllamaReader {
    private static final List<String> COUNTS = List.of(
            "total_duration",
            "load_duration",
            "prompt_eval_count",
            "prompt_eval_duration",
            "eval_count",
            "eval_duration");

    private final Hearing hearing = new Hearing();
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode calls = Tree.array();
    private final boolean generate;

    OllamaReader(boolean generate) {
        this.generate = generate;
    }

    Heard read(String contentType, String body, boolean stream) {
        String type = stream ? "application/x-ndjson" : "application/json";
        Grammar.need(contentType.startsWith(type), "content-type " + contentType);
        List<JsonNode> lines = new ArrayList<>();
        if (stream) {
            Grammar.need(body.endsWith("\n"), "each line ends");
            for (String line : body.split("\n", 0)) {
                lines.add(Tree.parse(line));
            }
        } else {
            lines.add(Tree.parse(body));
        }
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            Grammar.need(!line.has("error"), "no error: " + line);
            Grammar.need(line.path("done").asBoolean() == (i == lines.size() - 1), "done is on the last line");
            Grammar.need(
                    line.path("model").isTextual()
                            && line.path("created_at").asText().matches("20\\d\\d-.*T.*"),
                    "model and created_at");
            line(line);
        }
        end(lines.getLast());
        return hearing.text(0, text.toString()).done(turn());
    }

    private void line(JsonNode line) {
        JsonNode message = generate ? line : line.path("message");
        Grammar.need(generate || message.path("role").asText().equals("assistant"), "the role is assistant");
        JsonNode words = message.path(generate ? "response" : "content");
        Grammar.need(words.isTextual(), "the text is there, if only empty: " + line);
        text.append(words.textValue());
        hearing.thought.append(message.path("thinking").asText(""));
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            hearing.call("", function.path("name").asText(), function.path("arguments"));
            calls.add(call);
        }
        line.path("logprobs")
                .forEach(token -> hearing.weighed.add(token.path("token").asText()));
    }

    private void end(JsonNode last) {
        COUNTS.forEach(name -> Grammar.need(last.path(name).isIntegralNumber(), name + " is a number: " + last));
        hearing.bill(new Said.Bill(
                last.path("prompt_eval_count").asInt(),
                0,
                0,
                last.path("eval_count").asInt(),
                0));
        String reason = last.path("done_reason").asText();
        Grammar.need(List.of("stop", "length", "content_filter").contains(reason), "done_reason " + reason);
        Said.Stop other = hearing.calls.isEmpty() ? Said.Stop.DONE : Said.Stop.CALLS;
        hearing.stop(
                switch (reason) {
                    case "length" -> Said.Stop.LENGTH;
                    case "content_filter" -> Said.Stop.FILTER;
                    default -> other;
                });
    }

    private JsonNode turn() {
        ObjectNode turn = Tree.object("role", "assistant", "content", text.toString());
        if (!hearing.thought.isEmpty()) {
            turn.put("thinking", hearing.thought.toString());
        }
        if (!calls.isEmpty()) {
            turn.set("tool_calls", calls);
        }
        return turn;
    }
}
