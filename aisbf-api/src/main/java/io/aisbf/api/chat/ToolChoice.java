// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

/** Whether the model may, must or must not call tools. */
public sealed interface ToolChoice {
    /** The choices that name no tool. */
    enum Mode implements ToolChoice {
        /** As it likes. */
        AUTO,
        /** Not at all. */
        NONE,
        /** At least one. */
        REQUIRED
    }

    /** That very tool. */
    record Named(String tool) implements ToolChoice {}
}
