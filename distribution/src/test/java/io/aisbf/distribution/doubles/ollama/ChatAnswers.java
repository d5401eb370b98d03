// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Said.Wanted;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What /api/chat and /api/generate say, whole and line by line. */
final class ChatAnswers {
    private final Said said;
    private final JsonNode body;
    private final boolean generate;

    ChatAnswers(Said said, JsonNode body, boolean generate) {
        this.said = said;
        this.body = body;
        this.generate = generate;
    }

    Answer whole() {
        ObjectNode whole = line(said.refusal().orElse(said.text()), said.thought(), said.calls());
        if (said.weighed()) {
            whole.set("logprobs", weighed(said.words()));
        }
        finish(whole);
        return Answer.json(200, whole.toString());
    }

    Answer stream() {
        List<String> lines = new ArrayList<>();
        said.thought().ifPresent(words -> {
            lines.add(line("", Optional.of(words.substring(0, words.length() / 2)), List.of()) + "\n");
            lines.add(line("", Optional.of(words.substring(words.length() / 2)), List.of()) + "\n");
        });
        for (String word : said.refusal().map(List::of).orElse(said.words())) {
            ObjectNode line = line(word, Optional.empty(), List.of());
            if (said.weighed()) {
                line.set("logprobs", weighed(List.of(word)));
            }
            lines.add(line + "\n");
        }
        said.calls().forEach(call -> lines.add(line("", Optional.empty(), List.of(call)) + "\n"));
        ObjectNode last = line("", Optional.empty(), List.of());
        finish(last);
        lines.add(last + "\n");
        return Answer.stream("application/x-ndjson", lines);
    }

    private ObjectNode line(String words, Optional<String> thought, List<Wanted> calls) {
        ObjectNode line =
                Tree.object("model", body.path("model").asText(), "created_at", "2025-11-22T10:00:00.123456789Z");
        if (generate) {
            line.put("response", words);
            thought.ifPresent(text -> line.put("thinking", text));
        } else {
            ObjectNode message = Tree.object("role", "assistant", "content", words, "thinking", thought);
            if (!calls.isEmpty()) {
                message.set(
                        "tool_calls", Tree.list(calls.stream().map(this::call).toList()));
            }
            line.set("message", message);
        }
        line.put("done", false);
        return line;
    }

    /** The index runs through the whole answer; ids there are none. */
    private JsonNode call(Wanted call) {
        JsonNode function = Tree.object(
                "index", said.calls().indexOf(call), "name", call.tool(), "arguments", Tree.parse(call.arguments()));
        return Tree.object("function", function);
    }

    private void finish(ObjectNode line) {
        line.put("done", true);
        line.put("done_reason", said.stop() == Said.Stop.LENGTH ? "length" : "stop");
        line.put("total_duration", 4_883_583_458L);
        line.put("load_duration", 1_334_875);
        line.put("prompt_eval_count", said.bill().input());
        line.put("prompt_eval_duration", 342_546_000);
        line.put("eval_count", said.bill().output());
        line.put("eval_duration", 4_535_599_000L);
    }

    private static JsonNode weighed(List<String> tokens) {
        return Tree.list(tokens.stream()
                .map(token -> Tree.object(
                        "token",
                        token,
                        "logprob",
                        -0.25,
                        "top_logprobs",
                        Tree.array(
                                Tree.object("token", token, "logprob", -0.25),
                                Tree.object("token", "Hi", "logprob", -1.5))))
                .toList());
    }
}
