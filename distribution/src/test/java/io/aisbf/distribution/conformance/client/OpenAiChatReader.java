// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what OpenAI's chat completions answer. */
final class OpenAiChatReader {
    private OpenAiChatReader() {}

    static Heard whole(JsonNode body) {
        Grammar.need(body.path("object").asText().equals("chat.completion"), "object is chat.completion");
        Grammar.need(!body.path("id").asText().isEmpty() && body.path("created").isInt(), "id and created");
        Hearing hearing = new Hearing();
        for (JsonNode choice : body.path("choices")) {
            JsonNode message = choice.path("message");
            Grammar.need(message.path("role").asText().equals("assistant"), "the role is assistant");
            Grammar.need(message.has("content"), "content is there, if only null");
            hear(message, choice.path("index").asInt(), hearing);
            weigh(choice, hearing);
            hearing.stop(stop(choice.path("finish_reason").asText()));
        }
        bill(body.path("usage"), hearing);
        return hearing.done(turn(body.path("choices").path(0).path("message")));
    }

    private static void hear(JsonNode message, int choice, Hearing hearing) {
        hearing.text(choice, message.path("content").asText("").replaceFirst("^null$", ""));
        hearing.thought.append(message.path("reasoning_content").asText(""));
        hearing.refusal.append(
                message.path("refusal").isTextual() ? message.path("refusal").textValue() : "");
        message.path("annotations")
                .forEach(each ->
                        hearing.cited.add(each.path("url_citation").path("url").asText()));
        for (JsonNode call : message.path("tool_calls")) {
            Grammar.need(call.path("type").asText().equals("function"), "a call is of type function");
            Grammar.need(call.path("id").asText().length() <= 40, "an id has 40 characters at most");
            Grammar.need(call.path("function").path("arguments").isTextual(), "arguments are a string");
            hearing.call(
                    call.path("id").asText(),
                    call.path("function").path("name").asText(),
                    Hearing.arguments(call.path("function").path("arguments").asText()));
        }
    }

    private static void weigh(JsonNode choice, Hearing hearing) {
        for (JsonNode token : choice.path("logprobs").path("content")) {
            Grammar.need(
                    token.path("logprob").isNumber()
                            && token.path("top_logprobs").isArray(),
                    "logprobs");
            hearing.weighed.add(token.path("token").asText());
        }
    }

    private static Said.Stop stop(String reason) {
        return switch (reason) {
            case "stop" -> Said.Stop.DONE;
            case "length" -> Said.Stop.LENGTH;
            case "tool_calls" -> Said.Stop.CALLS;
            case "content_filter" -> Said.Stop.FILTER;
            default -> throw new AssertionError("grammar: finish_reason " + reason);
        };
    }

    private static void bill(JsonNode usage, Hearing hearing) {
        Grammar.need(usage.isObject(), "usage is there");
        int input = usage.path("prompt_tokens").asInt(-1);
        int output = usage.path("completion_tokens").asInt(-1);
        Grammar.need(usage.path("total_tokens").asInt() == input + output, "total_tokens is the sum");
        hearing.bill(new Said.Bill(
                input,
                usage.path("prompt_tokens_details").path("cached_tokens").asInt(),
                usage.path("prompt_tokens_details").path("cache_write_tokens").asInt(),
                output,
                usage.path("completion_tokens_details").path("reasoning_tokens").asInt()));
    }

    /** What clients keep of an answer: what they know of its members. */
    private static JsonNode turn(JsonNode message) {
        ObjectNode turn = Tree.object("role", "assistant");
        for (String name : List.of("content", "tool_calls", "reasoning_content", "reasoning_details")) {
            if (message.has(name)) {
                turn.set(name, message.get(name));
            }
        }
        return turn;
    }

    static Heard streamed(String contentType, String body) {
        Grammar.need(contentType.startsWith("text/event-stream"), "content-type " + contentType);
        List<Grammar.Event> events = Grammar.events(body);
        Grammar.need(events.getLast().data().equals("[DONE]"), "the last event is [DONE], got " + events.getLast());
        Map<Integer, ObjectNode> messages = new TreeMap<>();
        Map<Integer, String> finished = new TreeMap<>();
        Hearing hearing = new Hearing();
        List<JsonNode> counted = new ArrayList<>();
        String id = events.getFirst().json().path("id").asText();
        for (Grammar.Event event : events.subList(0, events.size() - 1)) {
            Grammar.need(event.type().isEmpty(), "events have no type");
            JsonNode chunk = event.json();
            Grammar.need(!chunk.has("error"), "no error, got " + chunk);
            Grammar.need(chunk.path("object").asText().equals("chat.completion.chunk"), "object");
            Grammar.need(chunk.path("id").asText().equals(id) && !id.isEmpty(), "one id for all chunks");
            if (chunk.path("choices").isEmpty()) {
                counted.add(chunk.path("usage"));
                continue;
            }
            Grammar.need(counted.isEmpty(), "the usage comes last");
            chunk.path("choices").forEach(choice -> step(choice, messages, finished, hearing));
        }
        Grammar.need(counted.size() == 1, "one chunk with the usage, got " + counted.size());
        Grammar.need(finished.keySet().equals(messages.keySet()), "each choice finishes");
        messages.forEach((index, message) -> hear(message, index, hearing));
        finished.values().forEach(reason -> hearing.stop(stop(reason)));
        bill(counted.getFirst(), hearing);
        return hearing.done(turn(messages.getOrDefault(0, Tree.object())));
    }

    private static void step(
            JsonNode choice, Map<Integer, ObjectNode> messages, Map<Integer, String> finished, Hearing hearing) {
        int index = choice.path("index").asInt();
        JsonNode delta = choice.path("delta");
        Grammar.need(
                messages.containsKey(index) || delta.path("role").asText().equals("assistant"),
                "the first delta tells the role");
        Grammar.need(!finished.containsKey(index), "nothing follows the finish");
        ObjectNode message = messages.computeIfAbsent(index, _ -> Tree.object("role", "assistant"));
        for (String name : List.of("content", "refusal", "reasoning_content")) {
            if (delta.path(name).isTextual()) {
                message.put(
                        name, message.path(name).asText("") + delta.path(name).textValue());
            }
        }
        for (String name : List.of("reasoning_details", "annotations")) {
            delta.path(name).forEach(each -> message.withArray(name).add(each));
        }
        delta.path("tool_calls").forEach(call -> call(call, message.withArray("tool_calls")));
        weigh(choice, hearing);
        if (choice.path("finish_reason").isTextual()) {
            finished.put(index, choice.path("finish_reason").textValue());
        }
    }

    /** The id and the name come once, the arguments in pieces. */
    private static void call(JsonNode delta, ArrayNode calls) {
        int index = delta.path("index").asInt(-1);
        Grammar.need(index >= 0 && index <= calls.size(), "calls are counted from 0, got " + index);
        if (index == calls.size()) {
            Grammar.need(delta.has("id") && delta.path("function").has("name"), "a call begins with id and name");
            ObjectNode call = delta.deepCopy();
            call.remove("index");
            calls.add(call);
            return;
        }
        Grammar.need(!delta.has("id") && !delta.path("function").has("name"), "id and name come once");
        ObjectNode function = (ObjectNode) calls.get(index).get("function");
        function.put(
                "arguments",
                function.path("arguments").asText("")
                        + delta.path("function").path("arguments").asText(""));
    }
}
