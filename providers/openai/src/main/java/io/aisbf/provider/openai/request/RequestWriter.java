// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a request for an upstream: the client's bytes where they are {@code openai-chat} already, the decoded model
 * where not.
 */
public final class RequestWriter {
    private RequestWriter() {}

    /** The body; what it cannot carry is declared on the call. */
    public static WireBody write(Json json, ChatRequest request, Call call) {
        Optional<WireBody> same = request.wire().filter(body -> body.format().equals(WireName.OPENAI_CHAT));
        if (same.isPresent()) {
            if (request instanceof OpenAiRequest own) {
                own.losses().forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
            }
            return same.get();
        }
        byte[] body = translated(request, call).toString().getBytes(StandardCharsets.UTF_8);
        return new WireBody(WireName.OPENAI_CHAT, json.object(body));
    }

    private static RawJson translated(ChatRequest request, Call call) {
        JsonWriter writer = new JsonWriter().object().name("model").text(request.model());
        writer.name("messages").raw(RawJson.array(MessageWriter.write(request.messages(), call::declareLoss)));
        if (!request.tools().isEmpty()) {
            writer.name("tools").raw(Tools.write(request.tools()));
            request.toolChoice().ifPresent(choice -> writer.name("tool_choice").raw(Tools.write(choice)));
        }
        for (Map.Entry<String, RawJson> member :
                SamplingMembers.write(request.sampling()).entrySet()) {
            if (member.getKey().equals("top_k")) {
                call.declareLoss("top_k", "openai-chat has no such member");
            } else {
                writer.name(member.getKey()).raw(member.getValue());
            }
        }
        if (request.streaming()) {
            writer.name("stream").bool(true);
        }
        request.extras().keySet().forEach(name -> call.declareLoss(name, "has no counterpart in openai-chat"));
        return writer.end().finish();
    }
}
