// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.testing.WireReplyContract;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.runtime.json.JacksonJson;
import java.util.List;
import java.util.Map;

/** What every wire format promises, promised by this one to clients that want events. */
class GeminiContentTest extends WireReplyContract {
    @Override
    protected WireFormatFactory factory() {
        return new GeminiContentFactory();
    }

    @Override
    protected Json json() {
        return new JacksonJson();
    }

    @Override
    protected String effectiveContext() {
        return "effectiveContext";
    }

    @Override
    protected String request() {
        return Samples.ODD;
    }

    @Override
    protected Map<String, String> pathParameters() {
        return Map.of(
                "model",
                "models/gemini-2.5-flash",
                "?alt",
                "sse",
                WireFormat.ENDPOINT,
                "/v1beta/{+model}:generateContent");
    }

    @Override
    protected List<String> wrongRequests() {
        String contents = "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}],";
        return List.of(
                "{}",
                "{\"contents\":[]}",
                "{\"contents\":\"hello\"}",
                "{\"contents\":[1]}",
                "{\"contents\":[{\"role\":\"assistant\",\"parts\":[{\"text\":\"x\"}]}]}",
                "{\"contents\":[{\"parts\":\"x\"}]}",
                "{\"contents\":[{\"parts\":[{}]}]}",
                "{\"contents\":[{\"parts\":[{\"text\":5}]}]}",
                "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\"}}]}]}",
                "{\"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"a b\"}}]}]}",
                "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"args\":{}}}]}]}",
                "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":\"{}\"}}]}]}",
                "{\"contents\":[{\"parts\":[{\"functionResponse\":{\"response\":{}}}]}]}",
                contents + "\"systemInstruction\":7}",
                contents + "\"tools\":[{\"functionDeclarations\":[{\"description\":\"x\"}]}]}",
                contents + "\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"MAYBE\"}}}",
                contents + "\"generationConfig\":{\"temperature\":\"hot\"}}",
                contents + "\"generationConfig\":{\"maxOutputTokens\":1.5}}",
                contents + "\"generationConfig\":{\"stopSequences\":[1]}}",
                contents + "\"generationConfig\":[]}");
    }

    @Override
    protected Answer answer() {
        return Answer.of(200, "application/json; charset=UTF-8", Samples.TOOLS_WHOLE.strip());
    }

    @Override
    protected Answer stream() {
        return Answer.events(Samples.TOOLS);
    }

    @Override
    protected Answer refusal() {
        return Answer.json(400, Samples.TOO_LONG);
    }

    @Override
    protected Failure refused() {
        return Failure.CONTEXT_TOO_LONG;
    }
}
