// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.wire;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.FinishReason.Known;
import java.util.Optional;
import java.util.Set;

/**
 * Why an answer ended (<a href="https://ai.google.dev/api/generate-content#FinishReason">FinishReason</a>). An answer
 * that calls tools ends with {@code STOP} like any other.
 */
public final class Finish {
    private static final Set<String> FILTERED = Set.of(
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "MODEL_ARMOR",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");
    private static final Set<String> BROKEN = Set.of(
            "MALFORMED_FUNCTION_CALL",
            "UNEXPECTED_TOOL_CALL",
            "TOO_MANY_TOOL_CALLS",
            "MALFORMED_RESPONSE",
            "MISSING_THOUGHT_SIGNATURE");

    private Finish() {}

    /** The reason a candidate tells; empty where it goes on. */
    public static Optional<String> told(Fields candidate) {
        return candidate.words("finishReason").filter(reason -> !reason.equals("FINISH_REASON_UNSPECIFIED"));
    }

    /**
     * What a reason means.
     *
     * @param called whether the answer calls tools
     * @throws CallException {@code MALFORMED_REPLY} if it means that the model spoiled its answer
     */
    public static FinishReason read(String reason, boolean called) {
        if (BROKEN.contains(reason)) {
            throw new CallException(
                    Failure.MALFORMED_REPLY,
                    "the model spoiled its answer (finishReason " + reason + "); ask again, or ask another model");
        }
        if (FILTERED.contains(reason)) {
            return Known.CONTENT_FILTER;
        }
        return switch (reason) {
            case "STOP" -> called ? Known.TOOL_CALLS : Known.STOP;
            case "MAX_TOKENS" -> Known.LENGTH;
            // Some imitators have a word of their own for it.
            default -> called ? Known.TOOL_CALLS : new FinishReason.Other(reason);
        };
    }

    /** The word for a reason. */
    public static String write(FinishReason reason) {
        return switch (reason) {
            case Known.STOP, Known.TOOL_CALLS -> "STOP";
            case Known.LENGTH -> "MAX_TOKENS";
            case Known.CONTENT_FILTER -> "SAFETY";
            case FinishReason.StopSequence _ -> "STOP";
            case FinishReason.Other _ -> "OTHER";
        };
    }
}
