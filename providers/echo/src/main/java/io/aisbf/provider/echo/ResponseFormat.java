// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** OpenAI's {@code response_format}: an answer that has to be JSON. */
final class ResponseFormat {
    private static final String MEMBER = "response_format";

    private ResponseFormat() {}

    /** The document that was asked for; empty when plain text will do. */
    static Optional<String> answer(Question question, Json json) {
        RawJson format = question.request().extras().get(MEMBER);
        if (format == null || format.isNull()) {
            return Optional.empty();
        }
        try {
            return document(json.object(format), question, json);
        } catch (JsonException e) {
            throw Question.refusal(MEMBER, "is not understood: " + e.getMessage());
        }
    }

    private static Optional<String> document(JsonObject format, Question question, Json json) {
        String type = format.present("type").map(json::text).orElse("text");
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(object(question.text(), json));
            case "json_schema" ->
                Optional.of(SchemaSample.of(
                                format.present("json_schema")
                                        .flatMap(named -> json.object(named).present("schema"))
                                        .orElse(RawJson.of("{}")),
                                MEMBER,
                                json)
                        .toString());
            default ->
                throw Question.refusal(
                        MEMBER + ".type", "'" + type + "' is unknown; write text, json_object or json_schema");
        };
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
