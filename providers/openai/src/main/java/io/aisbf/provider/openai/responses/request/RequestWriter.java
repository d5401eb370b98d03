// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.tool.ToolNames;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a request for an upstream: the client's bytes where they are {@code openai-responses} already, the decoded
 * model where not. The upstream is asked to keep nothing: the next question may go to somebody else.
 */
public final class RequestWriter {
    /** Members of {@code openai-chat} that mean the same here. */
    private static final Set<String> SAME_IN_CHAT = Set.of("prompt_cache_retention", "prompt_cache_options");

    private static final String VERBOSITY = "verbosity";

    private RequestWriter() {}

    /**
     * The body; what it cannot carry is declared on the call.
     *
     * @throws io.aisbf.api.call.CallException {@code CANNOT_CARRY} if the question would be another one
     */
    public static WireBody write(Json json, ChatRequest request, Call call) {
        Optional<WireBody> same = request.wire().filter(body -> body.format().equals(WireName.OPENAI_RESPONSES));
        if (same.isPresent()) {
            if (request instanceof ResponsesRequest own) {
                own.losses().forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
            }
            return new WireBody(
                    WireName.OPENAI_RESPONSES,
                    ForeignThoughts.without(json, same.get().json(), call));
        }
        byte[] body = translated(json, request, call).toString().getBytes(StandardCharsets.UTF_8);
        return new WireBody(WireName.OPENAI_RESPONSES, json.object(body));
    }

    private static RawJson translated(Json json, ChatRequest request, Call call) {
        ToolNames names = ToolWriter.names(request);
        boolean chat = request.wire()
                .filter(body -> body.format().equals(WireName.OPENAI_CHAT))
                .isPresent();
        InputWriter.Written written = new InputWriter(
                        json, new InputWriter.Names(names::sent, Set.of(), chat), call::declareLoss)
                .write(request.messages());
        JsonWriter writer = new JsonWriter().object().name("model").text(request.model());
        written.instructions().ifPresent(words -> writer.name("instructions").raw(words));
        writer.name("input").raw(written.input());
        ToolWriter.write(request, names, writer, call);
        SamplingMembers.write(request.sampling(), writer, call);
        Optional<RawJson> verbosity =
                chat ? Optional.ofNullable(request.extras().get(VERBOSITY)) : Optional.empty();
        OptionWriter.write(request.options(), verbosity, writer, call);
        extras(request, chat, writer, call);
        writer.name("store").bool(false);
        if (request.streaming()) {
            writer.name("stream").bool(true);
        }
        return writer.end().finish();
    }

    private static void extras(ChatRequest request, boolean chat, JsonWriter writer, Call call) {
        Set<String> binding = request.binding();
        for (Map.Entry<String, RawJson> member : request.extras().entrySet()) {
            String name = member.getKey();
            if (chat && SAME_IN_CHAT.contains(name)) {
                writer.name(name).raw(member.getValue());
            } else if (binding.contains(name)) {
                throw Call.cannotCarry(name, "openai-responses has no such member");
            } else if (!chat || !name.equals(VERBOSITY)) {
                call.declareLoss(name, "has no counterpart in openai-responses");
            }
        }
    }
}
