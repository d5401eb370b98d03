// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.ollama;

import io.aisbf.distribution.doubles.At;
import java.util.Set;

/**
 * What /api/chat and /api/generate refuse, by their reference (https://github.com/ollama/ollama/blob/main/docs/api.md)
 * and by what its JSON reader says to wrong types. The real one overlooks unknown members; here they are refused, since
 * nobody would notice that they do nothing.
 */
final class ChatRules {
    private static final Set<String> OPTIONS = Set.of(
            "temperature",
            "top_p",
            "top_k",
            "min_p",
            "num_predict",
            "num_ctx",
            "stop",
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "repeat_penalty");

    private ChatRules() {}

    static void check(At body, boolean generate) {
        // long method: one table of rules
        if (generate) {
            body.only(
                    "model",
                    "prompt",
                    "suffix",
                    "images",
                    "format",
                    "options",
                    "system",
                    "template",
                    "stream",
                    "raw",
                    "keep_alive",
                    "context",
                    "think",
                    "logprobs",
                    "top_logprobs");
            body.get("images").items().forEach(At::base64);
        } else {
            body.only(
                    "model",
                    "messages",
                    "tools",
                    "format",
                    "options",
                    "stream",
                    "keep_alive",
                    "think",
                    "logprobs",
                    "top_logprobs");
            body.need("messages").items().forEach(ChatRules::message);
        }
        body.need("model").when(body.get("model").text().isEmpty(), "model is required");
        String text = body.json().toString();
        body.when(text.contains("aisbf1:") || text.contains("YWlzYmYxO"), "a signature of the gateway's own arrived");
        body.get("stream").truth();
        body.get("logprobs").truth();
        options(body.get("options"));
        format(body.get("format"));
        if (body.get("think").json().isTextual()) {
            body.get("think").one("high", "medium", "low");
        } else {
            body.get("think").truth();
        }
        for (At tool : body.get("tools").items()) {
            At function = tool.only("type", "function").need("function").only("name", "description", "parameters");
            function.need("name").text();
            function.get("parameters").object();
        }
    }

    private static void options(At options) {
        options.object();
        options.json().properties().forEach(option -> {
            At at = options.get(option.getKey());
            at.when(!OPTIONS.contains(option.getKey()), "invalid option provided");
            if (option.getKey().equals("stop")) {
                at.when(!at.json().isArray(), "option \"stop\" must be of type array");
            } else {
                at.between(-1e9, 1e9);
            }
        });
    }

    private static void format(At format) {
        if (format.json().isTextual()) {
            format.one("json");
        } else {
            format.object();
        }
    }

    private static void message(At message) {
        message.only("role", "content", "images", "thinking", "tool_calls", "tool_name", "tool_call_id");
        message.need("role").one("system", "user", "assistant", "tool");
        At content = message.get("content");
        content.when(
                content.present() && !content.json().isTextual(),
                "json: cannot unmarshal array into Go struct field ChatRequest.messages.content of type string");
        message.get("images").items().forEach(At::base64);
        for (At call : message.get("tool_calls").items()) {
            At function = call.only("id", "type", "function").need("function").only("name", "arguments", "index");
            function.need("name").text();
            function.need("arguments")
                    .when(
                            !function.get("arguments").json().isObject(),
                            "json: cannot unmarshal string into Go struct field"
                                    + " ChatRequest.messages.tool_calls.function.arguments of type"
                                    + " api.ToolCallFunctionArguments");
        }
    }
}
