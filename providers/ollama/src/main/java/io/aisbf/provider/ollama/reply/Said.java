// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.reply;

import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.ollama.request.Calls;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.wire.write.Notes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a line of an answer, or the whole of it, says to a client.
 *
 * @param images in base64
 */
record Said(String text, String thinking, List<String> images, List<Part.ToolCall> calls, List<Probability> tokens) {
    /** Nothing. */
    static final Said NOTHING = new Said("", "", List.of(), List.of(), List.of());

    /**
     * How an answer ended.
     *
     * @param counts what it cost
     * @param nanos how long it took in all
     * @param firstNanos how long it was until its first word
     */
    record Ending(FinishReason reason, Counts counts, long nanos, long firstNanos) {}

    /**
     * What an answer cost.
     *
     * @param note what the gateway adds to it
     */
    record Counts(Usage usage, UsageNote note) {}

    /** Writes it as Ollama would; with an ending where it is the last or only object. */
    RawJson write(Door door, String model, Instant created, Optional<Ending> ending) {
        JsonWriter writer = new JsonWriter().object().name("model").text(model);
        writer.name("created_at").text(created.toString());
        if (door == Door.CHAT) {
            writer.name("message").object().name("role").text("assistant").name("content");
            words(writer);
            if (!images.isEmpty()) {
                writer.name("images").array();
                images.forEach(writer::text);
                writer.end();
            }
            writer.end();
        } else {
            words(writer.name("response"));
        }
        writer.name("done").bool(ending.isPresent());
        ending.ifPresent(end -> end(end, writer));
        if (!tokens.isEmpty()) {
            writer.name("logprobs").array();
            tokens.forEach(token -> token(token, writer));
            writer.end();
        }
        return writer.end().finish();
    }

    private void words(JsonWriter writer) {
        writer.text(text);
        if (!thinking.isEmpty()) {
            writer.name("thinking").text(thinking);
        }
        if (!calls.isEmpty()) {
            Calls.write(calls, writer.name("tool_calls"));
        }
    }

    private static void end(Ending end, JsonWriter writer) {
        writer.name("done_reason").text(reason(end.reason()));
        writer.name("total_duration").number(end.nanos()).name("load_duration").number(0);
        writer.name("prompt_eval_count").number(end.counts().usage().input());
        Notes.SNAKE.write(end.counts().note(), writer);
        writer.name("prompt_eval_duration").number(end.firstNanos());
        writer.name("eval_count").number(end.counts().usage().output());
        writer.name("eval_duration").number(Math.max(1, end.nanos() - end.firstNanos()));
    }

    private static String reason(FinishReason reason) {
        return switch (reason) {
            case FinishReason.Known.STOP, FinishReason.Known.TOOL_CALLS -> "stop";
            case FinishReason.Known.LENGTH -> "length";
            case FinishReason.Known.CONTENT_FILTER -> "content_filter";
            case FinishReason.StopSequence _ -> "stop";
            case FinishReason.Other other -> other.wireName();
        };
    }

    private static void token(Probability token, JsonWriter writer) {
        writer.object().name("token").text(token.token()).name("logprob").number(token.logprob());
        writer.name("bytes").array();
        for (byte b : token.token().getBytes(StandardCharsets.UTF_8)) {
            writer.number(b & 0xff);
        }
        writer.end();
        if (!token.alternatives().isEmpty()) {
            writer.name("top_logprobs").array();
            token.alternatives().forEach(other -> token(other, writer));
            writer.end();
        }
        writer.end();
    }
}
