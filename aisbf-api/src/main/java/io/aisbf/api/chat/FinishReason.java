// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

/** Why the model stopped. */
public sealed interface FinishReason {
    /** The reasons every protocol knows. */
    enum Known implements FinishReason {
        /** It had said everything, or met a stop sequence. */
        STOP,
        /** It reached the limit of its output or its context. */
        LENGTH,
        /** It wants tools called. */
        TOOL_CALLS,
        /** A safety system stopped it. */
        CONTENT_FILTER
    }

    /** It met this one of the stop sequences; other protocols call that a {@link Known#STOP}. */
    record StopSequence(String matched) implements FinishReason {}

    /** A reason this version does not know, by its name in the provider's protocol. */
    record Other(String wireName) implements FinishReason {}
}
