// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.item;

import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How likely tokens were, as the member {@code logprobs} of an {@code output_text}. */
public final class Probabilities {
    private Probabilities() {}

    /** Reads the member of that name; none if it is missing. */
    public static List<Probability> read(Members members, String name) {
        return members.children(name).stream()
                .map(token -> new Probability(
                        token.text("token").orElse(""),
                        token.number("logprob").orElse(0.0),
                        read(token, "top_logprobs")))
                .toList();
    }

    /** Writes the member's value. */
    public static RawJson write(List<Probability> tokens) {
        JsonWriter writer = new JsonWriter().array();
        for (Probability token : tokens) {
            one(token, writer.object());
            writer.name("top_logprobs").array();
            for (Probability other : token.alternatives()) {
                one(other, writer.object());
                writer.end();
            }
            writer.end().end();
        }
        return writer.end().finish();
    }

    private static void one(Probability token, JsonWriter writer) {
        writer.name("token").text(token.token()).name("bytes").array();
        for (byte each : token.token().getBytes(StandardCharsets.UTF_8)) {
            writer.number(each & 0xff);
        }
        writer.end().name("logprob").number(token.logprob());
    }
}
