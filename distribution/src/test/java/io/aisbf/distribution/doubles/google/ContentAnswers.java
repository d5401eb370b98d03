// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Said.Bill;
import io.aisbf.distribution.doubles.Said.Source;
import io.aisbf.distribution.doubles.Said.Wanted;
import io.aisbf.distribution.doubles.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What generateContent says, whole, as events and as an array. */
final class ContentAnswers {
    static final String PROOF = "++++//8KJGEgdGhvdWdodCBvZiBHZW1pbmksIHByb3Zlbg==";

    private final Said said;
    private final String model;

    ContentAnswers(Said said, String model) {
        this.said = said;
        this.model = model;
    }

    JsonNode whole() {
        if (said.refusal().isPresent()) {
            return blocked();
        }
        List<JsonNode> parts = new ArrayList<>();
        said.thought().ifPresent(words -> parts.add(thought(words)));
        if (!said.text().isEmpty()) {
            parts.add(text(said.text(), said.calls().isEmpty()));
        }
        parts.addAll(calls());
        List<JsonNode> candidates = new ArrayList<>();
        for (int i = 0; i < said.choices(); i++) {
            ObjectNode candidate = candidate(i, parts, true);
            if (said.weighed()) {
                candidate.put("avgLogprobs", -0.25);
                candidate.set("logprobsResult", weighed(said.words()));
            }
            candidates.add(candidate);
        }
        return frame(candidates, said.bill().output());
    }

    Answer events() {
        return Answer.stream(
                "text/event-stream",
                chunks().stream().map(chunk -> "data: " + chunk + "\r\n\r\n").toList());
    }

    Answer array() {
        List<String> pieces = new ArrayList<>();
        for (JsonNode chunk : chunks()) {
            pieces.add((pieces.isEmpty() ? "[" : "\n,\r\n") + Tree.pretty(chunk));
        }
        pieces.add("\n]");
        return Answer.stream("application/json; charset=UTF-8", pieces);
    }

    /** Choices come interleaved, a call comes whole, and every chunk tells the usage so far. */
    private List<JsonNode> chunks() {
        if (said.refusal().isPresent()) {
            return List.of(blocked());
        }
        List<JsonNode> steps = steps();
        if (steps.isEmpty()) {
            return List.of(
                    frame(List.of(candidate(0, List.of(), true)), said.bill().output()));
        }
        List<JsonNode> chunks = new ArrayList<>();
        for (int step = 0; step < steps.size(); step++) {
            for (int choice = 0; choice < said.choices(); choice++) {
                boolean last = step == steps.size() - 1;
                ObjectNode candidate = candidate(choice, List.of(steps.get(step)), last);
                if (said.weighed()) {
                    candidate.set("logprobsResult", weighed(List.of(said.words().get(step))));
                }
                chunks.add(frame(
                        List.of(candidate),
                        last ? said.bill().output() : 1 + said.bill().reasoning()));
            }
        }
        return chunks;
    }

    private List<JsonNode> steps() {
        List<JsonNode> steps = new ArrayList<>();
        said.thought().ifPresent(words -> {
            steps.add(thought(words.substring(0, words.length() / 2)));
            steps.add(thought(words.substring(words.length() / 2)));
        });
        for (int i = 0; i < said.words().size(); i++) {
            steps.add(text(said.words().get(i), i == said.words().size() - 1));
        }
        steps.addAll(calls());
        return steps;
    }

    private ObjectNode candidate(int index, List<JsonNode> parts, boolean last) {
        ObjectNode candidate = Tree.object(
                "content",
                parts.isEmpty()
                        ? Tree.object("role", "model")
                        : Tree.object("parts", Tree.list(parts), "role", "model"),
                "finishReason",
                last ? Optional.of(reason()) : Optional.empty(),
                "index",
                index);
        if (last && !said.sources().isEmpty()) {
            candidate.set("groundingMetadata", grounding());
        }
        return candidate;
    }

    /** Calls end with STOP too. */
    private String reason() {
        return switch (said.stop()) {
            case DONE, SEQUENCE, CALLS, REFUSED -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case FILTER -> "SAFETY";
        };
    }

    private static ObjectNode thought(String words) {
        return Tree.object("text", words, "thought", true);
    }

    /** A thought's proof is on the last part of an answer in words. */
    private ObjectNode text(String words, boolean last) {
        ObjectNode part = Tree.object("text", words);
        if (last && said.thought().isPresent()) {
            part.put("thoughtSignature", PROOF);
        }
        return part;
    }

    /** A thought's proof is on the first call; there are no ids. */
    private List<JsonNode> calls() {
        List<JsonNode> parts = new ArrayList<>();
        for (Wanted call : said.calls()) {
            ObjectNode part =
                    Tree.object("functionCall", Tree.object("name", call.tool(), "args", Tree.parse(call.arguments())));
            if (parts.isEmpty() && said.thought().isPresent()) {
                part.put("thoughtSignature", PROOF);
            }
            parts.add(part);
        }
        return parts;
    }

    private JsonNode grounding() {
        Source source = said.sources().getFirst();
        return Tree.object(
                "searchEntryPoint",
                Tree.object("renderedContent", "<div>Google</div>"),
                "groundingChunks",
                Tree.array(Tree.object("web", Tree.object("uri", source.url(), "title", source.title()))),
                "groundingSupports",
                Tree.array(Tree.object(
                        "segment",
                        Tree.object(
                                "endIndex", said.text().getBytes(StandardCharsets.UTF_8).length, "text", said.text()),
                        "groundingChunkIndices",
                        Tree.array(0))),
                "webSearchQueries",
                Tree.array("capital of France"));
    }

    private static JsonNode weighed(List<String> tokens) {
        List<JsonNode> top = new ArrayList<>();
        List<JsonNode> chosen = new ArrayList<>();
        for (String token : tokens) {
            JsonNode own = Tree.object("token", token, "tokenId", 9259, "logProbability", -0.25);
            JsonNode other = Tree.object("token", "Hi", "tokenId", 2151, "logProbability", -1.5);
            top.add(Tree.object("candidates", Tree.array(own, other)));
            chosen.add(own);
        }
        return Tree.object("topCandidates", top, "chosenCandidates", chosen);
    }

    private JsonNode blocked() {
        return Tree.object(
                "promptFeedback",
                Tree.object("blockReason", "PROHIBITED_CONTENT"),
                "usageMetadata",
                Tree.object("promptTokenCount", 12, "totalTokenCount", 12),
                "modelVersion",
                model,
                "responseId",
                "o5cYaZmGDPOK7dcPn4mRsQ4");
    }

    private ObjectNode frame(List<JsonNode> candidates, int output) {
        Bill bill = said.bill();
        ObjectNode usage = Tree.object(
                "promptTokenCount",
                bill.input(),
                "candidatesTokenCount",
                output - bill.reasoning(),
                "totalTokenCount",
                bill.input() + output,
                "promptTokensDetails",
                Tree.array(Tree.object("modality", "TEXT", "tokenCount", bill.input())));
        if (bill.cached() > 0) {
            usage.put("cachedContentTokenCount", bill.cached());
        }
        if (bill.reasoning() > 0) {
            usage.put("thoughtsTokenCount", bill.reasoning());
        }
        return Tree.object(
                "candidates",
                candidates,
                "usageMetadata",
                usage,
                "modelVersion",
                model,
                "responseId",
                "o5cYaZmGDPOK7dcPn4mRsQ4");
    }
}
