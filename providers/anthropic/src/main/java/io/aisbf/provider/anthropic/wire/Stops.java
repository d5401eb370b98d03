// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.wire;

import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.FinishReason.Known;
import java.util.Optional;

/** Why an answer ended, in Anthropic's words. */
public final class Stops {
    private Stops() {}

    /**
     * What the words mean.
     *
     * @param reason the member {@code stop_reason}
     * @param sequence the member {@code stop_sequence}
     * @param called whether the answer wants tools called, whatever it gives as its reason
     */
    public static FinishReason read(Optional<String> reason, Optional<String> sequence, boolean called) {
        return switch (reason.orElse("end_turn")) {
            case "end_turn" -> called ? Known.TOOL_CALLS : Known.STOP;
            case "stop_sequence" ->
                called
                        ? Known.TOOL_CALLS
                        : sequence.<FinishReason>map(FinishReason.StopSequence::new)
                                .orElse(Known.STOP);
            case "max_tokens", "model_context_window_exceeded" -> Known.LENGTH;
            case "tool_use" -> Known.TOOL_CALLS;
            case "refusal" -> Known.CONTENT_FILTER;
            default -> new FinishReason.Other(reason.orElse(""));
        };
    }

    /** The word for a reason; {@code refused} if the model said that it would not answer. */
    public static String write(FinishReason reason, boolean called, boolean refused) {
        return switch (reason) {
            case Known.STOP -> called ? "tool_use" : refused ? "refusal" : "end_turn";
            case Known.LENGTH -> "max_tokens";
            case Known.TOOL_CALLS -> called ? "tool_use" : "end_turn";
            case Known.CONTENT_FILTER -> "refusal";
            case FinishReason.StopSequence _ -> "stop_sequence";
            // Clients go on after pause_turn and know no foreign words.
            case FinishReason.Other other ->
                other.wireName().equals("pause_turn") ? "pause_turn" : called ? "tool_use" : "end_turn";
        };
    }

    /** The stop sequence that was met, if that was the reason. */
    public static Optional<String> sequence(FinishReason reason) {
        return reason instanceof FinishReason.StopSequence met ? Optional.of(met.matched()) : Optional.empty();
    }
}
