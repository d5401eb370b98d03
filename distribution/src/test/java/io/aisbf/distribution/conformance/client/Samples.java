// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What clients send: the same for all protocols. */
public final class Samples {
    /** A picture of one pixel. */
    public static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5" + "ErkJggg==";

    /** A recording of nothing. */
    public static final String WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

    /** A document without pages. */
    public static final String PDF = Base64.getEncoder()
            .encodeToString("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
                    .getBytes(StandardCharsets.US_ASCII));

    /** A picture somewhere. */
    public static final String LINK = "https://example.org/cat.png";

    static final String QUESTION = "Say hello, as JSON if you like";

    private Samples() {}

    static JsonNode citySchema() {
        return Tree.parse("""
            {"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}
            """);
    }

    static JsonNode noSchema() {
        return Tree.parse("{\"type\":\"object\",\"properties\":{}}");
    }

    static JsonNode answerSchema() {
        return Tree.parse("""
            {"type":"object","properties":{"city":{"type":"string"},"n":{"type":"integer"}},\
            "required":["city","n"],"additionalProperties":false}
            """);
    }

    /** {@return what a tool answers to a call} */
    static String result(Heard.Call call) {
        return call.tool().equals("clock")
                ? "12:00"
                : "21 degrees in " + call.arguments().path("city").asText();
    }
}
