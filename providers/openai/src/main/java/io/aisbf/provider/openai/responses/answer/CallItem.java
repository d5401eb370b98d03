// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.responses.item.Calls;
import java.io.IOException;

/**
 * A tool call that is being streamed. The arguments of a function are told as they come; those of a custom tool are the
 * text within a JSON string, and told once that is complete.
 */
final class CallItem implements OpenItem {
    private final Json json;
    private final ItemEvents events;
    private final String callId;
    private final String tool;
    private final boolean custom;
    private final StringBuilder arguments = new StringBuilder();

    private CallItem(Json json, ItemEvents events, String callId, String tool, boolean custom) {
        this.json = json;
        this.events = events;
        this.callId = callId;
        this.tool = tool;
        this.custom = custom;
    }

    static CallItem begin(Json json, ItemEvents events, String callId, String tool, boolean custom) throws IOException {
        JsonWriter writer = new JsonWriter().object().name("id").text(events.id());
        writer.name("type").text(custom ? "custom_tool_call" : "function_call");
        writer.name("status").text("in_progress").name("call_id").text(callId);
        writer.name("name").text(tool);
        writer.name(custom ? Calls.INPUT : "arguments").text("");
        events.added(writer.end().finish());
        return new CallItem(json, events, callId, tool, custom);
    }

    void go(String fragment) throws IOException {
        arguments.append(fragment);
        if (!custom && !fragment.isEmpty()) {
            delta("function_call_arguments.delta", fragment);
        }
    }

    /** Whether its arguments are complete, or none came at all. */
    boolean settled() {
        return arguments.toString().isBlank() || complete();
    }

    /** Whether its arguments are complete. */
    boolean complete() {
        return Calls.complete(json, arguments.toString());
    }

    /**
     * Ends the call.
     *
     * @throws CallException {@code MALFORMED_REPLY} if its arguments are not complete: half of them must not look whole
     */
    @Override
    public RawJson close(String status) throws IOException {
        if (arguments.toString().isBlank()) {
            // Clients parse the arguments, and nothing at all is no JSON.
            go("{}");
        }
        String all = arguments.toString();
        if (!complete()) {
            throw new CallException(
                    Failure.MALFORMED_REPLY, "the arguments of the call of " + tool + " are no complete JSON object");
        }
        if (custom) {
            String input = Calls.input(json, all);
            delta("custom_tool_call_input.delta", input);
            events.send(
                    "custom_tool_call_input.done",
                    writer -> writer.name(Calls.INPUT).text(input));
            return events.done(Calls.write(events.id(), callId, tool, true, input));
        }
        events.send(
                "function_call_arguments.done",
                writer -> writer.name("name").text(tool).name("arguments").text(all));
        return events.done(Calls.write(events.id(), callId, tool, false, all));
    }

    private void delta(String type, String words) throws IOException {
        events.send(type, writer -> writer.name("delta").text(words));
    }
}
