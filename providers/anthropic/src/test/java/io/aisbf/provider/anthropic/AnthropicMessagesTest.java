// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.testing.WireReplyContract;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.runtime.json.JacksonJson;
import java.util.List;

/** What every wire format promises, promised by this one. */
class AnthropicMessagesTest extends WireReplyContract {
    private static final String ODD = """
        { "max_tokens" : 1.0e3, "model":"claude-x" ,
          "temperature":0.70, "an_unknown_member":{"n":1e2,"n2":[1.0]},
          "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"},"x":1}],
          "messages":[{"role":"user","content":"h\\u00e9llo"},{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"role":"user"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"Eq"},{"type":"tool_use","id":"t1","name":"f","input":{"a":1.50}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1"},{"type":"text","text":"go"}]},
            {"role":"system","content":"Later."},
            {"role":"user","content":"end"}] }\
        """;

    @Override
    protected WireFormatFactory factory() {
        return new AnthropicMessagesFactory();
    }

    @Override
    protected Json json() {
        return new JacksonJson();
    }

    @Override
    protected String request() {
        return ODD;
    }

    @Override
    protected List<String> wrongRequests() {
        // long method: a table of wrong bodies
        String m = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":";
        return List.of(
                "{}",
                "{\"max_tokens\":9,\"messages\":[]}",
                "{\"model\":7,\"max_tokens\":9,\"messages\":[]}",
                "{\"model\":\" \",\"max_tokens\":9,\"messages\":[]}",
                "{\"model\":\"m\",\"messages\":[]}",
                "{\"model\":\"m\",\"max_tokens\":\"many\",\"messages\":[]}",
                "{\"model\":\"m\",\"max_tokens\":9}",
                m + "{}}",
                m + "[],\"stream\":\"yes\"}",
                m + "[1]}",
                m + "[{\"content\":\"x\"}]}",
                m + "[{\"role\":\"user\"}]}",
                m + "[{\"role\":\"tool\",\"content\":\"x\"}]}",
                m + "[{\"role\":\"user\",\"content\":5}]}",
                m + "[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]}",
                m + "[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]}",
                m + "[{\"role\":\"user\",\"content\":[{\"type\":\"image\"}]}]}",
                m
                        + "[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"a"
                        + " b\"}}]}]}",
                m + "[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"fax\"}}]}]}",
                m
                        + "[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":[]}]}]}",
                m + "[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"content\":\"x\"}]}]}",
                m + "[],\"temperature\":\"hot\"}",
                m + "[],\"stop_sequences\":[1]}",
                m + "[],\"tools\":[{\"name\":\"f\"}]}",
                m + "[],\"tool_choice\":{\"type\":\"maybe\"}}",
                m + "[],\"thinking\":{\"type\":\"enabled\"}}",
                m + "[],\"system\":[{\"type\":\"text\"}]}");
    }

    @Override
    protected Answer answer() {
        return Answer.json(200, Samples.THOUGHTS_AND_TOOLS_WHOLE);
    }

    @Override
    protected Answer stream() {
        return Answer.events(Samples.THOUGHTS_AND_TOOLS);
    }

    @Override
    protected Answer refusal() {
        return Answer.json(
                400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long:"
                        + " 210000 tokens > 200000 maximum\"},\"request_id\":\"req_1\"}");
    }

    @Override
    protected Failure refused() {
        return Failure.CONTEXT_TOO_LONG;
    }

    @Override
    protected boolean carriesStopSequences() {
        return true;
    }
}
