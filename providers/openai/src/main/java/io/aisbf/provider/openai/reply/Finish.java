// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.FinishReason.Known;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.Locale;
import java.util.Optional;

/** Why an answer ended, in OpenAI's words and those of its imitators. */
final class Finish {
    private Finish() {}

    /**
     * Why a choice ended, if it did. Calls that were made say more than a plain stop, and so does the stop sequence that
     * vLLM tells.
     *
     * @throws CallException if the word says that there is no answer
     */
    static Optional<FinishReason> read(Members choice, boolean called) {
        return choice.words("finish_reason").map(Finish::read).map(reason -> {
            if (reason != Known.STOP) {
                return reason;
            }
            Optional<FinishReason> matched = choice.get("stop_reason")
                    .filter(value -> value.kind() == RawJson.Kind.STRING)
                    .flatMap(value -> choice.words("stop_reason"))
                    .map(FinishReason.StopSequence::new);
            return called ? Known.TOOL_CALLS : matched.orElse(Known.STOP);
        });
    }

    private static FinishReason read(String word) {
        String plain = word.toLowerCase(Locale.ROOT);
        if (plain.contains("malformed_function_call")) {
            throw new CallException(Failure.MALFORMED_REPLY, "the model called a tool in a way that cannot be read");
        }
        return switch (plain) {
            case "stop", "eos", "eos_token", "end_turn", "stop_sequence" -> Known.STOP;
            case "length", "max_tokens", "model_length" -> Known.LENGTH;
            case "tool_calls", "function_call", "tool_use" -> Known.TOOL_CALLS;
            case "content_filter", "sensitive", "safety" -> Known.CONTENT_FILTER;
            case "error" ->
                throw new CallException(Failure.PROVIDER_FAILED, "the provider failed in the middle of its answer");
            default -> new FinishReason.Other(word);
        };
    }

    /** The word for a reason; calls that were made say more than a plain stop. */
    static String write(FinishReason reason, boolean called) {
        return switch (reason) {
            case Known.STOP -> called ? "tool_calls" : "stop";
            case Known.LENGTH -> "length";
            case Known.TOOL_CALLS -> "tool_calls";
            case Known.CONTENT_FILTER -> "content_filter";
            case FinishReason.StopSequence _ -> called ? "tool_calls" : "stop";
            case FinishReason.Other other -> other.wireName();
        };
    }
}
