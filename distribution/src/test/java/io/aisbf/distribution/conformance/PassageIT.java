// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.doubles.Asked;
import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.doubles.Tree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is not one cell of the table: versions of a protocol, candidates of which only some can carry a wish, and a
 * gateway that is strict with everybody.
 */
@Timeout(240)
class PassageIT {
    private static final String BETAS = "context-management-2025-06-27, interleaved-thinking-2025-05-14";

    private static Doubles doubles;
    private static Product product;
    private static Exchange exchange;

    @BeforeAll
    static void start() throws Exception {
        doubles = Doubles.start();
        product = Product.start(doubles.configuration() + """
              keyless: {type: anthropic, endpoint: %s/anthropic, api_key_required: false}
            rotations:
              some: {models: {double-anthropic/n2--some: 100000, double-openai/n2--some: 1}}
              none: {models: {double-anthropic/n2--none: 1, double-ollama/n2--none: 1}}
            """.formatted(doubles.address()));
        exchange = new Exchange(product.address());
    }

    @AfterAll
    static void stop() {
        product.close();
        doubles.close();
    }

    @ParameterizedTest
    @CsvSource({"2026-10-21, authorization, Bearer sk-ant-client", "2023-06-01, x-api-key, sk-ant-client"})
    void aRelayPassesVersionBetasAndBodyOnAsTheyCame(String version, String name, String key) throws Exception {
        String model = "text--" + version;
        Map<String, String> headers = Map.of("anthropic-version", version, "anthropic-beta", BETAS, name, key);
        JsonNode turn = Tree.object("role", "user", "content", "Grüße \u2028 \uD83D\uDE80");
        ObjectNode body = Tree.object("max_tokens", 9, "messages", Tree.array(turn), "model", "x");
        Exchange.Reply reply = exchange.send(
                new Client.Sending("/v1/messages", headers, body.put("model", "double-anthropic/" + model)));

        assertEquals(200, reply.status(), reply.body());
        Asked arrived = doubles.seen(model).getLast().asked();
        assertEquals(version, arrived.header("anthropic-version").orElse(""));
        assertEquals(BETAS, arrived.header("anthropic-beta").orElse(""));
        assertEquals(body.put("model", model).toString(), arrived.body());
        assertTrue(!arrived.headers().toString().contains("sk-ant-client"), "the client's key stays here");
    }

    @ParameterizedTest
    @CsvSource({"2026-10-21, authorization, Bearer sk-ant-client", "2023-06-01, x-api-key, sk-ant-client"})
    void aClientsOwnKeyGoesOnWhereTheGatewayHasNone(String version, String name, String key) throws Exception {
        String model = "text--own-key." + version;
        Exchange.Reply reply = exchange.send(messages("keyless/" + model, version, name, key));

        assertEquals(200, reply.status(), reply.body());
        Map<String, String> arrived = doubles.seen(model).getLast().asked().headers();
        assertTrue(arrived.toString().contains("sk-ant-client"), arrived.toString());
    }

    @Test
    void whatTheNewerVersionRefusesIsRefusedToItsClients() throws Exception {
        Client.Sending asked =
                messages("double-anthropic/sampling--newer", "2026-10-21", "authorization", "Bearer sk-ant-client");
        asked.body().put("temperature", 0.5);
        Exchange.Reply reply = exchange.send(asked);

        assertEquals(400, reply.status(), reply.body());
        assertTrue(reply.body().contains("temperature"), reply.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai-chat", "openai-responses", "gemini-content", "ollama-chat"})
    void whatIsTranslatedSpeaksTheVersionThatKnowsSampling(String protocol) throws Exception {
        String model = "sampling--" + protocol;
        Client.Sending asked = client(protocol)
                .ask(Capability.SAMPLING, "double-anthropic/" + model, false)
                .orElseThrow();
        Exchange.Reply reply = exchange.send(asked);

        assertEquals(200, reply.status(), reply.body());
        Asked arrived = doubles.seen(model).getLast().asked();
        assertEquals("2023-06-01", arrived.header("anthropic-version").orElse(""));
        assertEquals(0.5, arrived.json().path("temperature").asDouble());
    }

    @Test
    void theCandidateThatCanCarryItAnswers() throws Exception {
        for (int i = 0; i < 4; i++) {
            for (boolean stream : List.of(false, true)) {
                Client client = client("openai-chat");
                Exchange.Reply reply = exchange.send(
                        client.ask(Capability.N2, "rotation/some", stream).orElseThrow());
                assertEquals(200, reply.status(), reply.body());
                assertEquals(
                        "double-openai/n2--some",
                        reply.headers().firstValue("x-aisbf-selected").orElse(""));
                assertEquals("", reply.lossy());
                assertEquals(
                        List.of("Hello there", "Hello there"),
                        client.read(reply.contentType(), reply.body(), stream).texts());
            }
        }
        List<String> heard = doubles.seen("n2--some").stream()
                .map(Doubles.Seen::protocol)
                .distinct()
                .toList();
        assertEquals(List.of("openai-chat"), heard, "who cannot carry it hears nothing of it");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereNoCandidateCanTheMemberIsNamed(boolean stream) throws Exception {
        Client client = client("openai-chat");
        Exchange.Reply reply =
                exchange.send(client.ask(Capability.N2, "rotation/none", stream).orElseThrow());

        assertEquals(400, reply.status(), reply.body());
        assertTrue(client.error(reply.body()).contains("n cannot be carried"), reply.body());
        assertEquals(List.of(), doubles.seen("n2--none"));
    }

    @Test
    void aStrictGatewayRefusesEverybodysHintsBeforeTheyCostAnything() throws Exception {
        Expected expected = new Expected();
        String yaml = doubles.configuration() + "server: {strict: true}\n";
        try (Product strict = Product.start(yaml)) {
            Exchange all = new Exchange(strict.address());
            Map<String, List<String>> problems = Matrix.pairs(
                    (client, provider) -> new Strictness(client, provider, doubles, all, Map.of()).run(expected));
            problems.values().removeIf(List::isEmpty);
            assertEquals(Map.of(), problems);
        }
    }

    private static Client.Sending messages(String model, String version, String name, String key) {
        JsonNode turn = Tree.object("role", "user", "content", "Hello");
        return new Client.Sending(
                "/v1/messages",
                Map.of("anthropic-version", version, name, key),
                Tree.object("model", model, "max_tokens", 9, "messages", Tree.array(turn)));
    }

    private static Client client(String protocol) {
        return Client.all().stream()
                .filter(client -> client.protocol().equals(protocol))
                .findFirst()
                .orElseThrow();
    }
}
