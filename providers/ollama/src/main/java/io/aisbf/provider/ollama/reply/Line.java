// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.reply;

import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.ollama.request.Calls;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.provider.ollama.request.Pictures;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object that Ollama answered: the whole answer, or a line of one that streams, which look alike.
 *
 * @param said where the words stand: in {@code message} at one door, beside everything else at the other
 */
record Line(Door door, Members body, Optional<Members> said) {
    private static final String CALLS = "tool_calls";
    private static final Set<String> BODY = Set.of(
            "model",
            "remote_model",
            "remote_host",
            "created_at",
            "done",
            "done_reason",
            "total_duration",
            "load_duration",
            "prompt_eval_count",
            "prompt_eval_duration",
            "eval_count",
            "eval_duration",
            "logprobs");
    private static final Set<String> MESSAGE = Set.of("role", "content", "thinking", "images", CALLS);
    private static final Set<String> SAID = Set.of("response", "thinking", CALLS);

    static Line of(Door door, Members body) {
        return new Line(door, body, door == Door.CHAT ? body.child("message") : Optional.of(body));
    }

    String model() {
        return body.text("model").orElse("");
    }

    /** Whether the answer is complete with it. */
    boolean done() {
        return body.bool("done").orElse(false);
    }

    String text() {
        String member = door == Door.CHAT ? "content" : "response";
        return said.flatMap(message -> message.text(member)).orElse("");
    }

    String thinking() {
        return said.flatMap(message -> message.text("thinking")).orElse("");
    }

    List<Part> images() {
        return door == Door.CHAT ? said.map(Pictures::read).orElse(List.of()) : List.of();
    }

    /** How many calls there are; told without decoding them. */
    int calls() {
        return said.map(message -> message.elements(CALLS).size()).orElse(0);
    }

    /**
     * The calls, each with the id that Ollama gave it or else one made of a prefix and its number.
     *
     * @param first the number of the first of them
     */
    List<Part.ToolCall> calls(String prefix, int first) {
        List<Part.ToolCall> calls = new ArrayList<>();
        for (Members call : said.map(message -> message.children(CALLS)).orElse(List.of())) {
            Members function = call.needChild("function");
            String invented = prefix + (first + calls.size());
            calls.add(new Part.ToolCall(
                    call.words("id").orElse(invented), function.need("name"), Calls.arguments(function)));
        }
        return calls;
    }

    List<Probability> probabilities() {
        return body.children("logprobs").stream()
                .map(token -> {
                    List<Probability> likeliest = token.children("top_logprobs").stream()
                            .map(other -> probability(other, List.of()))
                            .toList();
                    return probability(token, likeliest);
                })
                .toList();
    }

    private static Probability probability(Members token, List<Probability> likeliest) {
        return new Probability(token.need("token"), token.number("logprob").orElse(0.0), likeliest);
    }

    /** Why it ended. Ollama says {@code stop} where tools are to be called, too. */
    FinishReason finish(boolean called) {
        String reason = body.words("done_reason").orElse("stop");
        return switch (reason) {
            case "stop" -> called ? FinishReason.Known.TOOL_CALLS : FinishReason.Known.STOP;
            case "length" -> FinishReason.Known.LENGTH;
            case "tool_calls" -> FinishReason.Known.TOOL_CALLS;
            case "content_filter" -> FinishReason.Known.CONTENT_FILTER;
            default -> new FinishReason.Other(reason);
        };
    }

    /** What it cost, if it tells that; a prompt that lay wholly in the cache is not counted. */
    Optional<Usage> usage() {
        Optional<Long> input = body.integer("prompt_eval_count");
        Optional<Long> output = body.integer("eval_count");
        return input.isEmpty() && output.isEmpty()
                ? Optional.empty()
                : Optional.of(Usage.of(input.orElse(0L), output.orElse(0L)));
    }

    /** What nothing above stands for. */
    Map<String, RawJson> others() {
        Map<String, RawJson> others = body.leftovers(BODY);
        if (door == Door.CHAT) {
            others.remove("message");
            said.ifPresent(message -> others.putAll(message.leftovers(MESSAGE)));
        } else {
            others.keySet().removeAll(SAID);
        }
        return others;
    }
}
