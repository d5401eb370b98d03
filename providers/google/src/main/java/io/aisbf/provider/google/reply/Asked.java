// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.part.CallIds;
import io.aisbf.provider.google.request.ToolWriter;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.wire.tool.ToolIds;
import io.aisbf.wire.tool.ToolNames;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What an answer has to be read with: the question.
 *
 * @param names the names of the functions as they were sent; empty where the client's own went out
 */
record Asked(Json json, ChatRequest request, Call call, Optional<ToolNames> names) {
    static Asked of(Json json, ChatRequest request, Call call) {
        boolean relayed = request.wire()
                .filter(body -> body.format().equals(WireName.GEMINI_CONTENT))
                .isPresent();
        return new Asked(
                json, request, call, relayed ? Optional.empty() : Optional.of(ToolWriter.names(request.tools())));
    }

    /** The provider's name for the answer, or else the call's. */
    String id(Fields body) {
        return body.words("responseId").orElseGet(call::id);
    }

    String model(Fields body) {
        return body.words("modelVersion").orElseGet(request::model);
    }

    String tool(String sent) {
        return names.map(known -> known.original(sent)).orElse(sent);
    }

    /** Ids for calls that come without: none is given twice in a conversation, since no two answers share a name. */
    CallIds ids(String answer, int choice, IntSupplier place) {
        return new CallIds() {
            @Override
            public String ofCall(Optional<String> id, String tool) {
                return id.orElseGet(
                        () -> ToolIds.fitting(answer + ":" + choice + ":" + place.getAsInt(), ToolIds.OPENAI_LONGEST));
            }

            @Override
            public String ofResult(Optional<String> id, String tool) {
                return id.orElse(tool);
            }
        };
    }
}
