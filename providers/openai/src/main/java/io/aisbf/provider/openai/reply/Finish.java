// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.FinishReason.Known;

/** Why an answer ended, in OpenAI's words. */
final class Finish {
    private Finish() {}

    /** The reason behind a word. */
    static FinishReason read(String word) {
        return switch (word) {
            case "stop" -> Known.STOP;
            case "length" -> Known.LENGTH;
            case "tool_calls", "function_call" -> Known.TOOL_CALLS;
            case "content_filter" -> Known.CONTENT_FILTER;
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
            case FinishReason.StopSequence _ -> "stop";
            case FinishReason.Other other -> other.wireName();
        };
    }
}
