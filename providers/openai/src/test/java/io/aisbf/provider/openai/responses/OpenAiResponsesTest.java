// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

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
class OpenAiResponsesTest extends WireReplyContract {
    @Override
    protected WireFormatFactory factory() {
        return new OpenAiResponsesFactory();
    }

    @Override
    protected Json json() {
        return new JacksonJson();
    }

    @Override
    protected String request() {
        return Recorded.CODEX.replace("\"stream\":true", "\"temperature\": 1.0e0, \"odd\" :[1E2]");
    }

    @Override
    protected List<String> wrongRequests() {
        return List.of(
                "{}",
                "{\"input\":\"x\"}",
                "{\"model\":7,\"input\":\"x\"}",
                "{\"model\":\" \",\"input\":\"x\"}",
                "{\"model\":\"m\"}",
                "{\"model\":\"m\",\"input\":{}}",
                "{\"model\":\"m\",\"input\":\"x\",\"stream\":\"yes\"}",
                "{\"model\":\"m\",\"input\":\"x\",\"instructions\":[]}",
                "{\"model\":\"m\",\"input\":[1]}",
                "{\"model\":\"m\",\"input\":[{\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"robot\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":5}]}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\"}]}]}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"a"
                    + " b\"}]}]}",
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\"}]}]}",
                "{\"model\":\"m\",\"input\":[{\"type\":\"function_call\",\"call_id\":\"a\"}]}",
                "{\"model\":\"m\",\"input\":[{\"type\":\"function_call_output\",\"output\":\"a\"}]}",
                "{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"summary\":\"a\"}]}",
                "{\"model\":\"m\",\"input\":\"x\",\"temperature\":\"hot\"}",
                "{\"model\":\"m\",\"input\":\"x\",\"max_output_tokens\":1.5}",
                "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"function\"}]}",
                "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{}]}",
                "{\"model\":\"m\",\"input\":\"x\",\"tool_choice\":\"maybe\"}",
                "{\"model\":\"m\",\"input\":\"x\",\"tool_choice\":{\"type\":\"function\"}}");
    }

    @Override
    protected Answer answer() {
        return Answer.json(200, Recorded.WHOLE);
    }

    @Override
    protected Answer stream() {
        return Answer.events(Recorded.STREAM);
    }

    @Override
    protected Answer refusal() {
        return Answer.json(
                400,
                "{\"error\":{\"message\":\"Your input exceeds the context window of this model.\","
                    + "\"type\":\"invalid_request_error\",\"param\":\"input\",\"code\":\"context_length_exceeded\"}}");
    }

    @Override
    protected Failure refused() {
        return Failure.CONTEXT_TOO_LONG;
    }

    /** Another protocol's: one of its own names the item, which a stream has begun before the proof comes. */
    @Override
    protected Part.Signature signature(boolean first) {
        return new Part.Signature(WireName.GEMINI_CONTENT, first ? "Zmlyc3Q=" : "c2Vjb25k");
    }
}
