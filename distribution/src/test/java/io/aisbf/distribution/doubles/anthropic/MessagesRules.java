// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.anthropic;

import io.aisbf.distribution.doubles.At;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What /v1/messages refuses, by its reference (https://docs.claude.com/en/api/messages) and by the errors it is known to
 * answer with.
 */
final class MessagesRules {
    private static final String NAME = "^[a-zA-Z0-9_-]{1,128}$";
    private static final String[] MEMBERS = {
        "model",
        "messages",
        "system",
        "max_tokens",
        "stream",
        "temperature",
        "top_p",
        "top_k",
        "stop_sequences",
        "tools",
        "tool_choice",
        "thinking",
        "output_config",
        "metadata",
        "service_tier",
        "cache_control",
        "context_management"
    };

    /** How an answer is drawn, and to whom: nothing that is counted. */
    private static final List<String> DRAWN = List.of(
            "max_tokens", "stream", "temperature", "top_p", "top_k", "stop_sequences", "metadata", "service_tier");

    private MessagesRules() {}

    static void check(At body, String version, boolean answering) {
        body.only(MEMBERS);
        String text = body.json().toString();
        body.when(text.contains("aisbf1:") || text.contains("YWlzYmYxO"), "a signature of the gateway's own arrived");
        body.need("model").text();
        if (answering) {
            body.need("max_tokens").between(1, 128_000);
        } else {
            DRAWN.forEach(name -> body.get(name).when(body.get(name).present(), "Extra inputs are not permitted"));
        }
        drawing(body, version);
        thinking(body);
        tools(body);
        if (body.get("metadata").present()) {
            body.get("metadata").only("user_id");
        }
        if (body.get("service_tier").present()) {
            body.get("service_tier").one("auto", "standard_only");
        }
        output(body.get("output_config"));
        body.when(
                text.split("\"cache_control\"", -1).length > 5,
                "A maximum of 4 blocks with cache_control may be provided");
        if (body.get("system").json().isArray()) {
            body.get("system").items().forEach(MessagesRules::text);
        }
        body.get("system").when(body.get("system").emptyText(), "text must be non-empty");
        messages(body.need("messages"));
        thoughts(body);
    }

    private static void drawing(At body, String version) {
        for (String name : List.of("temperature", "top_p", "top_k")) {
            body.get(name)
                    .when(body.get(name).present() && version.equals("2026-10-21"), "Extra inputs are not permitted");
        }
        body.get("temperature").between(0, 1);
        body.get("top_p").between(0, 1);
        body.get("top_k").between(0, 500);
        body.get("top_p")
                .when(
                        body.get("temperature").present() && body.get("top_p").present(),
                        "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
        for (At stop : body.get("stop_sequences").items()) {
            stop.when(stop.text().isBlank(), "each stop sequence must contain non-whitespace");
        }
        body.get("stream").truth();
    }

    private static void thinking(At body) {
        At thinking = body.get("thinking");
        if (!thinking.present()) {
            return;
        }
        String type = thinking.need("type").one("enabled", "adaptive", "disabled", "between-tools");
        if (type.equals("disabled")) {
            return;
        }
        thinking.only("type", "budget_tokens", "display");
        if (type.equals("enabled")) {
            thinking.need("budget_tokens").between(1024, 1_000_000);
            body.get("max_tokens")
                    .when(
                            body.get("max_tokens").json().asInt(1_000_000)
                                    <= thinking.get("budget_tokens").json().asInt(),
                            "`max_tokens` must be greater than `thinking.budget_tokens`");
        }
        body.get("temperature")
                .when(
                        body.get("temperature").json().asDouble(1) != 1,
                        "`temperature` may only be set to 1 when thinking is enabled");
        body.get("top_k").when(body.get("top_k").present(), "`top_k` must be unset when thinking is enabled");
        String choice = body.get("tool_choice").json().path("type").asText();
        body.get("tool_choice")
                .when(
                        choice.equals("any") || choice.equals("tool"),
                        "Thinking may not be enabled when tool_choice forces tool use.");
    }

    private static void output(At output) {
        if (output.present()) {
            output.only("effort", "format");
            if (output.get("effort").present()) {
                output.get("effort").one("low", "medium", "high", "xhigh", "max");
            }
            if (output.get("format").present()) {
                output.get("format").only("type", "schema").need("type").one("json_schema");
                output.get("format").need("schema").object();
            }
        }
    }

    private static void tools(At body) {
        Set<String> names = new HashSet<>();
        for (At tool : body.get("tools").items()) {
            tool.only(
                    "type",
                    "name",
                    "description",
                    "input_schema",
                    "cache_control",
                    "strict",
                    "defer_loading",
                    "eager_input_streaming");
            tool.get("name").when(!names.add(tool.need("name").matches(NAME)), "Tool names must be unique.");
            tool.need("input_schema").need("type").one("object");
        }
        At choice = body.get("tool_choice");
        if (choice.present()) {
            choice.when(names.isEmpty(), "tool_choice may only be specified while providing tools");
            String type = choice.only("type", "name", "disable_parallel_tool_use")
                    .need("type")
                    .one("auto", "any", "tool", "none");
            choice.when(
                    type.equals("tool") && !names.contains(choice.need("name").text()),
                    "Tool not found in provided tools");
        }
    }

    private static void messages(At messages) {
        messages.when(messages.items().isEmpty(), "at least one message is required");
        Set<String> open = new LinkedHashSet<>();
        for (At message : messages.items()) {
            message.only("role", "content");
            String role = message.need("role").one("user", "assistant");
            At content = message.need("content");
            content.when(content.emptyText(), "text content blocks must be non-empty");
            content.when(
                    content.json().isArray() && content.items().isEmpty(),
                    "all messages must have non-empty content except for the optional final assistant message");
            if (role.equals("user")) {
                results(content, open);
                open.clear();
            } else {
                message.when(
                        !open.isEmpty(),
                        "`tool_use` ids were found without `tool_result` blocks immediately after: " + open);
                calls(content, open);
            }
        }
        messages.when(
                !open.isEmpty(), "`tool_use` ids were found without `tool_result` blocks immediately after: " + open);
    }

    private static void results(At content, Set<String> open) {
        boolean other = false;
        for (At block : content.items()) {
            switch (block.need("type").one("text", "image", "document", "tool_result", "search_result")) {
                case "tool_result" -> {
                    block.when(other, "`tool_result` blocks must come first in the content of a user message");
                    block.only("type", "tool_use_id", "content", "is_error", "cache_control");
                    String id = block.need("tool_use_id").matches("^[a-zA-Z0-9_-]+$");
                    block.when(
                            !open.remove(id),
                            "unexpected `tool_use_id` found in `tool_result` blocks: " + id
                                    + ". Each `tool_result` block must have a corresponding `tool_use` block in the"
                                    + " previous message.");
                    block.get("content").items().forEach(MessagesRules::media);
                    block.get("is_error").truth();
                }
                default -> {
                    other = true;
                    media(block);
                }
            }
        }
        content.when(
                !open.isEmpty(), "`tool_use` ids were found without `tool_result` blocks immediately after: " + open);
    }

    private static void media(At block) {
        switch (block.need("type").one("text", "image", "document", "search_result")) {
            case "text" -> text(block);
            case "image" -> {
                block.only("type", "source", "cache_control");
                source(block.need("source"), "image/jpeg", "image/png", "image/gif", "image/webp");
            }
            case "document" -> {
                block.only("type", "source", "title", "context", "citations", "cache_control");
                source(block.need("source"), "application/pdf");
            }
            default -> block.noNulls();
        }
    }

    private static void source(At source, String... types) {
        switch (source.need("type").one("base64", "url", "text", "content", "file")) {
            case "base64" -> {
                source.only("type", "media_type", "data").need("media_type").one(types);
                source.need("data").base64();
            }
            case "url" -> source.only("type", "url").need("url").matches("^https?://.+$");
            default -> source.noNulls();
        }
    }

    private static void text(At block) {
        block.only("type", "text", "cache_control", "citations");
        block.need("text").when(block.get("text").text().isEmpty(), "text content blocks must be non-empty");
        block.get("text")
                .when(block.get("text").text().isBlank(), "text content blocks must contain non-whitespace text");
        At cache = block.get("cache_control");
        if (cache.present()) {
            cache.only("type", "ttl").need("type").one("ephemeral");
        }
    }

    private static void calls(At content, Set<String> open) {
        for (At block : content.items()) {
            switch (block.need("type").one("text", "thinking", "redacted_thinking", "tool_use")) {
                case "text" -> text(block);
                case "thinking" -> {
                    block.only("type", "thinking", "signature").need("thinking").text();
                    block.need("signature")
                            .when(
                                    !block.get("signature").text().equals(MessagesAnswers.PROOF),
                                    "Invalid `signature` in `thinking` block");
                }
                case "tool_use" -> {
                    block.only("type", "id", "name", "input", "cache_control")
                            .need("name")
                            .matches(NAME);
                    block.need("input")
                            .when(!block.get("input").json().isObject(), "Input should be a valid dictionary");
                    block.when(
                            !open.add(block.need("id").matches("^[a-zA-Z0-9_-]+$")), "`tool_use` ids must be unique");
                }
                default -> block.only("type", "data");
            }
        }
    }

    /** With thinking, the turn that called the tools whose results come now begins with its thought. */
    private static void thoughts(At body) {
        String type = body.get("thinking").json().path("type").asText("disabled");
        List<At> messages = body.get("messages").items();
        if (!type.equals("enabled") || messages.size() < 2) {
            return;
        }
        List<At> before = messages.get(messages.size() - 2).get("content").items();
        boolean called =
                before.stream().anyMatch(block -> block.get("type").text().equals("tool_use"));
        if (called && !before.getFirst().get("type").text().endsWith("thinking")) {
            throw before.getFirst()
                    .wrong("Expected `thinking` or `redacted_thinking`, but found `"
                            + before.getFirst().get("type").text() + "`. When `thinking` is enabled, a final"
                            + " `assistant` message must start with a thinking block");
        }
    }
}
