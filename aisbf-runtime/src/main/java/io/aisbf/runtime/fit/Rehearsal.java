// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.runtime.fit.Fitting.Fitted;
import io.aisbf.runtime.route.Condensing;
import io.aisbf.runtime.route.ModelEntry;
import java.util.Optional;

/**
 * What would become of a conversation, found out without asking anybody.
 *
 * @param target the model it is meant for, as {@code provider/model}
 * @param model what it was gone by
 * @param original what the conversation comes to, in tokens as they are measured
 * @param before the conversation as it came
 * @param fitted the conversation as it would be sent
 */
public record Rehearsal(String target, ModelEntry model, long original, ChatRequest before, Fitted fitted) {
    /** What it comes to as it would be sent. */
    public long condensed() {
        return fitted.condensed().map(Condensed::condensed).orElse(original);
    }

    /** What part of it would be sent: 1 is all. */
    public double ratio() {
        return original == 0 ? 1 : (double) condensed() / original;
    }

    /** Why nothing would be done, and what to write for that to change; empty where something would be. */
    public Optional<String> reason() {
        if (fitted.condensed().isPresent()) {
            return Optional.empty();
        }
        Condensing how = model.condensing();
        if (how.methods().isEmpty()) {
            return Optional.of(target + " has no condense_method; write one there, or send condense_method");
        }
        if (!how.inForce()) {
            return Optional.of(target + " has no condense_context; write one there, or send condense_context");
        }
        if (model.contextSize().isEmpty()) {
            return Optional.of("how much " + target + " reads is not known; write context_size there, or send it");
        }
        return Optional.of("it comes to about " + original + " tokens of the "
                + model.contextSize().getAsLong() + " that " + target + " reads, and is condensed from "
                + how.high() + " % on");
    }
}
