// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.openai;

import io.aisbf.distribution.doubles.At;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What /v1/responses refuses, by its reference (https://platform.openai.com/docs/api-reference/responses/create) and by
 * the errors it is known to answer with.
 */
final class ResponsesRules {
    private static final String[] MEMBERS = {
        "model",
        "input",
        "instructions",
        "stream",
        "stream_options",
        "max_output_tokens",
        "temperature",
        "top_p",
        "top_logprobs",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "text",
        "reasoning",
        "include",
        "metadata",
        "user",
        "safety_identifier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "service_tier",
        "store",
        "truncation",
        "previous_response_id",
        "conversation",
        "prompt",
        "background",
        "max_tool_calls"
    };

    private ResponsesRules() {}

    static void check(At body) {
        // long method: one table of rules
        body.only(MEMBERS);
        ChatRules.foreign(body);
        body.need("model").text();
        body.get("max_output_tokens").between(16, 1_000_000);
        body.get("temperature").between(0, 2);
        body.get("top_p").between(0, 1);
        body.get("top_logprobs").between(0, 20);
        body.get("stream").truth();
        body.get("store").truth();
        if (body.get("service_tier").present()) {
            body.get("service_tier").one("auto", "default", "flex", "scale", "priority", "fast");
        }
        for (At include : body.get("include").items()) {
            include.one(
                    "reasoning.encrypted_content",
                    "message.output_text.logprobs",
                    "message.input_image.image_url",
                    "web_search_call.action.sources",
                    "file_search_call.results",
                    "code_interpreter_call.outputs");
        }
        if (body.get("reasoning").present()) {
            At reasoning = body.get("reasoning").only("effort", "summary");
            if (reasoning.get("effort").present()) {
                reasoning.get("effort").one("none", "minimal", "low", "medium", "high", "xhigh", "max");
            }
        }
        tools(body);
        shape(body.get("text"));
        At input = body.need("input");
        if (!input.json().isTextual()) {
            input.when(input.items().isEmpty(), "Expected a string or a non-empty array");
            items(input.items());
        }
    }

    private static void tools(At body) {
        At tools = body.get("tools");
        for (At tool : tools.items()) {
            if (tool.need("type").text().equals("function")) {
                tool.only("type", "name", "description", "parameters", "strict")
                        .need("name")
                        .matches(ChatRules.NAME);
                tool.need("parameters").object();
            }
        }
        At choice = body.get("tool_choice");
        choice.when(
                choice.present() && tools.items().isEmpty(),
                "Tool choice '" + choice.json() + "' is only allowed when 'tools' are specified");
        if (choice.json().isTextual()) {
            choice.one("none", "auto", "required");
        } else if (choice.present() && choice.need("type").text().equals("function")) {
            choice.only("type", "name").need("name").matches(ChatRules.NAME);
        }
    }

    private static void shape(At text) {
        if (!text.present()) {
            return;
        }
        At format = text.only("format", "verbosity").get("format");
        if (format.present() && format.need("type").text().equals("json_schema")) {
            format.only("type", "name", "description", "schema", "strict")
                    .need("name")
                    .matches(ChatRules.NAME);
            format.need("schema").object();
            ChatRules.strict(format);
        }
    }

    private static void items(List<At> items) {
        // long method: one table of rules
        Set<String> called = new LinkedHashSet<>();
        Set<String> answered = new LinkedHashSet<>();
        List<At> thoughts = new ArrayList<>();
        for (At item : items) {
            String type = item.json().has("type") ? item.get("type").text() : "message";
            thoughts.forEach(thought -> thought.when(
                    type.equals("function_call_output"),
                    "Item 'rs' of type 'reasoning' was provided without its required following item"));
            thoughts.clear();
            switch (type) {
                case "message" -> message(item);
                case "function_call" -> called.add(call(item));
                case "function_call_output" -> {
                    item.only("type", "id", "call_id", "output", "status");
                    String id = item.need("call_id").text();
                    item.when(!called.contains(id), "No tool call found for function call output with call_id " + id);
                    item.when(!answered.add(id), "Duplicate function call output for call_id " + id);
                    output(item.need("output"));
                }
                case "reasoning" -> {
                    thought(item);
                    thoughts.add(item);
                }
                default -> throw item.get("type").wrong("Invalid value: '" + type + "'");
            }
        }
        called.removeAll(answered);
        items.getFirst().when(!called.isEmpty(), "No tool output found for function call " + called);
        thoughts.forEach(thought -> {
            throw thought.wrong("Item of type 'reasoning' was provided without its required following item");
        });
    }

    private static String call(At item) {
        item.only("type", "id", "call_id", "name", "arguments", "status");
        if (item.get("id").present()) {
            item.get("id").matches("^fc_?[A-Za-z0-9_-]{1,62}$");
        }
        item.need("name").matches(ChatRules.NAME);
        ChatRules.arguments(item.need("arguments"));
        return item.need("call_id").matches("^.{1,64}$");
    }

    private static void output(At output) {
        if (!output.json().isTextual()) {
            output.when(output.items().isEmpty(), "Expected a string or a non-empty array");
            output.items().forEach(part -> part.need("type").one("input_text", "input_image", "input_file"));
        }
    }

    /** Nothing is stored at a double, so a thought comes back with its proof, and the proof is one that it gave. */
    private static void thought(At item) {
        item.only("type", "id", "summary", "content", "encrypted_content", "status");
        item.need("id").matches("^rs_?.+$");
        item.need("summary");
        item.need("encrypted_content")
                .when(
                        !item.get("encrypted_content").text().equals(ResponsesAnswers.PROOF),
                        "The encrypted content could not be verified");
        item.get("id")
                .when(
                        !item.get("id").text().equals(ResponsesAnswers.THOUGHT_ID),
                        "the encrypted content is of another item");
    }

    private static void message(At item) {
        String role = item.need("role").one("user", "assistant", "system", "developer");
        item.only("type", "role", "content", "id", "status");
        if (item.get("id").present()) {
            item.get("id").matches("^msg_?.+$");
        }
        At content = item.need("content");
        if (content.json().isTextual()) {
            return;
        }
        content.when(content.items().isEmpty(), "Expected a string or a non-empty array");
        for (At part : content.items()) {
            if (role.equals("assistant")) {
                part.need("type").one("output_text", "refusal");
                part.only("type", "text", "refusal", "annotations", "logprobs");
            } else {
                part(part, role);
            }
        }
    }

    private static void part(At part, String role) {
        part.get("type")
                .when(
                        !role.equals("user") && !part.need("type").text().equals("input_text"),
                        "Invalid value: only 'input_text' is supported in instructions");
        switch (part.need("type").one("input_text", "input_image", "input_file", "input_audio")) {
            case "input_text" -> part.only("type", "text").need("text").text();
            case "input_image" -> {
                part.only("type", "image_url", "detail", "file_id");
                if (!part.get("file_id").present()) {
                    part.need("image_url").matches("^(https?://.+|data:image/[a-z]+;base64,[A-Za-z0-9+/]+=*)$");
                }
            }
            case "input_file" -> {
                part.only("type", "file_data", "file_url", "file_id", "filename");
                if (part.get("file_data").present()) {
                    part.get("file_data").matches("^data:[a-z]+/[a-z.+-]+;base64,[A-Za-z0-9+/]+=*$");
                    part.need("filename").text();
                }
            }
            default ->
                part.need("input_audio").only("data", "format").need("data").base64();
        }
    }
}
