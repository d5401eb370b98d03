// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.testing.WireReplyContract;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.runtime.json.JacksonJson;
import java.util.List;

/** What every wire format promises, promised by {@code ollama-chat}. */
class OllamaChatTest extends WireReplyContract {
    @Override
    protected WireFormatFactory factory() {
        return new OllamaChatFactory();
    }

    @Override
    protected Json json() {
        return new JacksonJson();
    }

    @Override
    protected boolean carriesIds() {
        return false;
    }

    @Override
    protected String request() {
        return "{ \"model\":\"qwen3\", \"stream\":"
            + " false,\"messages\":[{\"role\":\"user\",\"content\":\"Weather?\",\"x\":1},"
            + "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"a\",\"arguments\":{\"n\":1e2}}}]},"
            + "{\"role\":\"tool\",\"tool_name\":\"a\",\"content\":\"wet\"}],\"keep_alive\":\"5m\",\"options\":{\"num_ctx\":4.096e3},\"later\":[1"
            + " ,2]}";
    }

    @Override
    protected List<String> wrongRequests() {
        return List.of(
                "{}",
                "{\"messages\":[]}",
                "{\"model\":null,\"messages\":[]}",
                "{\"model\":7,\"messages\":[]}",
                "{\"model\":\" \",\"messages\":[]}",
                "{\"model\":\"m\",\"messages\":{}}",
                "{\"model\":\"m\",\"stream\":\"yes\",\"messages\":[]}",
                "{\"model\":\"m\",\"messages\":[1]}",
                "{\"model\":\"m\",\"messages\":[{\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"images\":[1]}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"images\":[\"\"]}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"images\":[\"data:image/png;base64,iVBO\"]}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"function\":{}}]}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"a\",\"arguments\":[]}}]}]}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"a\",\"arguments\":\"{\\\"a\"}}]}]}",
                "{\"model\":\"m\",\"messages\":[],\"options\":7}",
                "{\"model\":\"m\",\"messages\":[],\"options\":{\"temperature\":\"hot\"}}",
                "{\"model\":\"m\",\"messages\":[],\"options\":{\"num_predict\":1.5}}",
                "{\"model\":\"m\",\"messages\":[],\"options\":{\"top_k\":1e12}}",
                "{\"model\":\"m\",\"messages\":[],\"options\":{\"stop\":[1]}}",
                "{\"model\":\"m\",\"messages\":[],\"tools\":[{\"type\":\"function\"}]}");
    }

    @Override
    protected Answer answer() {
        return Answer.of(200, "application/json; charset=utf-8", Samples.CHAT);
    }

    @Override
    protected Answer stream() {
        return Answer.of(200, "application/x-ndjson", Samples.CHAT_STREAM);
    }

    @Override
    protected Answer refusal() {
        return Answer.json(404, "{\"error\":\"model 'qwen3' not found\"}");
    }

    @Override
    protected Failure refused() {
        return Failure.UNKNOWN_MODEL;
    }

    @Override
    protected boolean carriesSignatures() {
        return false;
    }

    @Override
    protected boolean carriesCitations() {
        return false;
    }
}
