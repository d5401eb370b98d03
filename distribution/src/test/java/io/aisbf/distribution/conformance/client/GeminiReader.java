// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what Gemini's contents answer: a whole answer is a stream of one. */
final class GeminiReader {
    private final Hearing hearing = new Hearing();
    private final ArrayNode parts = Tree.array();
    private final Map<Integer, String> finished = new HashMap<>();

    private GeminiReader() {}

    static Heard whole(JsonNode body) {
        return new GeminiReader().read(List.of(body));
    }

    static Heard streamed(String contentType, String body) {
        List<JsonNode> chunks = new ArrayList<>();
        if (contentType.startsWith("application/json")) {
            JsonNode array = Tree.parse(body);
            Grammar.need(array.isArray(), "without alt=sse a stream is an array");
            array.forEach(chunks::add);
        } else {
            Grammar.need(contentType.startsWith("text/event-stream"), "content-type " + contentType);
            Grammar.need(!body.contains("[DONE]"), "there is no [DONE]");
            for (Grammar.Event event : Grammar.events(body)) {
                Grammar.need(event.type().isEmpty(), "events have no type");
                chunks.add(event.json());
            }
        }
        return new GeminiReader().read(chunks);
    }

    private Heard read(List<JsonNode> chunks) {
        for (JsonNode chunk : chunks) {
            Grammar.need(!chunk.has("error"), "no error: " + chunk);
            Grammar.need(chunk.has("responseId") && chunk.has("modelVersion"), "responseId and modelVersion");
            chunk.path("candidates").forEach(this::candidate);
        }
        JsonNode last = chunks.getLast();
        Grammar.need(last.has("usageMetadata"), "the last chunk tells the usage");
        boolean blocked = last.path("promptFeedback").has("blockReason");
        Grammar.need(blocked || finished.containsKey(0), "a finish comes");
        hearing.stop(blocked ? Said.Stop.FILTER : stop(finished.getOrDefault(0, "")));
        bill(last.path("usageMetadata"));
        return hearing.done(Tree.object("role", "model", "parts", parts));
    }

    private Said.Stop stop(String reason) {
        return switch (reason) {
            case "STOP" -> hearing.calls.isEmpty() ? Said.Stop.DONE : Said.Stop.CALLS;
            case "MAX_TOKENS" -> Said.Stop.LENGTH;
            case "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION" -> Said.Stop.FILTER;
            default -> throw new AssertionError("grammar: finishReason " + reason);
        };
    }

    private void candidate(JsonNode candidate) {
        int index = candidate.path("index").asInt();
        Grammar.need(!finished.containsKey(index), "nothing follows the finish: " + candidate);
        for (JsonNode part : candidate.path("content").path("parts")) {
            part(part, index);
        }
        for (JsonNode chunk : candidate.path("groundingMetadata").path("groundingChunks")) {
            hearing.cited.add(chunk.path(chunk.has("web") ? "web" : "retrievedContext")
                    .path("uri")
                    .asText());
        }
        for (JsonNode source : candidate.path("citationMetadata").path("citationSources")) {
            hearing.cited.add(source.path("uri").asText());
        }
        for (JsonNode token : candidate.path("logprobsResult").path("chosenCandidates")) {
            hearing.weighed.add(token.path("token").asText());
        }
        if (candidate.has("finishReason")) {
            finished.put(index, candidate.path("finishReason").asText());
        }
    }

    private void part(JsonNode part, int index) {
        if (part.has("functionCall")) {
            JsonNode call = part.path("functionCall");
            hearing.call(
                    call.path("id").asText(),
                    call.path("name").asText(),
                    call.has("args") ? call.path("args") : Tree.object());
        } else if (part.path("thought").asBoolean()) {
            hearing.thought.append(part.path("text").asText());
        } else {
            Grammar.need(part.has("text"), "a part is text, thought or call: " + part);
            hearing.text(index, part.path("text").asText());
        }
        if (index == 0) {
            keep(part);
        }
    }

    /** Clients join texts that belong together; what has a proof stays as it is. */
    private void keep(JsonNode part) {
        JsonNode last = parts.path(parts.size() - 1);
        boolean joins = last.has("text")
                && part.has("text")
                && !last.has("thoughtSignature")
                && !part.has("thoughtSignature")
                && last.path("thought").equals(part.path("thought"));
        if (joins) {
            ((ObjectNode) last)
                    .put("text", last.path("text").asText() + part.path("text").asText());
        } else {
            parts.add(part.deepCopy());
        }
    }

    private void bill(JsonNode usage) {
        int thoughts = usage.path("thoughtsTokenCount").asInt();
        hearing.bill(new Said.Bill(
                usage.path("promptTokenCount").asInt(),
                usage.path("cachedContentTokenCount").asInt(),
                0,
                usage.path("candidatesTokenCount").asInt() + thoughts,
                thoughts));
    }
}
