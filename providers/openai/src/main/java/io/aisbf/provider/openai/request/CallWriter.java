// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.wire.Thoughts;
import io.aisbf.wire.tool.ToolIds;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes calls of tools, for upstreams and for clients. */
public final class CallWriter {
    private CallWriter() {}

    /** The id of a call as this protocol takes it. */
    public static String id(Part.ToolCall call) {
        return ToolIds.fitting(call.id(), ToolIds.OPENAI_LONGEST);
    }

    /**
     * A call as an element of {@code tool_calls}.
     *
     * @param extra the object that proves whose call it is
     * @param names what the reader calls a tool
     */
    public static RawJson write(Part.ToolCall call, Optional<RawJson> extra, UnaryOperator<String> names) {
        JsonWriter writer = new JsonWriter().object();
        writer.name("id").text(id(call)).name("type").text("function");
        writer.name("function").object().name("name").text(names.apply(call.tool()));
        boolean isString = call.arguments().kind() == RawJson.Kind.STRING;
        RawJson arguments =
                isString ? call.arguments() : RawJson.text(call.arguments().toString());
        writer.name("arguments").raw(arguments).end();
        extra.ifPresent(json -> writer.name(Thoughts.EXTRA).raw(json));
        return writer.end().finish();
    }
}
