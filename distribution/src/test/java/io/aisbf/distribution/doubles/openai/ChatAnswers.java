// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Said.Bill;
import io.aisbf.distribution.doubles.Said.Wanted;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What /v1/chat/completions says, whole and in chunks. */
final class ChatAnswers {
    private static final String ID = "chatcmpl-CdK3v0pQ1aZ8mN5tYwXe7Rb2LhUs4";
    private static final String PRINT = "fp_560af6e559";
    private static final int CREATED = 1_763_800_000;

    private ChatAnswers() {}

    static Answer whole(Said said, JsonNode body) {
        List<JsonNode> choices = new ArrayList<>();
        for (int i = 0; i < said.choices(); i++) {
            choices.add(Tree.object(
                    "index",
                    i,
                    "message",
                    message(said),
                    "logprobs",
                    said.weighed() ? logprobs(said.words()) : Tree.nothing(),
                    "finish_reason",
                    finish(said)));
        }
        ObjectNode whole = frame("chat.completion", body);
        whole.set("choices", Tree.list(choices));
        whole.set("usage", usage(said.bill()));
        whole.put("service_tier", "default");
        whole.put("system_fingerprint", PRINT);
        return Answer.json(200, Tree.pretty(whole), "x-request-id", "req_4c1b", "openai-version", "2020-10-01");
    }

    private static ObjectNode message(Said said) {
        boolean silent = !said.calls().isEmpty() || said.refusal().isPresent();
        ObjectNode message = Tree.object(
                "role",
                "assistant",
                "content",
                silent ? Tree.nothing() : said.text(),
                "refusal",
                said.refusal().<Object>map(words -> words).orElse(Tree.nothing()),
                "annotations",
                annotations(said),
                "reasoning_content",
                said.thought());
        if (!said.calls().isEmpty()) {
            List<JsonNode> calls = new ArrayList<>();
            for (int i = 0; i < said.calls().size(); i++) {
                Wanted call = said.calls().get(i);
                calls.add(Tree.object(
                        "id",
                        id(i),
                        "type",
                        "function",
                        "function",
                        Tree.object("name", call.tool(), "arguments", call.arguments())));
            }
            message.set("tool_calls", Tree.list(calls));
        }
        return message;
    }

    static String id(int index) {
        return "call_9x7QmZ2kVt5bN8rW1sE4dYp" + index;
    }

    private static JsonNode annotations(Said said) {
        return Tree.list(said.sources().stream()
                .map(source -> Tree.object(
                        "type",
                        "url_citation",
                        "url_citation",
                        Tree.object(
                                "url",
                                source.url(),
                                "title",
                                source.title(),
                                "start_index",
                                0,
                                "end_index",
                                said.text().length())))
                .toList());
    }

    private static JsonNode logprobs(List<String> tokens) {
        return Tree.object(
                "content",
                Tree.list(tokens.stream()
                        .map(token -> {
                            ObjectNode chosen = token(token, -0.25);
                            chosen.set("top_logprobs", Tree.array(token(token, -0.25), token("Hi", -1.5)));
                            return chosen;
                        })
                        .toList()),
                "refusal",
                Tree.nothing());
    }

    static ObjectNode token(String token, double logprob) {
        List<Integer> bytes = new ArrayList<>();
        for (byte each : token.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            bytes.add(each & 0xff);
        }
        return Tree.object("token", token, "logprob", logprob, "bytes", bytes);
    }

    private static String finish(Said said) {
        return switch (said.stop()) {
            case DONE, SEQUENCE, REFUSED -> "stop";
            case LENGTH -> "length";
            case CALLS -> "tool_calls";
            case FILTER -> "content_filter";
        };
    }

    private static ObjectNode usage(Bill bill) {
        return Tree.object(
                "prompt_tokens",
                bill.input(),
                "completion_tokens",
                bill.output(),
                "total_tokens",
                bill.input() + bill.output(),
                "prompt_tokens_details",
                Tree.object("cached_tokens", bill.cached(), "audio_tokens", 0),
                "completion_tokens_details",
                Tree.object(
                        "reasoning_tokens",
                        bill.reasoning(),
                        "audio_tokens",
                        0,
                        "accepted_prediction_tokens",
                        0,
                        "rejected_prediction_tokens",
                        0));
    }

