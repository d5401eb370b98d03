// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import java.util.List;
import java.util.Optional;

/**
 * One step of a streamed answer. A later version of the API may know more kinds: a plugin's {@code switch} over events
 * has a {@code default} that does what it does for {@link Other}.
 *
 * <p>{@code choice} counts the answers from 0; {@code call} counts the tool calls of one answer from 0.
 */
public sealed interface ChatEvent {
    /** The answer begins. */
    record Started(String id, String model) implements ChatEvent {}

    /** More text. */
    record TextDelta(int choice, String text) implements ChatEvent {}

    /**
     * More reasoning, or the signature that closes it; one that comes without any words before it is a {@link
     * Part.Reasoning} of its own.
     */
    record ReasoningDelta(int choice, String text, Optional<Part.Signature> signature) implements ChatEvent {}

    /** More of a refusal. */
    record RefusalDelta(int choice, String text) implements ChatEvent {}

    /** A tool call begins (with id and tool) or goes on (with more of the JSON text of its arguments). */
    record ToolCallDelta(int choice, int call, Optional<String> id, Optional<String> tool, String argumentsFragment)
            implements ChatEvent {}

    /** A part that comes in one piece: a citation, a picture. */
    record Given(int choice, Part part) implements ChatEvent {}

    /** How likely the last tokens were. */
    record Weighed(int choice, List<ChatResponse.Probability> tokens) implements ChatEvent {
        public Weighed {
            tokens = List.copyOf(tokens);
        }
    }

    /** One answer is complete. */
    record Finished(int choice, FinishReason reason) implements ChatEvent {}

    /** What it cost; may come more than once, the last one counts. */
    record Counted(Usage usage) implements ChatEvent {}

    /** A step that this version does not know. */
    record Other(String type, RawJson json) implements ChatEvent {}
}
