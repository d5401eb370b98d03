// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.wire;

import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The member {@code logprobs} of a choice, whole or in a chunk. */
public final class Weights {
    private static final String MEMBER = "logprobs";

    private Weights() {}

    /** The tokens that were weighed; none where the upstream did not weigh them. */
    public static List<Probability> read(Members choice) {
        return choice.child(MEMBER)
                .map(weighed ->
                        weighed.children("content").stream().map(Weights::token).toList())
                .orElse(List.of());
    }

    /** Writes the member; {@code null} where nothing was weighed, as OpenAI does. */
    public static void write(List<Probability> tokens, JsonWriter choice) {
        choice.name(MEMBER);
        if (tokens.isEmpty()) {
            choice.raw(RawJson.NULL);
            return;
        }
        choice.object().name("content").array();
        for (Probability token : tokens) {
            spelled(token, choice).name("top_logprobs").array();
            token.alternatives().forEach(other -> spelled(other, choice).end());
            choice.end().end();
        }
        choice.end().name("refusal").raw(RawJson.NULL).end();
    }

    private static Probability token(Members token) {
        Optional<Double> logprob = token.number("logprob");
        List<Probability> others =
                token.children("top_logprobs").stream().map(Weights::token).toList();
        return new Probability(
                token.need("token"),
                logprob.orElseThrow(() -> token.wrong("logprob", "is missing; a number is expected")),
                others);
    }

    private static JsonWriter spelled(Probability token, JsonWriter writer) {
        writer.object().name("token").text(token.token()).name("logprob").number(token.logprob());
        writer.name("bytes").array();
        for (byte one : token.token().getBytes(StandardCharsets.UTF_8)) {
            writer.number(one & 0xff);
        }
        return writer.end();
    }
}
