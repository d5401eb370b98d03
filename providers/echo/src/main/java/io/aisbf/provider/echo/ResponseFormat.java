// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer that has to be JSON. */
final class ResponseFormat {
    /** What the client calls it whose format is not understood, and OpenAI's clients in any case. */
    private static final String MEMBER = "response_format";

    private ResponseFormat() {}

    /** The document that was asked for; empty when plain text will do. */
    static Optional<String> answer(Question question, Json json) {
        if (question.request().extras().containsKey(MEMBER)) {
            throw Call.cannotCarry(MEMBER, "echo knows text, any JSON object and JSON that fits a schema");
        }
        return question.request().options().shape().map(shape -> switch (shape) {
            case Shape.Json _ -> object(question.text(), json);
            case Shape.Schema schema ->
                SchemaSample.of(schema.schema(), MEMBER, json).toString();
        });
    }

    /** The text itself if it is an object already, an object that holds it if not. */
    private static String object(String text, Json json) {
        try {
            return json.object(text.getBytes(StandardCharsets.UTF_8)).toString();
        } catch (JsonException notJson) {
            return new JsonWriter()
                    .object()
                    .name("echo")
                    .text(text)
                    .end()
                    .finish()
                    .toString();
        }
    }
}
