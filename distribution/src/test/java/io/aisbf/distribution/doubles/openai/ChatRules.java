// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.openai;

import io.aisbf.distribution.doubles.At;
import io.aisbf.distribution.doubles.Tree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What /v1/chat/completions refuses, by its reference
 * (https://platform.openai.com/docs/api-reference/chat/create) and by the errors it is known to answer with.
 */
final class ChatRules {
    static final String NAME = "^[a-zA-Z0-9_-]{1,64}$";
    private static final String[] MEMBERS = {
        "model",
        "messages",
        "stream",
        "stream_options",
        "max_tokens",
        "max_completion_tokens",
        "temperature",
        "top_p",
        "stop",
        "seed",
        "frequency_penalty",
        "presence_penalty",
        "n",
        "logprobs",
        "top_logprobs",
        "logit_bias",
        "user",
        "safety_identifier",
        "metadata",
        "store",
        "service_tier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "response_format",
        "reasoning_effort",
        "verbosity",
        "modalities",
        "audio",
        "prediction",
        "web_search_options"
    };

    private ChatRules() {}

    static void check(At body) {
        body.only(MEMBERS);
        foreign(body);
        body.need("model").text();
        drawing(body);
        body.get("stream_options")
                .when(
                        body.get("stream_options").present()
                                && !body.get("stream").json().asBoolean(),
                        "The 'stream_options' parameter is only allowed when 'stream' is enabled");
        body.get("metadata")
                .when(
                        body.get("metadata").json().size() > 16
                                || body.get("metadata").json().properties().stream()
                                        .anyMatch(member -> !member.getValue().isTextual()),
                        "Metadata values must be strings");
        if (body.get("service_tier").present()) {
            body.get("service_tier").one("auto", "default", "flex", "scale", "priority", "fast");
        }
        if (body.get("reasoning_effort").present()) {
            body.get("reasoning_effort").one("none", "minimal", "low", "medium", "high", "xhigh", "max");
        }
        tools(body);
        shape(body);
        messages(body.need("messages"));
    }

    /** A proof that this gateway tagged for a client is nobody's at a provider. */
    static void foreign(At body) {
        String text = body.json().toString();
        body.when(text.contains("aisbf1:") || text.contains("YWlzYmYxO"), "a signature of the gateway's own arrived");
    }

    private static void drawing(At body) {
        body.get("temperature").between(0, 2);
        body.get("top_p").between(0, 1);
        body.get("frequency_penalty").between(-2, 2);
        body.get("presence_penalty").between(-2, 2);
        body.get("n").between(1, 128);
        body.get("max_tokens")
                .when(
                        body.get("max_tokens").present(),
                        "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                                + " 'max_completion_tokens' instead");
        if (!body.get("stop").json().isTextual()) {
            body.get("stop").atMost(4);
        }
        body.get("logprobs").truth();
        body.get("top_logprobs")
                .between(0, 20)
                .when(
                        body.get("top_logprobs").present()
                                && !body.get("logprobs").json().asBoolean(),
                        "'top_logprobs' requires 'logprobs' to be true");
        body.get("stream").truth();
    }

    private static void tools(At body) {
        At tools = body.get("tools");
        tools.when(tools.present() && tools.items().isEmpty(), "empty array. Expected an array with minimum length 1");
        for (At tool : tools.items()) {
            tool.only("type", "function").need("type").one("function");
            At function = tool.need("function").only("name", "description", "parameters", "strict");
            function.need("name").matches(NAME);
            function.get("parameters").object();
            function.get("strict").truth();
        }
        At choice = body.get("tool_choice");
        choice.when(choice.present() && !tools.present(), "'tool_choice' is only allowed when 'tools' are specified");
        body.get("parallel_tool_calls")
                .truth()
                .when(
                        body.get("parallel_tool_calls").present() && !tools.present(),
                        "'parallel_tool_calls' is only allowed when 'tools' are specified");
        if (choice.json().isTextual()) {
            choice.one("none", "auto", "required");
        } else if (choice.present()) {
            choice.only("type", "function")
                    .need("function")
                    .only("name")
                    .need("name")
                    .matches(NAME);
        }
    }

    private static void shape(At body) {
        At format = body.get("response_format");
        if (!format.present()) {
            return;
        }
        String type = format.only("type", "json_schema").need("type").one("text", "json_object", "json_schema");
        if (type.equals("json_object")) {
            body.get("messages")
                    .when(
                            !body.get("messages")
                                    .json()
                                    .toString()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .contains("json"),
                            "'messages' must contain the word 'json' in some form, to use 'response_format' of type"
                                    + " 'json_object'");
        } else if (type.equals("json_schema")) {
            At schema = format.need("json_schema").only("name", "description", "schema", "strict");
            schema.need("name").matches(NAME);
            schema.need("schema").object();
            strict(schema);
        }
    }

    /** Strict needs closed objects. */
    static void strict(At schema) {
        if (schema.get("strict").json().asBoolean()) {
            At inner = schema.get("schema");
            inner.when(
                    inner.json().path("type").asText().equals("object")
                            && inner.json().path("additionalProperties").asBoolean(true),
                    "'additionalProperties' is required to be supplied and to be false");
        }
    }

    private static void messages(At messages) {
        messages.when(messages.items().isEmpty(), "empty array. Expected an array with minimum length 1");
        Set<String> open = new LinkedHashSet<>();
        for (At message : messages.items()) {
            String role = message.need("role").one("developer", "system", "user", "assistant", "tool");
            message.when(
                    !open.isEmpty() && !role.equals("tool"),
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + open);
            message(message, role, open);
        }
        messages.when(!open.isEmpty(), "tool_call_ids did not have response messages: " + open);
    }

    private static void message(At message, String role, Set<String> open) {
        if (message.get("name").present()) {
            message.get("name").matches("^[^\\s<|\\\\/>]+$");
        }
        switch (role) {
            case "assistant" -> assistant(message, open);
            case "tool" -> {
                message.only("role", "content", "tool_call_id");
                message.need("tool_call_id")
                        .when(
                                !open.remove(message.need("tool_call_id").text()),
                                "messages with role 'tool' must be a response to a preceding message with"
                                        + " 'tool_calls'");
                content(message.need("content"), List.of("text"));
            }
            case "user" -> {
                message.only("role", "content", "name");
                content(message.need("content"), List.of("text", "image_url", "input_audio", "file"));
            }
            default -> {
                message.only("role", "content", "name");
                content(message.need("content"), List.of("text"));
            }
        }
    }

    private static void assistant(At message, Set<String> open) {
        // long method: one table of rules
        At said = message.get("content");
        if (said.json().isNull()) {
            said.when(!message.get("tool_calls").present(), "Expected a string, got null");
        } else if (said.present()) {
            content(said, List.of("text", "refusal"));
        }
        // reasoning_content and reasoning_details are OpenRouter's and DeepSeek's, whom this double plays too.
        List<String> known = List.of(
                "role",
                "content",
                "name",
                "refusal",
                "audio",
                "tool_calls",
                "reasoning_content",
                "reasoning_details",
                "annotations");
        message.json().fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw message.get(name).wrong("Additional properties are not allowed");
            }
        });
        At calls = message.get("tool_calls");
        calls.when(calls.present() && calls.items().isEmpty(), "empty array");
        message.when(
                !calls.present() && !said.present() && !message.get("refusal").present(), "content is missing");
        for (At call : calls.items()) {
            call.only("id", "type", "function").need("type").one("function");
            String id = call.need("id").text();
            call.get("id").when(id.isEmpty() || id.length() > 40, "string too long. Expected at most 40 characters");
            call.get("id").when(!open.add(id), "Duplicate tool_call id");
            At function = call.need("function").only("name", "arguments");
            function.need("name").matches(NAME);
            arguments(function.need("arguments"));
        }
    }

    static void arguments(At arguments) {
        String text = arguments.text();
        try {
            arguments.when(!Tree.parse(text).isObject(), "arguments must be a JSON object");
        } catch (IllegalArgumentException e) {
            throw arguments.wrong("arguments must be a JSON object, got " + text);
        }
    }

    private static void content(At content, List<String> types) {
        if (content.json().isTextual()) {
            return;
        }
        content.when(content.items().isEmpty(), "Expected a string or a non-empty array");
        for (At part : content.items()) {
            switch (part.need("type").one(types.toArray(String[]::new))) {
                case "text" -> part.only("type", "text").need("text").text();
                case "refusal" -> part.only("type", "refusal").need("refusal").text();
                case "image_url" ->
                    image(part.only("type", "image_url").need("image_url").only("url", "detail"));
                case "input_audio" -> {
                    At audio =
                            part.only("type", "input_audio").need("input_audio").only("data", "format");
                    audio.need("format").one("wav", "mp3");
                    audio.need("data").base64();
                }
                default -> file(part.only("type", "file").need("file").only("file_data", "filename", "file_id"));
            }
        }
    }

    private static void image(At image) {
        image.need("url").matches("^(https?://.+|data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*)$");
        if (image.get("detail").present()) {
            image.get("detail").one("auto", "low", "high", "original");
        }
    }

    private static void file(At file) {
        if (!file.get("file_id").present()) {
            file.need("file_data").matches("^data:application/pdf;base64,[A-Za-z0-9+/]+=*$");
            file.need("filename").text();
        }
    }
}
