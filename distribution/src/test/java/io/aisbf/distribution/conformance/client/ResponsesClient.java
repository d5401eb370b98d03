// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client of OpenAI's responses. */
final class ResponsesClient implements Client {
    private static final Set<Capability> UNKNOWN =
            Set.of(Capability.STOP, Capability.SEED, Capability.PENALTIES, Capability.N2, Capability.AUDIO);

    @Override
    public String protocol() {
        return "openai-responses";
    }

    @Override
    public boolean tells(Capability capability) {
        return true;
    }

    @Override
    public Optional<Sending> ask(Capability capability, String model, boolean stream) {
        if (UNKNOWN.contains(capability)) {
            return Optional.empty();
        }
        ObjectNode body = Tree.object("model", model, "input", input(capability), "max_output_tokens", 4096);
        body.put("store", false);
        if (stream) {
            body.put("stream", true);
        }
        if (capability == Capability.SYSTEM) {
            body.put("instructions", "Be brief.");
        }
        if (capability.offersTools()) {
            body.set("tools", Tree.array(tool("weather", Samples.citySchema()), tool("clock", Samples.noSchema())));
        }
        wish(capability, body);
        return Optional.of(new Sending("/v1/responses", Map.of(), body));
    }

    private static JsonNode tool(String name, JsonNode schema) {
        return Tree.object(
                "type",
                "function",
                "name",
                name,
                "description",
                "Tells the " + name,
                "parameters",
                schema,
                "strict",
                false);
    }

    private static void wish(Capability capability, ObjectNode body) {
        // long method: one table
        switch (capability) {
            case TOOL_CHOICE_AUTO -> body.put("tool_choice", "auto");
            case TOOL_CHOICE_NONE -> body.put("tool_choice", "none");
            case TOOL_CHOICE_REQUIRED -> body.put("tool_choice", "required");
            case TOOL_CHOICE_NAMED -> body.set("tool_choice", Tree.object("type", "function", "name", "weather"));
            case PARALLEL_OFF -> body.put("parallel_tool_calls", false);
            case JSON_OBJECT -> body.set("text", Tree.object("format", Tree.object("type", "json_object")));
            case JSON_SCHEMA ->
                body.set(
                        "text",
                        Tree.object(
                                "format",
                                Tree.object(
                                        "type",
                                        "json_schema",
                                        "name",
                                        "place",
                                        "strict",
                                        true,
                                        "schema",
                                        Samples.answerSchema())));
            case SAMPLING -> body.put("temperature", 0.5);
            case TOP_P -> body.put("top_p", 0.9);
            case LOGPROBS -> {
                body.set("include", Tree.array("message.output_text.logprobs"));
                body.put("top_logprobs", 2);
            }
            case USER -> body.put("user", "user-17");
            case METADATA -> body.set("metadata", Tree.object("team", "blue"));
            case TIER -> body.put("service_tier", "flex");
            case CACHE -> body.put("prompt_cache_key", "cache-17");
            case EFFORT -> body.set("reasoning", Tree.object("effort", "low"));
            case THINKING -> {
                body.set("reasoning", Tree.object("effort", "low", "summary", "auto"));
                body.set("include", Tree.array("reasoning.encrypted_content"));
            }
            default -> {
                // The conversation says it all.
            }
        }
    }

    private static ArrayNode input(Capability capability) {
        // long method: one table
        JsonNode question = message("user", "input_text", Samples.QUESTION);
        return switch (capability) {
            case SYSTEM ->
                Tree.array(
                        message("user", "input_text", "Hi"),
                        message("assistant", "output_text", "Hello."),
                        message("developer", "input_text", "Be kind."),
                        question);
            case IMAGE ->
                showing(Tree.object(
                        "type", "input_image", "image_url", "data:image/png;base64," + Samples.PNG, "detail", "low"));
            case IMAGE_LINK -> showing(Tree.object("type", "input_image", "image_url", Samples.LINK));
            case PDF ->
                showing(Tree.object(
                        "type",
                        "input_file",
                        "filename",
                        "a.pdf",
                        "file_data",
                        "data:application/pdf;base64," + Samples.PDF));
            case TOOL_RESULT ->
                Tree.array(
                        question,
                        call("call_1"),
                        call("call_2"),
                        output("call_2", Tree.parse("\"Error: boom\"")),
                        output(
                                "call_1",
                                Tree.array(
                                        Tree.object("type", "input_text", "text", "21 degrees"),
                                        Tree.object(
                                                "type",
                                                "input_image",
                                                "image_url",
                                                "data:image/png;base64," + Samples.PNG))));
            default -> Tree.array(question);
        };
    }

    private static JsonNode message(String role, String type, String text) {
        return Tree.object(
                "type", "message", "role", role, "content", Tree.array(Tree.object("type", type, "text", text)));
    }

    private static ArrayNode showing(JsonNode shown) {
        JsonNode text = Tree.object("type", "input_text", "text", Samples.QUESTION);
        return Tree.array(Tree.object("role", "user", "content", Tree.array(text, shown)));
    }

    private static JsonNode call(String id) {
        return Tree.object(
                "type", "function_call", "call_id", id, "name", "weather", "arguments", "{\"city\":\"Köln\"}");
    }

    private static JsonNode output(String id, JsonNode output) {
        return Tree.object("type", "function_call_output", "call_id", id, "output", output);
    }

    @Override
    public Sending goOn(Sending before, Heard heard, String model, boolean stream) {
        ObjectNode body = before.body().deepCopy();
        ArrayNode input = body.withArray("input");
        heard.turn().forEach(input::add);
        for (int i = 0; i < heard.calls().size(); i++) {
            input.add(output(
                    heard.ids().get(i),
                    Tree.array(Samples.result(heard.calls().get(i))).get(0)));
        }
        return new Sending(before.path(), before.headers(), body);
    }

    @Override
    public Heard read(String contentType, String body, boolean stream) {
        return stream ? ResponsesReader.streamed(contentType, body) : ResponsesReader.whole(Tree.parse(body));
    }

    @Override
    public String error(String body) {
        JsonNode error = Tree.parse(body).path("error");
        Grammar.need(error.path("type").isTextual() && error.has("code") && error.has("param"), "error: " + body);
        return error.path("message").textValue();
    }
}
