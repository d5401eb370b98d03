// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.WireFormat;
import java.util.Map;

/** The same promises to clients that did not ask for events, from an upstream that sends none either. */
class GeminiArrayTest extends GeminiContentTest {
    @Override
    protected Map<String, String> pathParameters() {
        return Map.of("model", "gemini-2.5-flash", WireFormat.ENDPOINT, "/v1/{+model}:generateContent");
    }

    @Override
    protected Answer stream() {
        return Answer.json(200, Samples.TOOLS_ARRAY);
    }

    @Override
    protected Answer refusal() {
        return Answer.json(400, "[" + Samples.TOO_LONG.strip() + "]");
    }
}
