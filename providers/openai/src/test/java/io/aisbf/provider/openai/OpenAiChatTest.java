// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.testing.WireReplyContract;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.util.List;

/** What every wire format promises, promised by this one. */
class OpenAiChatTest extends WireReplyContract {
    @Override
    protected WireFormatFactory factory() {
        return new OpenAiChatFactory();
    }

    @Override
    protected Json json() {
        return new JacksonJson();
    }

    @Override
    protected String request() {
        return RelayTest.ODD;
    }

    @Override
    protected String usageRequest() {
        return "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    @Override
    protected List<String> wrongRequests() {
        return List.of(
                "{}",
                "{\"messages\":[]}",
                "{\"model\":null,\"messages\":[]}",
                "{\"model\":7,\"messages\":[]}",
                "{\"model\":\" \",\"messages\":[]}",
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"messages\":{}}",
                "{\"model\":\"m\",\"stream\":\"yes\",\"messages\":[]}",
                "{\"model\":\"m\",\"messages\":[1]}",
                "{\"model\":\"m\",\"messages\":[{\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":5}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{}}]}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":\"a"
                    + " b\"}]}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{}}]}]}",
                "{\"model\":\"m\",\"messages\":[],\"temperature\":\"hot\"}",
                "{\"model\":\"m\",\"messages\":[],\"max_tokens\":1.5}",
                "{\"model\":\"m\",\"messages\":[],\"max_tokens\":1e12}",
                "{\"model\":\"m\",\"messages\":[],\"stop\":[1]}",
                "{\"model\":\"m\",\"messages\":[],\"tools\":[{\"type\":\"function\"}]}",
                "{\"model\":\"m\",\"messages\":[],\"tool_choice\":\"maybe\"}");
    }

    @Override
    protected Answer answer() {
        return Answer.json(200, Samples.OPENAI_TOOLS_WHOLE.strip());
    }

    @Override
    protected Answer stream() {
        return Answer.events(Samples.OPENAI_TOOLS);
    }

    @Override
    protected Answer refusal() {
        return Answer.json(
                400,
                "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\","
                    + "\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}");
    }

    @Override
    protected Failure refused() {
        return Failure.CONTEXT_TOO_LONG;
    }

    /** Another protocol's: what this one has of its own is whatever an upstream spelled. */
    @Override
    protected Part.Signature signature(boolean first) {
        return new Part.Signature(WireName.ANTHROPIC_MESSAGES, first ? "Zmlyc3Q=" : "c2Vjb25k");
    }
}
