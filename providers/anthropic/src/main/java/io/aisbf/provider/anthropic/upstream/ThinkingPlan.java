// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.util.Locale;
import java.util.Optional;

/**
 * How a model is asked to think (<a
 * href="https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking">extended thinking</a>): with a budget
 * of at least 1024 tokens and less than the answer's limit, or with an effort in words; not where it is forced to call
 * a tool; and, with a budget, not where it goes on from a call of tools before which another model did the thinking.
 *
 * @param thinking the member {@code thinking}
 * @param effort what {@code output_config.effort} says
 */
record ThinkingPlan(Optional<JsonObject> thinking, Optional<String> effort) {
    private static final ThinkingPlan NONE = new ThinkingPlan(Optional.empty(), Optional.empty());
    private static final int LEAST = 1024;
    private static final String MEMBER = "reasoning";

    /**
     * The plan for a request.
     *
     * @param limit the answer's limit
     * @param thoughtful whether the conversation lets the model begin with a thought
     */
    static ThinkingPlan of(ChatRequest request, ModelTraits traits, int limit, boolean thoughtful, Call call) {
        if (request.options().thinking().isEmpty()) {
            return NONE;
        }
        Thinking asked = request.options().thinking().get();
        if (asked.off()) {
            return traits.canBeSilenced() ? new ThinkingPlan(Optional.of(typed("disabled")), Optional.empty()) : NONE;
        }
        boolean forced = ToolWriter.forces(request.toolChoice());
        if (forced && traits.thinking() != Manner.Way.NONE) {
            call.declareLoss(MEMBER, "Anthropic's models do not think where they are forced to call a tool");
        }
        return switch (traits.thinking()) {
            case NONE -> {
                call.declareLoss(MEMBER, "this model cannot be asked to think");
                yield NONE;
            }
            case ADAPTIVE -> {
                Optional<String> effort = word(asked, traits, call);
                yield new ThinkingPlan(forced ? Optional.empty() : Optional.of(adaptive(asked)), effort);
            }
            case BUDGET -> forced ? NONE : budget(asked, limit, thoughtful, call);
        };
    }

    /** Whether the model is asked to think. */
    boolean thinks() {
        return thinking.filter(object -> !object.get("type").equals(Optional.of(RawJson.text("disabled"))))
                .isPresent();
    }

    private static JsonObject adaptive(Thinking asked) {
        JsonObject adaptive = typed("adaptive");
        return asked.shown()
                .map(shown -> adaptive.with("display", RawJson.text(shown ? "summarized" : "omitted")))
                .orElse(adaptive);
    }

    private static Optional<String> word(Thinking asked, ModelTraits traits, Call call) {
        if (asked.effort().isEmpty() && asked.budget().isPresent()) {
            call.declareLoss(MEMBER + ".budget", "this model takes an effort in words: the nearest one was sent");
        }
        return asked.inWords().map(effort -> {
            Effort sent = effort == Effort.MINIMAL ? Effort.LOW : effort;
            sent = sent == Effort.XHIGH && !traits.knowsExtraHigh() ? Effort.HIGH : sent;
            if (sent != effort && asked.effort().isPresent()) {
                call.declareLoss(MEMBER + ".effort", "this model knows no " + lower(effort) + ", so " + lower(sent));
            }
            return lower(sent);
        });
    }

    private static ThinkingPlan budget(Thinking asked, int limit, boolean thoughtful, Call call) {
        if (!thoughtful) {
            call.declareLoss(
                    MEMBER,
                    "tools were called without a thought of this model's own, so it cannot go on in" + " thoughts");
            return NONE;
        }
        if (limit <= LEAST) {
            call.declareLoss(MEMBER, "the answer's limit leaves no room for " + LEAST + " tokens of thought");
            return NONE;
        }
        if (asked.shown().filter(shown -> !shown).isPresent()) {
            call.declareLoss(MEMBER + ".shown", "this model always tells its thoughts");
        }
        int wanted = asked.inTokens().orElse(Effort.MEDIUM.tokens());
        wanted = wanted < 0 ? Effort.MEDIUM.tokens() : wanted;
        int sent = Math.clamp(wanted, LEAST, limit - 1);
        if (sent != wanted) {
            call.declareLoss(
                    MEMBER + ".budget",
                    "was " + wanted + " and is " + sent + ", between " + LEAST + " and the answer's limit");
        }
        JsonObject enabled = typed("enabled").with("budget_tokens", RawJson.number(sent));
        return new ThinkingPlan(Optional.of(enabled), Optional.empty());
    }

    private static String lower(Effort effort) {
        return effort.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject typed(String type) {
        return JsonObject.EMPTY.with("type", RawJson.text(type));
    }
}
