// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.tool.ToolNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a request for an upstream: the client's bytes where they are {@code openai-chat} already, the decoded model
 * where not.
 */
public final class RequestWriter {
    private static final int MOST_STOPS = 4;

    private final ChatRequest request;
    private final Call call;
    private final JsonWriter writer = new JsonWriter();

    private RequestWriter(ChatRequest request, Call call) {
        this.request = request;
        this.call = call;
    }

    /** The body; a hint that it cannot carry is declared on the call, anything else is refused. */
    public static WireBody write(Json json, ChatRequest request, Call call) {
        Optional<WireBody> same = request.wire().filter(body -> body.format().equals(WireName.OPENAI_CHAT));
        if (same.isPresent()) {
            if (request instanceof OpenAiRequest own) {
                own.losses().forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
            }
            return new WireBody(
                    WireName.OPENAI_CHAT, Untagged.of(json, same.get().json(), call));
        }
        byte[] body =
                new RequestWriter(request, call).translated(json).toString().getBytes(StandardCharsets.UTF_8);
        return new WireBody(WireName.OPENAI_CHAT, json.object(body));
    }

    /** The names that the tools of a request have upstream; a request that is relayed keeps the client's. */
    public static ToolNames names(ChatRequest request) {
        boolean relayed = request.wire()
                .filter(body -> body.format().equals(WireName.OPENAI_CHAT))
                .isPresent();
        return ToolNames.of(relayed ? List.of() : request.tools(), Tools.LONGEST_NAME);
    }

    private RawJson translated(Json json) {
        extras();
        ToolNames names = names(request);
        writer.object().name("model").text(request.model());
        writer.name("messages")
                .raw(RawJson.array(new MessageWriter(json, names::sent, call::declareLoss).write(request.messages())));
        tools(names);
        sampling();
        OptionWriter.write(request.options(), !request.tools().isEmpty(), writer, call);
        if (request.streaming()) {
            writer.name("stream").bool(true);
        }
        return writer.end().finish();
    }

    /** An empty list of tools is refused by OpenAI, and so is a choice among none. */
    private void tools(ToolNames names) {
        List<Tool> tools = request.tools();
        Optional<ToolChoice> choice = request.toolChoice();
        if (tools.isEmpty()) {
            choice.filter(one -> one == ToolChoice.Mode.REQUIRED || one instanceof ToolChoice.Named)
                    .ifPresent(forced -> {
                        throw Call.cannotCarry("tool_choice", "there is no function among the tools");
                    });
            return;
        }
        for (int i = 0; i < tools.size(); i++) {
            for (String hint : tools.get(i).extras().keySet()) {
                call.declareLoss("tools[" + i + "]." + hint, "openai-chat has no such member");
            }
        }
        writer.name("tools").raw(Tools.write(tools, names));
        choice.ifPresent(one -> writer.name("tool_choice").raw(Tools.write(one, names)));
    }

    private void sampling() {
        if (request.sampling().stop().size() > MOST_STOPS) {
            throw Call.cannotCarry("stop", "openai-chat takes " + MOST_STOPS + " at most");
        }
        for (Map.Entry<String, RawJson> member :
                SamplingMembers.write(request.sampling()).entrySet()) {
            if (member.getKey().equals("top_k")) {
                call.declareLoss("top_k", "openai-chat has no such member");
            } else {
                writer.name(member.getKey()).raw(member.getValue());
            }
        }
    }

    private void extras() {
        Set<String> binding = request.binding();
        for (String path : request.extras().keySet()) {
            if (binding.contains(path)) {
                throw Call.cannotCarry(path, "it has no counterpart in openai-chat");
            }
            call.declareLoss(path, "it has no counterpart in openai-chat");
        }
    }
}
