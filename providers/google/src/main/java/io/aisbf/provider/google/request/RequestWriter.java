// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.wire.tool.ToolNames;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes a request for an upstream: the client's bytes where they are {@code gemini-content} already, the decoded model
 * where not.
 */
public final class RequestWriter {
    private static final String NO_COUNTERPART = "Gemini has no counterpart";

    private RequestWriter() {}

    /** The body; what it cannot carry is declared on the call or refused. */
    public static WireBody write(Json json, ChatRequest request, Call call) {
        Optional<WireBody> same = request.wire().filter(body -> body.format().equals(WireName.GEMINI_CONTENT));
        if (same.isPresent()) {
            if (request instanceof GeminiRequest own) {
                own.losses().forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
            }
            Fields body = Fields.ofRequest(json, same.get().json());
            return new WireBody(WireName.GEMINI_CONTENT, Repairs.of(body, request.model(), call));
        }
        return new WireBody(
                WireName.GEMINI_CONTENT,
                json.object(translated(json, request, call).bytes()));
    }

    private static RawJson translated(Json json, ChatRequest request, Call call) {
        refuseBinding(request, call);
        ToolNames names = ToolWriter.names(request.tools());
        ContentWriter.Written written =
                ContentWriter.write(json, request.messages(), request.model(), names::sent, call::declareLoss);
        JsonWriter writer = new JsonWriter().object();
        written.instruction()
                .ifPresent(instruction -> writer.name("systemInstruction").raw(instruction));
        writer.name("contents").raw(RawJson.array(written.contents()));
        if (!request.tools().isEmpty()) {
            writer.name("tools").raw(ToolWriter.tools(request.tools(), names, call));
            Optional<ToolChoice> choice = request.toolChoice();
            choice.ifPresent(wanted -> writer.name("toolConfig").raw(ToolWriter.config(wanted, names)));
        }
        ConfigWriter.object(ConfigWriter.write(request, call))
                .ifPresent(config -> writer.name("generationConfig").raw(config));
        options(request.options(), call)
                .ifPresent(tier -> writer.name("serviceTier").text(tier));
        return writer.end().finish();
    }

    private static void refuseBinding(ChatRequest request, Call call) {
        for (String member : request.binding()) {
            throw Call.cannotCarry(member, NO_COUNTERPART);
        }
        request.extras().keySet().forEach(member -> call.declareLoss(member, NO_COUNTERPART));
    }

    /** Declares the hints that have no place, and gives the class of service if Google has it. */
    private static Optional<String> options(Options options, Call call) {
        if (options.parallelCalls().filter(allowed -> !allowed).isPresent()) {
            call.declareLoss("parallel_tool_calls", "Gemini cannot be kept from calling several tools at once");
        }
        options.user().ifPresent(user -> call.declareLoss("user", NO_COUNTERPART));
        options.cacheKey().ifPresent(key -> call.declareLoss("prompt_cache_key", NO_COUNTERPART));
        if (!options.metadata().isEmpty()) {
            call.declareLoss("metadata", NO_COUNTERPART);
        }
        return options.tier().map(tier -> tier.toLowerCase(Locale.ROOT)).flatMap(tier -> switch (tier) {
            case "auto" -> Optional.empty();
            case "default", "standard", "standard_only" -> Optional.of("standard");
            case "flex" -> Optional.of("flex");
            case "priority", "fast" -> Optional.of("priority");
            default -> {
                call.declareLoss("service_tier", "Gemini has no class '" + tier + "'");
                yield Optional.empty();
            }
        });
    }
}
