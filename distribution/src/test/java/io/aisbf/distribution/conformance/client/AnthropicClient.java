// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client of Anthropic's messages, version 2023-06-01. */
final class AnthropicClient implements Client {
    private static final Set<Capability> UNKNOWN = Set.of(
            Capability.AUDIO,
            Capability.JSON_OBJECT,
            Capability.SEED,
            Capability.PENALTIES,
            Capability.N2,
            Capability.LOGPROBS,
            Capability.METADATA);

    @Override
    public String protocol() {
        return "anthropic-messages";
    }

    @Override
    public boolean tells(Capability capability) {
        return capability != Capability.LOGPROBS;
    }

    @Override
    public Optional<Sending> ask(Capability capability, String model, boolean stream) {
        if (UNKNOWN.contains(capability)) {
            return Optional.empty();
        }
        ObjectNode body = Tree.object("model", model, "max_tokens", 4096, "messages", messages(capability));
        if (stream) {
            body.put("stream", true);
        }
        if (capability.offersTools()) {
            body.set("tools", Tree.array(tool("weather", Samples.citySchema()), tool("clock", Samples.noSchema())));
        }
        wish(capability, body);
        return Optional.of(new Sending(
                "/v1/messages", Map.of("anthropic-version", "2023-06-01", "x-api-key", "sk-ant-client"), body));
    }

    private static JsonNode tool(String name, JsonNode schema) {
        return Tree.object("name", name, "description", "Tells the " + name, "input_schema", schema);
    }

    private static void wish(Capability capability, ObjectNode body) {
        switch (capability) {
            case SYSTEM -> body.set("system", Tree.array(text("Be brief."), text("Be kind.")));
            case TOOL_CHOICE_AUTO -> body.set("tool_choice", Tree.object("type", "auto"));
            case TOOL_CHOICE_NONE -> body.set("tool_choice", Tree.object("type", "none"));
            case TOOL_CHOICE_REQUIRED -> body.set("tool_choice", Tree.object("type", "any"));
            case TOOL_CHOICE_NAMED -> body.set("tool_choice", Tree.object("type", "tool", "name", "weather"));
            case PARALLEL_OFF ->
                body.set("tool_choice", Tree.object("type", "auto", "disable_parallel_tool_use", true));
            case JSON_SCHEMA ->
                body.set(
                        "output_config",
                        Tree.object("format", Tree.object("type", "json_schema", "schema", Samples.answerSchema())));
            case STOP -> body.set("stop_sequences", Tree.array("END"));
            case SAMPLING -> body.put("temperature", 0.5).put("top_k", 40);
            case TOP_P -> body.put("top_p", 0.9);
            case USER -> body.set("metadata", Tree.object("user_id", "user-17"));
            case TIER -> body.put("service_tier", "standard_only");
            case CACHE ->
                body.set(
                        "system", Tree.array(text("Be brief.").set("cache_control", Tree.object("type", "ephemeral"))));
            case EFFORT -> body.set("output_config", Tree.object("effort", "low"));
            case THINKING -> body.set("thinking", Tree.object("type", "enabled", "budget_tokens", 2048));
            default -> {
                // The conversation says it all.
            }
        }
    }

    private static ObjectNode text(String words) {
        return Tree.object("type", "text", "text", words);
    }

    private static JsonNode source(String type, String mediaType, String data) {
        return Tree.object(
                "type", type, "source", Tree.object("type", "base64", "media_type", mediaType, "data", data));
    }

    private static ArrayNode messages(Capability capability) {
        JsonNode question = Tree.object("role", "user", "content", Samples.QUESTION);
        return switch (capability) {
            case IMAGE -> showing(source("image", "image/png", Samples.PNG));
            case IMAGE_LINK ->
                showing(Tree.object("type", "image", "source", Tree.object("type", "url", "url", Samples.LINK)));
            case PDF -> showing(source("document", "application/pdf", Samples.PDF));
            case TOOL_RESULT ->
                Tree.array(
                        question,
                        Tree.object("role", "assistant", "content", Tree.array(call("toolu_1"), call("toolu_2"))),
                        Tree.object(
                                "role",
                                "user",
                                "content",
                                Tree.array(
                                        result("toolu_2", Tree.array(text("Error: boom")))
                                                .put("is_error", true),
                                        result(
                                                "toolu_1",
                                                Tree.array(
                                                        text("21 degrees"),
                                                        source("image", "image/png", Samples.PNG))))));
            default -> Tree.array(question);
        };
    }

    private static ArrayNode showing(JsonNode shown) {
        return Tree.array(Tree.object("role", "user", "content", Tree.array(shown, text(Samples.QUESTION))));
    }

    private static JsonNode call(String id) {
        return Tree.object("type", "tool_use", "id", id, "name", "weather", "input", Tree.object("city", "Köln"));
    }

    private static ObjectNode result(String id, JsonNode content) {
        return Tree.object("type", "tool_result", "tool_use_id", id, "content", content);
    }

    @Override
    public Sending goOn(Sending before, Heard heard, String model, boolean stream) {
        ObjectNode body = before.body().deepCopy();
        ArrayNode results = Tree.array();
        for (int i = 0; i < heard.calls().size(); i++) {
            String words = Samples.result(heard.calls().get(i));
            results.add(result(heard.ids().get(i), Tree.array(text(words))));
        }
        body.withArray("messages")
                .add(Tree.object("role", "assistant", "content", heard.turn()))
                .add(Tree.object("role", "user", "content", results));
        return new Sending(before.path(), before.headers(), body);
    }

    @Override
    public Heard read(String contentType, String body, boolean stream) {
        return stream ? AnthropicReader.streamed(contentType, body) : AnthropicReader.whole(Tree.parse(body));
    }

    @Override
    public String error(String body) {
        JsonNode envelope = Tree.parse(body);
        boolean whole = envelope.path("type").asText().equals("error")
                && envelope.path("error").path("type").isTextual();
        Grammar.need(whole, "error: " + body);
        return envelope.path("error").path("message").textValue();
    }
}
