// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.provider.google.wire.Fields;
import java.util.ArrayList;
import java.util.List;

/** The member {@code logprobsResult}: the chosen tokens, and at each place the likeliest ones. */
final class Probabilities {
    private Probabilities() {}

    static List<Probability> read(Fields result) {
        List<Fields> chosen = result.children("chosenCandidates");
        List<Fields> top = result.children("topCandidates");
        List<Probability> tokens = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            List<Probability> alternatives = i < top.size()
                    ? top.get(i).children("candidates").stream()
                            .map(token -> token(token, List.of()))
                            .toList()
                    : List.of();
            tokens.add(token(chosen.get(i), alternatives));
        }
        return tokens;
    }

    private static Probability token(Fields token, List<Probability> alternatives) {
        return new Probability(
                token.text("token").orElse(""), token.number("logProbability").orElse(0.0), alternatives);
    }

    /** Writes the member. */
    static void write(List<Probability> tokens, JsonWriter writer) {
        writer.name("logprobsResult").object().name("chosenCandidates").array();
        tokens.forEach(token -> write(token, writer));
        writer.end();
        if (tokens.stream().anyMatch(token -> !token.alternatives().isEmpty())) {
            writer.name("topCandidates").array();
            for (Probability token : tokens) {
                writer.object().name("candidates").array();
                token.alternatives().forEach(other -> write(other, writer));
                writer.end().end();
            }
            writer.end();
        }
        writer.end();
    }

    private static void write(Probability token, JsonWriter writer) {
        writer.object().name("token").text(token.token());
        // JSON has no infinity: that is how some providers spell "never".
        double logprob = Double.isFinite(token.logprob()) ? token.logprob() : -9999;
        writer.name("logProbability").number(logprob).end();
    }
}
