// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.item;

import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.FinishReason.Known;
import io.aisbf.wire.read.Members;
import java.util.Optional;

/** Why an answer ended, as {@code status} and {@code incomplete_details}. */
public final class Outcome {
    /** The status of an answer that says everything. */
    public static final String COMPLETED = "completed";
    /** The status of one that was cut short. */
    public static final String INCOMPLETE = "incomplete";

    private Outcome() {}

    /** Reads it; {@code called} if the model wants tools called, which has no word of its own here. */
    public static FinishReason read(Members response, boolean called) {
        String status = response.text("status").orElse(COMPLETED);
        return switch (status) {
            case COMPLETED -> called ? Known.TOOL_CALLS : Known.STOP;
            case INCOMPLETE -> {
                String reason = response.child("incomplete_details")
                        .flatMap(details -> details.words("reason"))
                        .orElse("max_output_tokens");
                yield switch (reason) {
                    case "max_output_tokens", "max_tokens" -> Known.LENGTH;
                    case "content_filter" -> Known.CONTENT_FILTER;
                    default -> new FinishReason.Other(reason);
                };
            }
            default -> new FinishReason.Other(status);
        };
    }

    /** The reason of an answer that is incomplete; empty for one that is complete. */
    public static Optional<String> incomplete(FinishReason finish) {
        return finish == Known.LENGTH
                ? Optional.of("max_output_tokens")
                : finish == Known.CONTENT_FILTER ? Optional.of("content_filter") : Optional.empty();
    }
}
