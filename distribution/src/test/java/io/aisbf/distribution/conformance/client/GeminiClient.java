// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client of Gemini's contents: v1beta, events; the long answer it takes as an array. */
final class GeminiClient implements Client {
    private static final Set<Capability> UNKNOWN =
            Set.of(Capability.IMAGE_LINK, Capability.PARALLEL_OFF, Capability.USER, Capability.CACHE);

    @Override
    public String protocol() {
        return "gemini-content";
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
        ObjectNode body = Tree.object("contents", contents(capability));
        ObjectNode config = Tree.object("maxOutputTokens", 4096);
        if (capability == Capability.SYSTEM) {
            body.set("systemInstruction", Tree.object("parts", Tree.array(text("Be brief."), text("Be kind."))));
        }
        if (capability.offersTools()) {
            body.set(
                    "tools",
                    Tree.array(Tree.object(
                            "functionDeclarations",
                            Tree.array(tool("weather", "parametersJsonSchema", Samples.citySchema()), clock()))));
        }
        wish(capability, body, config);
        body.set("generationConfig", config);
        return Optional.of(new Sending(path(capability, model, stream), Map.of("x-goog-api-key", "AIza-client"), body));
    }

    private static String path(Capability capability, String model, boolean stream) {
        String sse = capability == Capability.LONG ? "" : "?alt=sse";
        return "/v1beta/models/" + model + (stream ? ":streamGenerateContent" + sse : ":generateContent");
    }

    private static JsonNode tool(String name, String member, JsonNode schema) {
        return Tree.object("name", name, "description", "Tells the " + name, member, schema);
    }

    /** Spelled the older way: the OpenAPI subset with types in capitals. */
    private static JsonNode clock() {
        JsonNode zone = Tree.object("type", "STRING", "nullable", true);
        JsonNode schema = Tree.object("type", "OBJECT", "properties", Tree.object("zone", zone));
        return tool("clock", "parameters", schema);
    }

    private static void wish(Capability capability, ObjectNode body, ObjectNode config) {
        switch (capability) {
            case TOOL_CHOICE_AUTO -> calling(body, Tree.object("mode", "AUTO"));
            case TOOL_CHOICE_NONE -> calling(body, Tree.object("mode", "NONE"));
            case TOOL_CHOICE_REQUIRED -> calling(body, Tree.object("mode", "ANY"));
            case TOOL_CHOICE_NAMED ->
                calling(body, Tree.object("mode", "ANY", "allowedFunctionNames", Tree.array("weather")));
            case JSON_OBJECT -> config.put("responseMimeType", "application/json");
            case JSON_SCHEMA ->
                config.put("responseMimeType", "application/json").set("responseJsonSchema", Samples.answerSchema());
            case STOP -> config.set("stopSequences", Tree.array("END"));
            case SAMPLING -> config.put("temperature", 0.5).put("topK", 40);
            case TOP_P -> config.put("topP", 0.9);
            case SEED -> config.put("seed", 7);
            case PENALTIES -> config.put("frequencyPenalty", 0.5).put("presencePenalty", 0.25);
            case N2 -> config.put("candidateCount", 2);
            case LOGPROBS -> config.put("responseLogprobs", true).put("logprobs", 2);
            case METADATA -> body.set("labels", Tree.object("team", "blue"));
            case TIER -> body.put("serviceTier", "flex");
            case EFFORT -> config.set("thinkingConfig", Tree.object("thinkingBudget", 2048));
            case THINKING -> config.set("thinkingConfig", Tree.object("thinkingBudget", 2048, "includeThoughts", true));
            default -> {
                // The conversation says it all.
            }
        }
    }

    private static void calling(ObjectNode body, JsonNode config) {
        body.set("toolConfig", Tree.object("functionCallingConfig", config));
    }

    private static ObjectNode text(String words) {
        return Tree.object("text", words);
    }

    private static JsonNode inline(String mimeType, String data) {
        return Tree.object("inlineData", Tree.object("mimeType", mimeType, "data", data));
    }

    private static ArrayNode contents(Capability capability) {
        JsonNode question = content("user", text(Samples.QUESTION));
        return switch (capability) {
            case IMAGE -> Tree.array(content("user", text(Samples.QUESTION), inline("image/png", Samples.PNG)));
            case AUDIO -> Tree.array(content("user", text(Samples.QUESTION), inline("audio/wav", Samples.WAV)));
            case PDF -> Tree.array(content("user", text(Samples.QUESTION), inline("application/pdf", Samples.PDF)));
            case TOOL_RESULT ->
                Tree.array(
                        question,
                        content("model", call(), call()),
                        content(
                                "user",
                                result("weather", Tree.object("output", "21 degrees")),
                                result("weather", Tree.object("error", "Error: boom"))));
            default -> Tree.array(question);
        };
    }

    private static JsonNode content(String role, Object... parts) {
        return Tree.object("role", role, "parts", Tree.array(parts));
    }

    private static JsonNode call() {
        return Tree.object("functionCall", Tree.object("name", "weather", "args", Tree.object("city", "Köln")));
    }

    private static JsonNode result(String name, JsonNode response) {
        return Tree.object("functionResponse", Tree.object("name", name, "response", response));
    }

    @Override
    public Sending goOn(Sending before, Heard heard, String model, boolean stream) {
        ObjectNode body = before.body().deepCopy();
        ArrayNode results = Tree.array();
        for (int i = 0; i < heard.calls().size(); i++) {
            Heard.Call call = heard.calls().get(i);
            ObjectNode response =
                    Tree.object("name", call.tool(), "response", Tree.object("output", Samples.result(call)));
            if (!heard.ids().get(i).isEmpty()) {
                response.put("id", heard.ids().get(i));
            }
            results.add(Tree.object("functionResponse", response));
        }
        body.withArray("contents").add(heard.turn()).add(Tree.object("role", "user", "parts", results));
        return new Sending(before.path(), before.headers(), body);
    }

    @Override
    public Heard read(String contentType, String body, boolean stream) {
        return stream ? GeminiReader.streamed(contentType, body) : GeminiReader.whole(Tree.parse(body));
    }

    @Override
    public String error(String body) {
        JsonNode envelope = Tree.parse(body);
        JsonNode error = (envelope.isArray() ? envelope.path(0) : envelope).path("error");
        Grammar.need(error.path("code").isInt() && error.path("status").isTextual(), "error: " + body);
        return error.path("message").textValue();
    }
}
