// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.google.wire.ModelName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes the member {@code thinkingConfig} (<a href="https://ai.google.dev/gemini-api/docs/thinking">thinking</a>): from
 * Gemini 3 on a level in words, before it a budget in tokens, which names that tell no generation get too because the
 * newer models still take it. Older models than 2.5 do not think.
 */
final class ThinkingWriter {
    private static final String EFFORT = "reasoning_effort";
    private static final int FIRST_THAT_THINKS = 25;
    private static final int FIRST_WITH_LEVELS = 30;
    private static final int LEAST_OF_PRO = 128;
    private static final int MOST_OF_PRO = 32_768;
    private static final int MOST = 24_576;

    private ThinkingWriter() {}

    static Optional<RawJson> write(Thinking thinking, String model, Call call) {
        int generation = ModelName.generation(model);
        if (generation > 0 && generation < FIRST_THAT_THINKS) {
            if (!thinking.off()) {
                call.declareLoss(EFFORT, model + " does not think");
            }
            return Optional.empty();
        }
        Map<String, RawJson> members = new LinkedHashMap<>();
        boolean pro = model.contains("pro");
        if (generation >= FIRST_WITH_LEVELS) {
            level(thinking, pro, call).ifPresent(level -> members.put("thinkingLevel", RawJson.text(level)));
        } else {
            OptionalInt budget = budget(thinking, generation, pro, call);
            budget.ifPresent(tokens -> members.put("thinkingBudget", RawJson.number(tokens)));
        }
        thinking.shown()
                .filter(shown -> !thinking.off())
                .ifPresent(shown -> members.put("includeThoughts", RawJson.bool(shown)));
        if (members.isEmpty()) {
            return Optional.empty();
        }
        JsonWriter writer = new JsonWriter().object();
        members.forEach((name, value) -> writer.name(name).raw(value));
        return Optional.of(writer.end().finish());
    }

    private static Optional<String> level(Thinking thinking, boolean pro, Call call) {
        if (thinking.effort().isEmpty() && thinking.budget().orElse(-1) < 0) {
            return Optional.empty();
        }
        if (thinking.effort().isEmpty()) {
            call.declareLoss("thinking.budget", "Gemini 3 thinks by levels; the nearest was sent");
        }
        return thinking.inWords().map(effort -> {
            String level = level(effort, pro);
            if (!level.equalsIgnoreCase(effort.name()) && thinking.effort().isPresent()) {
                call.declareLoss(EFFORT, "Gemini has no level '" + lower(effort) + "'; '" + level + "' was sent");
            }
            return level;
        });
    }

    private static String level(Effort effort, boolean pro) {
        return switch (effort) {
            case NONE, MINIMAL -> pro ? "low" : "minimal";
            case LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH, MAX -> "high";
        };
    }

    private static OptionalInt budget(Thinking thinking, int generation, boolean pro, Call call) {
        OptionalInt asked = thinking.inTokens();
        if (asked.isEmpty() || asked.getAsInt() < 0) {
            return asked;
        }
        boolean knownPro = pro && generation == FIRST_THAT_THINKS;
        int budget = Math.clamp(asked.getAsInt(), knownPro ? LEAST_OF_PRO : 0, knownPro ? MOST_OF_PRO : MOST);
        if (budget != asked.getAsInt() && (thinking.budget().isPresent() || thinking.off())) {
            call.declareLoss(
                    thinking.budget().isPresent() ? "thinking.budget" : EFFORT,
                    "the model's nearest budget, " + budget + " tokens, was sent");
        }
        return OptionalInt.of(budget);
    }

    private static String lower(Effort effort) {
        return effort.name().toLowerCase(Locale.ROOT);
    }
}
