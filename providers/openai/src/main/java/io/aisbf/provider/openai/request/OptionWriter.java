// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Options;
import io.aisbf.api.json.JsonWriter;
import java.util.Set;

/** Writes {@link Options} for an upstream, and declares those that this protocol has no words for. */
final class OptionWriter {
    private static final Set<String> TIERS = Set.of("auto", "default", "flex", "scale", "priority", "fast");

    private OptionWriter() {}

    /**
     * Writes the members that are set.
     *
     * @param withTools whether the request has tools: without them OpenAI refuses to hear about parallel calls
     */
    static void write(Options options, boolean withTools, JsonWriter writer, Call call) {
        options.shape().ifPresent(shape -> writer.name("response_format").raw(OptionMembers.write(shape)));
        options.thinking().ifPresent(thinking -> thinking(thinking, writer, call));
        options.parallelCalls()
                .filter(parallel -> withTools)
                .ifPresent(parallel -> writer.name("parallel_tool_calls").bool(parallel));
        options.logprobs().ifPresent(alternatives -> {
            writer.name("logprobs").bool(true);
            if (alternatives > 0) {
                writer.name("top_logprobs").number(alternatives);
            }
        });
        options.user().ifPresent(user -> writer.name("user").text(user));
        if (!options.metadata().isEmpty()) {
            call.declareLoss("metadata", "openai-chat takes notes only on answers that the provider stores");
        }
        options.tier().ifPresent(tier -> {
            if (TIERS.contains(tier)) {
                writer.name("service_tier").text(tier);
            } else {
                call.declareLoss("service_tier", "openai-chat has no class of service '" + tier + "'");
            }
        });
        options.cacheKey().ifPresent(key -> writer.name("prompt_cache_key").text(key));
    }

    private static void thinking(Options.Thinking thinking, JsonWriter writer, Call call) {
        thinking.inWords().ifPresent(effort -> writer.name("reasoning_effort").text(OptionMembers.word(effort)));
        if (thinking.effort().isEmpty() && thinking.budget().isPresent()) {
            call.declareLoss("thinking.budget", "openai-chat has words for it and no numbers; the nearest was sent");
        }
        if (thinking.shown().isPresent()) {
            call.declareLoss("thinking.shown", "openai-chat cannot be told whether to show its thoughts");
        }
    }
}
