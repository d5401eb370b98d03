// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.doubles.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists of models, and single ones, as each protocol's clients ask for them. */
final class Listing {
    private static final List<String> SOME = List.of(
            "double-openai/text",
            "double-openai/org/text",
            "double-anthropic/org/text",
            "double-google/text",
            "double-ollama/text:latest");
    private static final String SLASHED = "double-openai/org/text";
    private static final String ESCAPED = "double-openai%2Forg%2Ftext";
    private static final List<Asker> ASKERS = List.of(
            new Asker("openai-chat", "/v1/models", Map.of(), "data", "id", ""),
            new Asker("anthropic-messages", "/v1/models", Map.of("anthropic-version", "2023-06-01"), "data", "id", ""),
            new Asker(
                    "gemini-content",
                    "/v1beta/models",
                    Map.of("x-goog-api-key", "AIza-client"),
                    "models",
                    "name",
                    "models/"),
            new Asker("ollama-chat", "/api/tags", Map.of(), "models", "name", ""));

    private final Exchange exchange;

    private Listing(Exchange exchange) {
        this.exchange = exchange;
    }

    /** How one protocol's clients ask: where, and where in the answer the names stand. */
    private record Asker(
            String protocol, String path, Map<String, String> headers, String list, String name, String before) {}

    static Table table(Exchange exchange) {
        Table table = new Table(
                "Lists of models",
                "Every list holds the models of all providers.",
                ASKERS.stream().map(Asker::protocol).toList());
        Listing listing = new Listing(exchange);
        for (Asker asker : ASKERS) {
            table.fill("the list", () -> listing.list(asker));
        }
        for (Asker asker : ASKERS) {
            table.fill("one model, the slashes of its name as they are", () -> listing.one(asker, SLASHED));
        }
        for (Asker asker : ASKERS) {
            table.fill("one model, the slashes of its name escaped", () -> listing.one(asker, ESCAPED));
        }
        return table;
    }

    private String list(Asker asker) throws IOException, InterruptedException {
        JsonNode body = Tree.parse(Table.good(exchange.get(asker.path, asker.headers)));
        List<String> names = new ArrayList<>();
        body.path(asker.list).forEach(model -> names.add(model.path(asker.name).asText()));
        for (String model : SOME) {
            Table.need(names.contains(asker.before + model), model + " is listed, got " + names);
        }
        return "✓";
    }

    private String one(Asker asker, String name) throws IOException, InterruptedException {
        if (asker.protocol.equals("ollama-chat")) {
            return shown(name);
        }
        JsonNode body = Tree.parse(Table.good(exchange.get(asker.path + "/" + name, asker.headers)));
        Table.need(body.path(asker.name).asText().equals(asker.before + SLASHED), "the model, got " + body);
        return "✓";
    }

    /** Ollama's clients name it in a body, where nothing is escaped. */
    private String shown(String name) throws IOException, InterruptedException {
        if (name.equals(ESCAPED)) {
            return "–";
        }
        Client.Sending show = new Client.Sending("/api/show", Map.of(), Tree.object("model", name));
        JsonNode body = Tree.parse(Table.good(exchange.send(show)));
        boolean whole =
                body.path("details").isObject() && body.path("capabilities").isArray();
        Table.need(whole && body.path("model_info").isObject(), "the model, got " + body);
        return "✓";
    }
}
