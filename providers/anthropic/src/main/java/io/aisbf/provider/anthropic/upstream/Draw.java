// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Sampling;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How an answer is drawn, as far as Anthropic lets a client say so. */
final class Draw {
    private static final double LEAST_TOP_P_IN_THOUGHT = 0.95;

    private Draw() {}

    /**
     * What of it can be sent; the rest is declared, or refused where it changes the meaning.
     *
     * @param limit the answer's limit
     * @param thinks whether the model is asked to think, which leaves less to choose
     */
    static Sampling carried(Sampling asked, int limit, ModelTraits traits, boolean thinks, Call call) {
        refuse(asked);
        declare(asked, call);
        OptionalDouble temperature = temperature(asked.temperature(), thinks, call);
        return new Sampling(
                temperature,
                topP(asked.topP(), temperature.isPresent() && !traits.takesBothDraws(), thinks, call),
                topK(asked.topK(), thinks, call),
                OptionalInt.of(limit),
                asked.stop(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static void refuse(Sampling asked) {
        if (asked.choices().orElse(1) > 1) {
            throw Call.cannotCarry("n", "Anthropic gives one answer to a question");
        }
        if (asked.stop().stream().anyMatch(String::isBlank)) {
            throw Call.cannotCarry("stop", "Anthropic takes no stop sequence of nothing but white space");
        }
    }

    private static void declare(Sampling asked, Call call) {
        String none = "anthropic-messages has no such member";
        if (asked.seed().isPresent()) {
            call.declareLoss("seed", none);
        }
        if (asked.frequencyPenalty().orElse(0) != 0) {
            call.declareLoss("frequency_penalty", none);
        }
        if (asked.presencePenalty().orElse(0) != 0) {
            call.declareLoss("presence_penalty", none);
        }
    }

    private static OptionalDouble temperature(OptionalDouble asked, boolean thinks, Call call) {
        if (asked.isEmpty()) {
            return asked;
        }
        double sent = Math.clamp(asked.getAsDouble(), 0, 1);
        if (thinks && sent != 1) {
            call.declareLoss("temperature", "a model that thinks takes none but 1");
            return OptionalDouble.empty();
        }
        if (sent != asked.getAsDouble()) {
            call.declareLoss("temperature", "Anthropic takes 0 to 1, so it is " + sent);
        }
        return OptionalDouble.of(sent);
    }

    private static OptionalDouble topP(OptionalDouble asked, boolean oneOfBoth, boolean thinks, Call call) {
        if (asked.isEmpty()) {
            return asked;
        }
        if (oneOfBoth) {
            call.declareLoss("top_p", "this model takes temperature or top_p, not both");
            return OptionalDouble.empty();
        }
        if (thinks && asked.getAsDouble() < LEAST_TOP_P_IN_THOUGHT) {
            call.declareLoss("top_p", "a model that thinks takes none below " + LEAST_TOP_P_IN_THOUGHT);
            return OptionalDouble.empty();
        }
        return asked;
    }

    private static OptionalInt topK(OptionalInt asked, boolean thinks, Call call) {
        if (asked.isPresent() && thinks) {
            call.declareLoss("top_k", "a model that thinks takes none");
            return OptionalInt.empty();
        }
        return asked;
    }
}
