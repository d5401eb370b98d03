// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a request for an upstream: the client's bytes where they came through the same door already, the decoded model
 * where not.
 */
public final class RequestWriter {
    /** What only a prompt has. */
    private static final List<String> PROMPTS_OWN = List.of("prompt", "system", "images", "suffix", "template", "raw");

    private RequestWriter() {}

    /** The body; what it cannot carry is declared on the call, or refused where it changes the meaning. */
    public static WireBody write(Json json, Door door, ChatRequest request, Call call) {
        Optional<WireBody> same = request.wire().filter(body -> body.format().equals(door.format()));
        if (same.isPresent()) {
            if (request instanceof OllamaRequest own) {
                own.losses().forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
            }
            return same.get();
        }
        if (door == Door.CHAT && request instanceof RewordedPrompt prompt) {
            return new WireBody(door.format(), reworded(json, prompt, call));
        }
        byte[] body = translated(json, door, request, call).toString().getBytes(StandardCharsets.UTF_8);
        return new WireBody(door.format(), json.object(body));
    }

    /** What was asked beside the prompt means the same in a chat. */
    private static JsonObject reworded(Json json, RewordedPrompt prompt, Call call) {
        prompt.binding().stream().findFirst().ifPresent(member -> {
            throw Call.cannotCarry(member, "it belongs to the prompt, which has become a conversation");
        });
        JsonObject body = prompt.asked().object();
        for (String member : PROMPTS_OWN) {
            body = body.without(member);
        }
        List<RawJson> messages = MessageWriter.write(json, prompt.messages(), call::declareLoss);
        return body.without("context").with("messages", RawJson.array(messages));
    }

    private static RawJson translated(Json json, Door door, ChatRequest request, Call call) {
        if (request.sampling().choices().orElse(1) > 1) {
            throw Call.cannotCarry("n", "Ollama gives one answer");
        }
        for (String member : request.extras().keySet()) {
            if (request.binding().contains(member)) {
                throw Call.cannotCarry(member, "Ollama has no such member");
            }
            call.declareLoss(member, "Ollama has no such member");
        }
        JsonWriter writer = new JsonWriter().object().name("model").text(request.model());
        if (door == Door.CHAT) {
            List<RawJson> messages = MessageWriter.write(json, request.messages(), call::declareLoss);
            writer.name("messages").raw(RawJson.array(messages));
            ToolMembers.write(request.tools(), request.toolChoice(), writer, call);
        } else {
            Prompt.write(request, writer, call);
        }
        OptionMembers.write(request.options(), writer, call);
        Map<String, RawJson> options = SamplingMembers.write(request.sampling());
        if (!options.isEmpty()) {
            writer.name("options").object();
            options.forEach((name, value) -> writer.name(name).raw(value));
            writer.end();
        }
        return writer.name("stream").bool(request.streaming()).end().finish();
    }
}