    private static ObjectNode frame(String object, JsonNode body) {
        return Tree.object(
                "id",
                ID,
                "object",
                object,
                "created",
                CREATED,
                "model",
                body.path("model").asText());
    }

    static Answer stream(Said said, JsonNode body) {
        boolean counted = body.path("stream_options").path("include_usage").asBoolean();
        List<String> events = new ArrayList<>();
        List<List<ObjectNode>> deltas = new ArrayList<>();
        for (int i = 0; i < said.choices(); i++) {
            deltas.add(deltas(said, i));
        }
        // Choices come interleaved.
        for (int step = 0; step < deltas.getFirst().size(); step++) {
            for (List<ObjectNode> choice : deltas) {
                events.add(chunk(
                        body, Tree.array(choice.get(step)), counted ? Optional.of(Tree.nothing()) : Optional.empty()));
            }
        }
        if (counted) {
            events.add(chunk(body, Tree.array(), Optional.of(usage(said.bill()))));
        }
        events.add("data: [DONE]\n\n");
        return Answer.stream("text/event-stream; charset=utf-8", events, "x-request-id", "req_4c1b");
    }

    private static String chunk(JsonNode body, JsonNode choices, Optional<JsonNode> usage) {
        ObjectNode chunk = frame("chat.completion.chunk", body);
        chunk.put("service_tier", "default");
        chunk.put("system_fingerprint", PRINT);
        chunk.set("choices", choices);
        usage.ifPresent(tree -> chunk.set("usage", tree));
        chunk.put("obfuscation", "kX2");
        return "data: " + chunk + "\n\n";
    }

    private static List<ObjectNode> deltas(Said said, int index) {
        List<ObjectNode> deltas = new ArrayList<>();
        boolean calling = !said.calls().isEmpty();
        deltas.add(
                Tree.object("role", "assistant", "content", calling ? Tree.nothing() : "", "refusal", Tree.nothing()));
        said.thought()
                .ifPresent(
                        thought -> halves(thought).forEach(half -> deltas.add(Tree.object("reasoning_content", half))));
        said.words().forEach(word -> deltas.add(Tree.object("content", word)));
        said.refusal().ifPresent(words -> halves(words).forEach(half -> deltas.add(Tree.object("refusal", half))));
        if (!said.sources().isEmpty()) {
            deltas.add(Tree.object("annotations", annotations(said)));
        }
        for (int i = 0; i < said.calls().size(); i++) {
            callDeltas(said.calls().get(i), i, deltas);
        }
        deltas.add(Tree.object());
        List<ObjectNode> choices = new ArrayList<>();
        for (int i = 0; i < deltas.size(); i++) {
            choices.add(choice(said, index, deltas.get(i), i == deltas.size() - 1));
        }
        return choices;
    }

    private static void callDeltas(Wanted call, int index, List<ObjectNode> deltas) {
        deltas.add(Tree.object(
                "tool_calls",
                Tree.array(Tree.object(
                        "index",
                        index,
                        "id",
                        id(index),
                        "type",
                        "function",
                        "function",
                        Tree.object("name", call.tool(), "arguments", "")))));
        halves(call.arguments())
                .forEach(half -> deltas.add(Tree.object(
                        "tool_calls",
                        Tree.array(Tree.object("index", index, "function", Tree.object("arguments", half))))));
    }

    private static ObjectNode choice(Said said, int index, ObjectNode delta, boolean last) {
        String word = delta.path("content").asText("");
        return Tree.object(
                "index",
                index,
                "delta",
                delta,
                "logprobs",
                said.weighed() && !word.isEmpty() ? logprobs(List.of(word)) : Tree.nothing(),
                "finish_reason",
                last ? finish(said) : Tree.nothing());
    }

    static List<String> halves(String text) {
        int middle = text.length() / 2;
        return List.of(text.substring(0, middle), text.substring(middle));
    }
}
