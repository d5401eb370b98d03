// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;

/** What /v1/responses says event by event. */
final class ResponsesStream {
    private final Said said;
    private final JsonNode body;
    private final List<String> events = new ArrayList<>();
    private int output;

    private ResponsesStream(Said said, JsonNode body) {
        this.said = said;
        this.body = body;
    }

    static Answer of(Said said, JsonNode body) {
        ResponsesStream stream = new ResponsesStream(said, body);
        stream.write();
        return Answer.stream("text/event-stream; charset=utf-8", stream.events);
    }

    private void write() {
        for (String type : List.of("response.created", "response.in_progress")) {
            event(type, "response", ResponsesAnswers.response(said, body, "in_progress", List.of(), false));
        }
        said.thought().ifPresent(this::thought);
        for (int i = 0; i < said.calls().size(); i++) {
            call(i);
        }
        if (said.calls().isEmpty()) {
            message();
        }
        event("response." + ResponsesAnswers.status(said), "response", ResponsesAnswers.whole(said, body));
    }

    private void thought(String words) {
        ObjectNode whole = ResponsesAnswers.thought(words);
        ObjectNode begun = whole.deepCopy();
        begun.set("summary", Tree.array());
        begun.put("encrypted_content", "gAAAAABpIcDe-begun");
        event("response.output_item.added", "output_index", output, "item", begun);
        String id = ResponsesAnswers.THOUGHT_ID;
        ObjectNode empty = Tree.object("type", "summary_text", "text", "");
        inItem("response.reasoning_summary_part.added", id, "summary_index", 0, "part", empty);
        ChatAnswers.halves(words)
                .forEach(
                        half -> inItem("response.reasoning_summary_text.delta", id, "summary_index", 0, "delta", half));
        inItem("response.reasoning_summary_text.done", id, "summary_index", 0, "text", words);
        ObjectNode part = Tree.object("type", "summary_text", "text", words);
        inItem("response.reasoning_summary_part.done", id, "summary_index", 0, "part", part);
        event("response.output_item.done", "output_index", output++, "item", whole);
    }

    private void call(int index) {
        Said.Wanted call = said.calls().get(index);
        ObjectNode done = ResponsesAnswers.call(call, index, "completed");
        String id = done.path("id").asText();
        event(
                "response.output_item.added",
                "output_index",
                output,
                "item",
                ResponsesAnswers.call(call, index, "in_progress"));
        ChatAnswers.halves(call.arguments())
                .forEach(half -> inItem("response.function_call_arguments.delta", id, "delta", half));
        inItem("response.function_call_arguments.done", id, "arguments", call.arguments(), "name", call.tool());
        event("response.output_item.done", "output_index", output++, "item", done);
    }

    private void message() {
        ObjectNode done = ResponsesAnswers.message(said, ResponsesAnswers.status(said));
        String id = done.path("id").asText();
        event(
                "response.output_item.added",
                "output_index",
                output,
                "item",
                ResponsesAnswers.message(said, "in_progress"));
        boolean refused = said.refusal().isPresent();
        ObjectNode empty = refused
                ? Tree.object("type", "refusal", "refusal", "")
                : Tree.object("type", "output_text", "annotations", Tree.array(), "logprobs", Tree.array(), "text", "");
        inItem("response.content_part.added", id, "content_index", 0, "part", empty);
        if (refused) {
            refusal(id, said.refusal().orElseThrow());
        } else {
            text(id);
        }
        inItem("response.content_part.done", id, "content_index", 0, "part", ResponsesAnswers.part(said));
        event("response.output_item.done", "output_index", output++, "item", done);
    }

    private void refusal(String id, String words) {
        ChatAnswers.halves(words)
                .forEach(half -> inItem("response.refusal.delta", id, "content_index", 0, "delta", half));
        inItem("response.refusal.done", id, "content_index", 0, "refusal", words);
    }

    private void text(String id) {
        // long method: one event after the other, member by member
        for (String word : said.words()) {
            inItem(
                    "response.output_text.delta",
                    id,
                    "content_index",
                    0,
                    "delta",
                    word,
                    "logprobs",
                    said.weighed() ? ResponsesAnswers.logprobs(List.of(word)) : Tree.array(),
                    "obfuscation",
                    "q7");
        }
        int index = 0;
        for (JsonNode annotation : ResponsesAnswers.annotations(said)) {
            inItem(
                    "response.output_text.annotation.added",
                    id,
                    "content_index",
                    0,
                    "annotation_index",
                    index++,
                    "annotation",
                    annotation);
        }
        inItem(
                "response.output_text.done",
                id,
                "content_index",
                0,
                "text",
                said.text(),
                "logprobs",
                said.weighed() ? ResponsesAnswers.logprobs(said.words()) : Tree.array());
    }

    private void inItem(String type, String id, Object... members) {
        List<Object> all = new ArrayList<>(List.of("output_index", output, "item_id", id));
        all.addAll(List.of(members));
        event(type, all.toArray());
    }

    private void event(String type, Object... members) {
        ObjectNode event = Tree.object("type", type, "sequence_number", events.size());
        event.setAll(Tree.object(members));
        events.add("event: " + type + "\ndata: " + event + "\n\n");
    }
}
