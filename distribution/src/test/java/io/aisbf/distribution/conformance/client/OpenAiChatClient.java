// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Tree;
import java.util.Map;
import java.util.Optional;

/** A client of OpenAI's chat completions. */
final class OpenAiChatClient implements Client {
    @Override
    public String protocol() {
        return "openai-chat";
    }

    @Override
    public boolean tells(Capability capability) {
        return true;
    }

    @Override
    public Optional<Sending> ask(Capability capability, String model, boolean stream) {
        ObjectNode body = Tree.object("model", model, "messages", messages(capability));
        body.put("max_completion_tokens", 4096);
        if (stream) {
            body.put("stream", true);
            body.set("stream_options", Tree.object("include_usage", true));
        }
        if (capability.offersTools()) {
            body.set("tools", Tree.array(tool("weather", Samples.citySchema()), tool("clock", Samples.noSchema())));
        }
        wish(capability, body);
        return Optional.of(new Sending("/v1/chat/completions", Map.of(), body));
    }

    private static JsonNode tool(String name, JsonNode schema) {
        return Tree.object(
                "type",
                "function",
                "function",
                Tree.object("name", name, "description", "Tells the " + name, "parameters", schema));
    }

    private static void wish(Capability capability, ObjectNode body) {
        // long method: one table
        switch (capability) {
            case TOOL_CHOICE_AUTO -> body.put("tool_choice", "auto");
            case TOOL_CHOICE_NONE -> body.put("tool_choice", "none");
            case TOOL_CHOICE_REQUIRED -> body.put("tool_choice", "required");
            case TOOL_CHOICE_NAMED ->
                body.set("tool_choice", Tree.object("type", "function", "function", Tree.object("name", "weather")));
            case PARALLEL_OFF -> body.put("parallel_tool_calls", false);
            case JSON_OBJECT -> body.set("response_format", Tree.object("type", "json_object"));
            case JSON_SCHEMA -> {
                JsonNode schema = Tree.object("name", "place", "strict", true, "schema", Samples.answerSchema());
                body.set("response_format", Tree.object("type", "json_schema", "json_schema", schema));
            }
            case STOP -> body.set("stop", Tree.array("END"));
            case SAMPLING -> body.put("temperature", 0.5);
            case TOP_P -> body.put("top_p", 0.9);
            case SEED -> body.put("seed", 7);
            case PENALTIES -> body.put("frequency_penalty", 0.5).put("presence_penalty", 0.25);
            case N2 -> body.put("n", 2);
            case LOGPROBS -> body.put("logprobs", true).put("top_logprobs", 2);
            case USER -> body.put("user", "user-17");
            case METADATA -> body.set("metadata", Tree.object("team", "blue"));
            case TIER -> body.put("service_tier", "flex");
            case CACHE -> body.put("prompt_cache_key", "cache-17");
            case EFFORT -> body.put("reasoning_effort", "low");
            case THINKING -> body.put("reasoning_effort", "low");
            default -> {
                // The conversation says it all.
            }
        }
    }

    private static ArrayNode messages(Capability capability) {
        JsonNode question = message("user", Samples.QUESTION);
        return switch (capability) {
            case SYSTEM ->
                Tree.array(
                        message("system", "Be brief."),
                        message("user", "Hi"),
                        message("assistant", "Hello."),
                        message("developer", "Be kind."),
                        question);
            case IMAGE ->
                showing("image_url", Tree.object("url", "data:image/png;base64," + Samples.PNG, "detail", "low"));
            case IMAGE_LINK -> showing("image_url", Tree.object("url", Samples.LINK));
            case AUDIO -> showing("input_audio", Tree.object("data", Samples.WAV, "format", "wav"));
            case PDF ->
                showing(
                        "file",
                        Tree.object("file_data", "data:application/pdf;base64," + Samples.PDF, "filename", "a.pdf"));
            case TOOL_RESULT ->
                Tree.array(
                        question,
                        calling("call_1", "call_2"),
                        Tree.object("role", "tool", "tool_call_id", "call_2", "content", "Error: boom"),
                        Tree.object("role", "tool", "tool_call_id", "call_1", "content", "21 degrees"));
            default -> Tree.array(question);
        };
    }

    private static JsonNode message(String role, String content) {
        return Tree.object("role", role, "content", content);
    }

    private static ArrayNode showing(String type, JsonNode shown) {
        JsonNode text = Tree.object("type", "text", "text", Samples.QUESTION);
        return Tree.array(
                Tree.object("role", "user", "content", Tree.array(text, Tree.object("type", type, type, shown))));
    }

    private static JsonNode calling(String... ids) {
        ArrayNode calls = Tree.array();
        for (String id : ids) {
            JsonNode function = Tree.object("name", "weather", "arguments", "{\"city\":\"Köln\"}");
            calls.add(Tree.object("id", id, "type", "function", "function", function));
        }
        return Tree.object("role", "assistant", "content", Tree.nothing(), "tool_calls", calls);
    }

    @Override
    public Sending goOn(Sending before, Heard heard, String model, boolean stream) {
        ObjectNode body = before.body().deepCopy();
        ArrayNode messages = body.withArray("messages");
        messages.add(heard.turn());
        for (int i = 0; i < heard.calls().size(); i++) {
            messages.add(Tree.object(
                    "role",
                    "tool",
                    "tool_call_id",
                    heard.ids().get(i),
                    "content",
                    Samples.result(heard.calls().get(i))));
        }
        return new Sending(before.path(), before.headers(), body);
    }

    @Override
    public Heard read(String contentType, String body, boolean stream) {
        return stream ? OpenAiChatReader.streamed(contentType, body) : OpenAiChatReader.whole(Tree.parse(body));
    }

    @Override
    public String error(String body) {
        JsonNode error = Tree.parse(body).path("error");
        Grammar.need(error.path("type").isTextual() && error.has("code") && error.has("param"), "error: " + body);
        return error.path("message").textValue();
    }
}
