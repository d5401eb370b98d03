// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.doubles.Tree;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Counting tokens: the provider's own figure where it counts, an estimate that says so where it does not. */
final class Counting {
    /** What doubles count everything to. */
    private static final int COUNTED = 42;

    private static final Set<Provider> COUNTERS = Set.of(Provider.ANTHROPIC, Provider.GOOGLE);

    private final Doubles doubles;
    private final Exchange exchange;

    private Counting(Doubles doubles, Exchange exchange) {
        this.doubles = doubles;
        this.exchange = exchange;
    }

    static Table table(Doubles doubles, Exchange exchange) {
        Table table = new Table(
                "Counting tokens",
                "*counted*: the provider's own figure. *estimated*: it has none, and the answer says so in"
                        + " `x-aisbf-estimated`. Chat completions and Ollama have no words for the question.",
                Arrays.stream(Provider.values()).map(Provider::protocol).toList());
        Counting counting = new Counting(doubles, exchange);
        for (Client client : Client.all()) {
            if (Set.of("anthropic-messages", "gemini-content", "openai-responses")
                    .contains(client.protocol())) {
                for (Provider provider : Provider.values()) {
                    table.fill(client.protocol(), () -> counting.mark(client, provider));
                }
            }
        }
        return table;
    }

    private String mark(Client client, Provider provider) throws IOException, InterruptedException {
        String mark = "";
        boolean gemini = client.protocol().equals("gemini-content");
        // Gemini's clients may send the whole request, with how its answer would be drawn: nobody else counts that.
        Capability drawn = gemini ? Capability.SAMPLING : Capability.SYSTEM;
        for (Capability capability : List.of(Capability.TEXT, Capability.TOOL_RESULT, drawn)) {
            mark = mark(client, provider, capability);
        }
        return mark;
    }

    private String mark(Client client, Provider provider, Capability capability)
            throws IOException, InterruptedException {
        String model = "count--" + client.protocol() + "." + capability + "." + provider;
        String target = provider.target() + "/" + model;
        Exchange.Reply reply = exchange.send(
                question(client, client.ask(capability, target, false).orElseThrow()));
        Table.need(reply.status() == 200, "a 200, got " + reply.status() + " " + reply.body());
        int tokens = tokens(client, Tree.parse(reply.body()));
        boolean counted = COUNTERS.contains(provider);
        boolean said =
                reply.headers().firstValue("x-aisbf-estimated").orElse("").equals("true");
        Table.need(said != counted, "an estimate says that it is one, got " + reply.headers());
        int asked = doubles.seen(model).size();
        Table.need(asked == (counted ? 1 : 0), "the provider is asked where it counts, was " + asked + " times");
        boolean right = counted ? tokens == COUNTED : tokens > 0 && tokens < 2000;
        Table.need(right, "tokens, got " + tokens);
        return counted ? "counted" : "estimated";
    }

    /** What is counted is the question without how its answer is to be drawn. */
    private static Client.Sending question(Client client, Client.Sending sending) {
        ObjectNode body = sending.body();
        body.remove(List.of("max_tokens", "max_output_tokens", "store"));
        return switch (client.protocol()) {
            case "anthropic-messages" -> new Client.Sending("/v1/messages/count_tokens", sending.headers(), body);
            case "openai-responses" -> new Client.Sending("/v1/responses/input_tokens", sending.headers(), body);
            default -> {
                String path = sending.path().replace(":generateContent", ":countTokens");
                String target = path.substring("/v1beta/".length(), path.lastIndexOf(':'));
                JsonNode whole = body.put("model", target);
                yield new Client.Sending(path, sending.headers(), Tree.object("generateContentRequest", whole));
            }
        };
    }

    private static int tokens(Client client, JsonNode body) {
        JsonNode tokens = switch (client.protocol()) {
            case "gemini-content" -> body.path("totalTokens");
            case "openai-responses" -> {
                boolean named = body.path("object").asText().equals("response.input_tokens");
                Table.need(named, "an object response.input_tokens, got " + body);
                yield body.path("input_tokens");
            }
            default -> body.path("input_tokens");
        };
        Table.need(tokens.isInt(), "a number, got " + body);
        return tokens.intValue();
    }
}
