// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Options;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.request.AnthropicRequest;
import io.aisbf.provider.anthropic.request.SamplingMembers;
import io.aisbf.wire.tool.ToolNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a request for an upstream: the client's bytes where they are {@code anthropic-messages} already, but for what
 * other protocols signed; the decoded model where not.
 */
public final class RequestWriter {
    /** The longest name of a tool that Anthropic takes. */
    private static final int LONGEST_NAME = 128;

    /** What counting tokens knows nothing of. */
    private static final List<String> NOT_COUNTED = List.of(
            "max_tokens",
            "stream",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "metadata",
            "service_tier",
            "inference_geo",
            "container");

    private final Json json;
    private final Manner manner;

    /** Writes for an endpoint of this manner. */
    public RequestWriter(Json json, Manner manner) {
        this.json = json;
        this.manner = manner;
    }

    /** The names of the tools as this protocol's upstreams see them. */
    public static ToolNames names(ChatRequest request) {
        return ToolNames.of(request.tools(), LONGEST_NAME);
    }

    /** The body; what it cannot carry is declared on the call, or refused. */
    public WireBody write(ChatRequest request, Call call) {
        Optional<WireBody> same = request.wire().filter(body -> body.format().equals(WireName.ANTHROPIC_MESSAGES));
        if (same.isEmpty()) {
            return new WireBody(WireName.ANTHROPIC_MESSAGES, translated(request, call));
        }
        if (request instanceof AnthropicRequest own) {
            own.losses().forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
        }
        JsonObject body = same.get().json();
        JsonObject clean = new OwnThoughts(json, call).only(body);
        return clean == body ? same.get() : new WireBody(WireName.ANTHROPIC_MESSAGES, clean);
    }

    /** The body for counting. */
    public WireBody writeCount(ChatRequest request, Call call) {
        JsonObject body = write(request, call).json();
        for (String member : NOT_COUNTED) {
            body = body.get(member).isPresent() ? body.without(member) : body;
        }
        return new WireBody(WireName.ANTHROPIC_MESSAGES, body);
    }

    private JsonObject translated(ChatRequest request, Call call) {
        ModelTraits traits = ModelTraits.of(request.model(), manner);
        ToolNames names = names(request);
        Blocks blocks = new Blocks(false, names::sent, call::declareLoss);
        ToolWriter toolWriter = new ToolWriter(json, names, traits, call);
        List<RawJson> tools = toolWriter.tools(request.tools(), blocks);
        ConversationWriter.Written said =
                ConversationWriter.translated(request.messages(), blocks, manner.midSystem(), call::declareLoss);
        int limit = request.sampling().maxTokens().orElse(traits.maxTokens());
        ThinkingPlan plan = ThinkingPlan.of(request, traits, limit, said.thoughtful(), call);
        JsonObject body = JsonObject.EMPTY.with("model", RawJson.text(request.model()));
        for (Map.Entry<String, RawJson> member : SamplingMembers.write(
                        Draw.carried(request.sampling(), limit, traits, plan.thinks(), call))
                .entrySet()) {
            body = body.with(member.getKey(), member.getValue());
        }
        body = with(body, "system", said.system());
        body = body.with("messages", RawJson.array(said.messages()));
        body = tools.isEmpty() ? body : body.with("tools", RawJson.array(tools));
        body = with(body, "tool_choice", toolWriter.choice(request));
        body = with(body, "thinking", plan.thinking().map(JsonObject::raw));
        body = with(body, "output_config", config(request.options(), plan, traits, call));
        body = options(body, request.options(), call);
        extras(request, call);
        return request.streaming() ? body.with("stream", RawJson.bool(true)) : body;
    }

    private static JsonObject with(JsonObject body, String name, Optional<RawJson> value) {
        return value.map(present -> body.with(name, present)).orElse(body);
    }

    private static Optional<RawJson> config(Options options, ThinkingPlan plan, ModelTraits traits, Call call) {
        JsonObject config = with(JsonObject.EMPTY, "effort", plan.effort().map(RawJson::text));
        if (options.shape().isPresent()) {
            config = config.with("format", format(options.shape().get(), traits, call));
        }
        return Optional.of(config).filter(object -> !object.members().isEmpty()).map(JsonObject::raw);
    }

    private static RawJson format(Options.Shape shape, ModelTraits traits, Call call) {
        if (!(shape instanceof Options.Shape.Schema schema)) {
            throw Call.cannotCarry("response_format", "Anthropic gives JSON only to a schema; send one (json_schema)");
        }
        if (!traits.knowsSchemas()) {
            throw Call.cannotCarry("response_format", "this model cannot be held to a schema");
        }
        if (schema.description().isPresent()) {
            call.declareLoss("response_format.description", "anthropic-messages has no place for it");
        }
        return JsonObject.EMPTY
                .with("type", RawJson.text("json_schema"))
                .with("schema", schema.schema())
                .raw();
    }

    private static JsonObject options(JsonObject body, Options options, Call call) {
        if (options.logprobs().isPresent()) {
            throw Call.cannotCarry("logprobs", "Anthropic does not tell how likely its tokens are");
        }
        options.metadata().keySet().forEach(key -> call.declareLoss("metadata." + key, "Anthropic takes no notes"));
        if (options.cacheKey().isPresent()) {
            call.declareLoss("prompt_cache_key", "Anthropic's cache has no keys");
        }
        JsonObject with = with(
                body,
                "metadata",
                options.user()
                        .map(user -> JsonObject.EMPTY
                                .with("user_id", RawJson.text(user))
                                .raw()));
        return with(with, "service_tier", options.tier().flatMap(tier -> tier(tier, call)));
    }

    private static Optional<RawJson> tier(String tier, Call call) {
        return switch (tier) {
            case "auto" -> Optional.of(RawJson.text(tier));
            case "default", "standard", "standard_only" -> Optional.of(RawJson.text("standard_only"));
            default -> {
                call.declareLoss("service_tier", "Anthropic knows auto and standard_only, not " + tier);
                yield Optional.empty();
            }
        };
    }

    private static void extras(ChatRequest request, Call call) {
        for (String member : request.extras().keySet()) {
            if (request.binding().contains(member)) {
                throw Call.cannotCarry(member, "it has no counterpart in anthropic-messages");
            }
            call.declareLoss(member, "has no counterpart in anthropic-messages");
        }
        request.binding().stream().findFirst().ifPresent(member -> {
            throw Call.cannotCarry(member, "it has no counterpart in anthropic-messages");
        });
    }
}
