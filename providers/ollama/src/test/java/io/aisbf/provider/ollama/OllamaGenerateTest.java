// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.Json;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.testing.WireReplyContract;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.runtime.json.JacksonJson;
import java.util.List;

/** What every wire format promises, promised by {@code ollama-generate}. */
class OllamaGenerateTest extends WireReplyContract {
    @Override
    protected WireFormatFactory factory() {
        return new OllamaGenerateFactory();
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
    protected List<Message> conversation() {
        return List.of(
                Message.of(Message.Role.SYSTEM, "Be brief."),
                Message.of(Message.Role.USER, "A \"quoted\" line\nand \uD83D\uDE00"));
    }

    @Override
    protected String request() {
        return "{ \"model\":\"llama3.2\", \"prompt\":\"Why?\", \"system\":\"Be brief.\",\"stream\":"
                + " false,\"context\":[1 ,2],"
                + "\"images\":[\"" + Samples.PNG + "\"],\"options\":{\"num_ctx\":4.096e3}, \"later\":{}}";
    }

    @Override
    protected List<String> wrongRequests() {
        return List.of(
                "{}",
                "{\"prompt\":\"x\"}",
                "{\"model\":7,\"prompt\":\"x\"}",
                "{\"model\":\"m\",\"prompt\":[]}",
                "{\"model\":\"m\",\"prompt\":\"x\",\"system\":1}",
                "{\"model\":\"m\",\"prompt\":\"x\",\"stream\":1}",
                "{\"model\":\"m\",\"prompt\":\"x\",\"images\":\"x\"}",
                "{\"model\":\"m\",\"prompt\":\"x\",\"images\":[\"not base64!\"]}",
                "{\"model\":\"m\",\"prompt\":\"x\",\"options\":{\"seed\":\"x\"}}");
    }

    @Override
    protected Answer answer() {
        return Answer.of(200, "application/json; charset=utf-8", Samples.GENERATE);
    }

    @Override
    protected Answer stream() {
        return Answer.of(200, "application/x-ndjson", Samples.GENERATE_STREAM);
    }

    @Override
    protected Answer refusal() {
        return Answer.json(400, "{\"error\":\"\\\"llama3.2\\\" does not support generate\"}");
    }

    @Override
    protected Failure refused() {
        return Failure.INVALID_REQUEST;
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
