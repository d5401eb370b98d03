// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;

/** What /v1/messages says event by event. */
final class MessagesStream {
    private final Said said;
    private final List<String> events = new ArrayList<>();
    private int index;

    private MessagesStream(Said said) {
        this.said = said;
    }

    static Answer of(Said said, JsonNode body) {
        MessagesStream stream = new MessagesStream(said);
        stream.write(body);
        return Answer.stream("text/event-stream; charset=utf-8", stream.events, "request-id", "req_011CVQk3");
    }

    private void write(JsonNode body) {
        ObjectNode begun = MessagesAnswers.message(body, List.of(), MessagesAnswers.usage(said.bill(), 1));
        event("message_start", Tree.object("message", begun));
        said.thought().ifPresent(this::thought);
        String refusal = said.refusal().orElse("");
        List<String> words = refusal.isEmpty() ? said.words() : List.of(refusal);
        if (!words.isEmpty()) {
            text(words);
        }
        for (int i = 0; i < said.calls().size(); i++) {
            call(i);
        }
        ObjectNode delta = Tree.object(
                "stop_reason",
                MessagesAnswers.reason(said),
                "stop_sequence",
                said.stop() == Said.Stop.SEQUENCE ? MessagesAnswers.sequence(body) : Tree.nothing());
        ObjectNode usage = MessagesAnswers.usage(said.bill(), said.bill().output());
        usage.remove(List.of("cache_creation", "service_tier"));
        event("message_delta", Tree.object("delta", delta, "usage", usage));
        event("message_stop", Tree.object());
    }

    private void thought(String words) {
        begin(Tree.object("type", "thinking", "thinking", "", "signature", ""));
        int middle = words.length() / 2;
        delta(Tree.object("type", "thinking_delta", "thinking", words.substring(0, middle)));
        delta(Tree.object("type", "thinking_delta", "thinking", words.substring(middle)));
        delta(Tree.object("type", "signature_delta", "signature", MessagesAnswers.PROOF));
        end();
    }

    private void text(List<String> words) {
        begin(Tree.object("type", "text", "text", ""));
        words.forEach(word -> delta(Tree.object("type", "text_delta", "text", word)));
        said.sources()
                .forEach(source ->
                        delta(Tree.object("type", "citations_delta", "citation", MessagesAnswers.citation(source))));
        end();
    }

    /** A call without arguments streams nothing but an empty fragment. */
    private void call(int number) {
        Said.Wanted call = said.calls().get(number);
        begin(Tree.object(
                "type", "tool_use", "id", MessagesAnswers.id(number), "name", call.tool(), "input", Tree.object()));
        delta(Tree.object("type", "input_json_delta", "partial_json", ""));
        if (!call.arguments().equals("{}")) {
            int middle = call.arguments().length() / 2;
            for (String half : List.of(
                    call.arguments().substring(0, middle), call.arguments().substring(middle))) {
                delta(Tree.object("type", "input_json_delta", "partial_json", half));
            }
        }
        end();
    }

    private void begin(ObjectNode block) {
        event("content_block_start", Tree.object("index", index, "content_block", block));
        if (index == 0) {
            event("ping", Tree.object());
        }
    }

    private void delta(ObjectNode delta) {
        event("content_block_delta", Tree.object("index", index, "delta", delta));
    }

    private void end() {
        event("content_block_stop", Tree.object("index", index++));
    }

    private void event(String type, ObjectNode members) {
        ObjectNode event = Tree.object("type", type);
        event.setAll(members);
        events.add("event: " + type + "\ndata: " + event + "\n\n");
    }
}
