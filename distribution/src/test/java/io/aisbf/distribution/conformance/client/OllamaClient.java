// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A client of Ollama: of its chat or of its generate, which has a prompt in place of a conversation. */
final class OllamaClient implements Client {
    private static final Set<Capability> UNKNOWN = Set.of(
            Capability.IMAGE_LINK,
            Capability.AUDIO,
            Capability.PDF,
            Capability.TOOL_CHOICE_AUTO,
            Capability.TOOL_CHOICE_NONE,
            Capability.TOOL_CHOICE_REQUIRED,
            Capability.TOOL_CHOICE_NAMED,
            Capability.PARALLEL_OFF,
            Capability.N2,
            Capability.USER,
            Capability.METADATA,
            Capability.TIER,
            Capability.CACHE);

    private final boolean generate;

    OllamaClient(boolean generate) {
        this.generate = generate;
    }

    @Override
    public String protocol() {
        return generate ? "ollama-generate" : "ollama-chat";
    }

    /** An answer has no place for sources or proofs. */
    @Override
    public boolean tells(Capability capability) {
        return capability != Capability.CITATIONS && capability != Capability.THINKING;
    }

    @Override
    public Optional<Sending> ask(Capability capability, String model, boolean stream) {
        if (UNKNOWN.contains(capability) || (generate && capability.offersTools())) {
            return Optional.empty();
        }
        ObjectNode body = Tree.object("model", model);
        if (generate) {
            body.put("prompt", Samples.QUESTION);
            if (capability == Capability.SYSTEM) {
                body.put("system", "Be brief. Be kind.");
            } else if (capability == Capability.IMAGE) {
                body.set("images", Tree.array(Samples.PNG));
            }
        } else {
            body.set("messages", messages(capability));
        }
        if (!stream) {
            body.put("stream", false);
        }
        if (capability.offersTools()) {
            body.set("tools", Tree.array(tool("weather", Samples.citySchema()), tool("clock", Samples.noSchema())));
        }
        ObjectNode options = Tree.object("num_predict", 4096);
        wish(capability, body, options);
        body.set("options", options);
        return Optional.of(new Sending(generate ? "/api/generate" : "/api/chat", Map.of(), body));
    }

    private static JsonNode tool(String name, JsonNode schema) {
        JsonNode function = Tree.object("name", name, "description", "Tells the " + name, "parameters", schema);
        return Tree.object("type", "function", "function", function);
    }

    private static void wish(Capability capability, ObjectNode body, ObjectNode options) {
        switch (capability) {
            case JSON_OBJECT -> body.put("format", "json");
            case JSON_SCHEMA -> body.set("format", Samples.answerSchema());
            case STOP -> options.set("stop", Tree.array("END"));
            case SAMPLING -> options.put("temperature", 0.5).put("top_k", 40);
            case TOP_P -> options.put("top_p", 0.9);
            case SEED -> options.put("seed", 7);
            case PENALTIES -> options.put("frequency_penalty", 0.5).put("presence_penalty", 0.25);
            case LOGPROBS -> body.put("logprobs", true).put("top_logprobs", 2);
            case EFFORT -> body.put("think", "low");
            case THINKING -> body.put("think", true);
            default -> {
                // The conversation says it all.
            }
        }
    }

    private static ArrayNode messages(Capability capability) {
        ObjectNode question = message("user", Samples.QUESTION);
        return switch (capability) {
            case SYSTEM ->
                Tree.array(
                        message("system", "Be brief."),
                        message("user", "Hi"),
                        message("assistant", "Hello."),
                        message("system", "Be kind."),
                        question);
            case IMAGE -> Tree.array(question.set("images", Tree.array(Samples.PNG)));
            case TOOL_RESULT ->
                Tree.array(
                        question,
                        message("assistant", "").set("tool_calls", Tree.array(call(), call())),
                        message("tool", "21 degrees").put("tool_name", "weather"),
                        message("tool", "Error: boom").put("tool_name", "weather"));
            default -> Tree.array(question);
        };
    }

    private static ObjectNode message(String role, String content) {
        return Tree.object("role", role, "content", content);
    }

    private static JsonNode call() {
        return Tree.object("function", Tree.object("name", "weather", "arguments", Tree.object("city", "Köln")));
    }

    @Override
    public Sending goOn(Sending before, Heard heard, String model, boolean stream) {
        ObjectNode body = before.body().deepCopy();
        ArrayNode messages = body.withArray("messages");
        messages.add(heard.turn());
        for (Heard.Call call : heard.calls()) {
            messages.add(message("tool", Samples.result(call)).put("tool_name", call.tool()));
        }
        return new Sending(before.path(), before.headers(), body);
    }

    @Override
    public Heard read(String contentType, String body, boolean stream) {
        return new OllamaReader(generate).read(contentType, body, stream);
    }

    @Override
    public String error(String body) {
        JsonNode error = Tree.parse(body).path("error");
        Grammar.need(error.isTextual(), "error: " + body);
        return error.textValue();
    }
}
