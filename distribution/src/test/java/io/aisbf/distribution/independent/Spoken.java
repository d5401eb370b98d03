// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.independent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a client of one protocol asks, and what it reads out of the answer: no more than the simplest client would. */
enum Spoken {
    OPENAI_CHAT("/v1/chat/completions"),
    OPENAI_RESPONSES("/v1/responses"),
    ANTHROPIC("/v1/messages"),
    GEMINI("/v1beta/models/%s:%s"),
    OLLAMA("/api/chat");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = """
        {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"array","items":{"type":"integer"}}}}\
        """;

    private final String path;

    Spoken(String path) {
        this.path = path;
    }

    /** What was said in words, and with what a tool was called; either may be empty. */
    record Said(String text, String arguments) {}

    String path(String model, boolean streamed) {
        return this == GEMINI
                ? path.formatted(model, streamed ? "streamGenerateContent?alt=sse" : "generateContent")
                : path;
    }

    /** The question, with a tool to call. */
    String question(String model, String text, boolean streamed) {
        String tool = "\"name\":\"weather\",\"description\":\"Tells the weather\"";
        String function = "{\"type\":\"function\",\"function\":{" + tool + ",\"parameters\":" + SCHEMA + "}}";
        String head = "{\"model\":\"" + model + "\",\"stream\":" + streamed + ",";
        String turns = "[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
        return switch (this) {
            case OPENAI_CHAT, OLLAMA -> head + "\"messages\":" + turns + ",\"tools\":[" + function + "]}";
            case OPENAI_RESPONSES ->
                head + "\"input\":" + turns + ",\"tools\":[{\"type\":\"function\"," + tool + ",\"parameters\":" + SCHEMA
                        + "}]}";
            case ANTHROPIC ->
                head + "\"max_tokens\":500,\"messages\":" + turns + ",\"tools\":[{" + tool + ",\"input_schema\":"
                        + SCHEMA + "}]}";
            case GEMINI ->
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}],"
                        + "\"tools\":[{\"functionDeclarations\":[{" + tool + ",\"parametersJsonSchema\":" + SCHEMA
                        + "}]}]}";
        };
    }

    /** What the answer says. */
    Said read(String body, boolean streamed) throws IOException {
        StringBuilder text = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        for (String json : streamed ? events(body) : List.of(body)) {
            gather(JSON.readTree(json), text, arguments);
        }
        return new Said(text.toString(), arguments.toString());
    }

    private static List<String> events(String body) {
        List<String> events = new ArrayList<>();
        for (String line : body.split("\r\n|\r|\n", -1)) {
            String data = line.startsWith("data:") ? line.substring(5).strip() : line.startsWith("{") ? line : "";
            if (!data.isEmpty() && !data.equals("[DONE]")) {
                events.add(data);
            }
        }
        return events;
    }

    private void gather(JsonNode event, StringBuilder text, StringBuilder arguments) {
        // long method: one case a protocol
        switch (this) {
            case OPENAI_CHAT -> {
                JsonNode choice = event.path("choices").path(0);
                JsonNode said = choice.has("delta") ? choice.path("delta") : choice.path("message");
                text.append(said.path("content").asText(""));
                arguments.append(said.path("tool_calls")
                        .path(0)
                        .path("function")
                        .path("arguments")
                        .asText(""));
            }
            case OPENAI_RESPONSES -> responses(event, text, arguments);
            case ANTHROPIC -> {
                text.append(event.path("delta").path("text").asText(""));
                arguments.append(event.path("delta").path("partial_json").asText(""));
                for (JsonNode block : event.path("content")) {
                    text.append(block.path("text").asText(""));
                    arguments.append(block.has("input") ? block.path("input").toString() : "");
                }
            }
            case GEMINI -> {
                for (JsonNode part :
                        event.path("candidates").path(0).path("content").path("parts")) {
                    text.append(part.path("text").asText(""));
                    arguments.append(
                            part.has("functionCall")
                                    ? part.path("functionCall").path("args").toString()
                                    : "");
                }
            }
            case OLLAMA -> {
                text.append(event.path("message").path("content").asText(""));
                JsonNode call = event.path("message").path("tool_calls").path(0);
                arguments.append(
                        call.isMissingNode()
                                ? ""
                                : call.path("function").path("arguments").toString());
            }
        }
    }

    private static void responses(JsonNode event, StringBuilder text, StringBuilder arguments) {
        switch (event.path("type").asText("").toLowerCase(Locale.ROOT)) {
            case "response.output_text.delta" -> text.append(event.path("delta").asText(""));
            case "response.function_call_arguments.delta" ->
                arguments.append(event.path("delta").asText(""));
            default -> {
                for (JsonNode item : event.path("output")) {
                    text.append(item.path("content").path(0).path("text").asText(""));
                    arguments.append(item.path("arguments").asText(""));
                }
            }
        }
    }
}
