// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.conformance.client.Heard;
import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Gemini's third generation refuses a tool call that comes back without the proof of the thought before it; every
 * client gets through to it, with the proof itself wherever client or gateway still has it.
 */
@Timeout(240)
class ProofsIT {
    /** How a proof of the double begins, and what Gemini accepts in the place of one that is lost. */
    private static final String REAL = "\"thoughtSignature\":\"++++";

    private static final String LAST_RESORT = "\"thoughtSignature\":\"skip_thought_signature_validator\"";
    private static final Set<String> THOUGHTS = Set.of("reasoning", "thinking", "redacted_thinking");

    private static Doubles doubles;
    private static Product product;
    private static Exchange exchange;

    @BeforeAll
    static void start() throws Exception {
        doubles = Doubles.start();
        product = Product.start(doubles.configuration());
        exchange = new Exchange(product.address());
    }

    @AfterAll
    static void stop() {
        product.close();
        doubles.close();
    }

    @ParameterizedTest
    @CsvSource({
        "openai-chat, whole",
        "openai-chat, streamed",
        "openai-responses, whole",
        "openai-responses, streamed",
        "anthropic-messages, whole",
        "anthropic-messages, streamed",
        "gemini-content, whole",
        "gemini-content, streamed"
    })
    void whoeverSendsBackWhatCameBringsTheProofItself(String protocol, String mode) throws Exception {
        assertEquals("real", afterTwoTurns(client(protocol), mode, false));
    }

    @ParameterizedTest
    @CsvSource({
        // Nothing of Ollama's bears a proof; thoughts without one are none that Gemini takes back.
        "ollama-chat, whole, false, last resort without messages[1].reasoning",
        "ollama-chat, streamed, false, last resort without messages[1].reasoning",
        // What these clients drop the gateway remembers for a while.
        "openai-chat, whole, true, real",
        "openai-chat, streamed, true, real",
        "openai-responses, whole, true, last resort",
        "openai-responses, streamed, true, last resort",
        "anthropic-messages, whole, true, last resort",
        "anthropic-messages, streamed, true, last resort"
    })
    void whoeverDropsItGetsThroughAllTheSame(String protocol, String mode, boolean drops, String proof)
            throws Exception {
        assertEquals(proof, afterTwoTurns(client(protocol), mode, drops));
    }

    @ParameterizedTest
    @CsvSource({"openai-chat", "openai-responses", "anthropic-messages", "ollama-chat"})
    void aConversationWithAnotherModelGoesOnWithThisOne(String protocol) throws Exception {
        String model = "gemini-3-tool-result--" + protocol;
        Client.Sending history = client(protocol)
                .ask(Capability.TOOL_RESULT, "double-google/" + model, false)
                .orElseThrow();
        Exchange.Reply reply = exchange.send(history);

        assertEquals(200, reply.status(), reply.body());
        assertEquals("last resort", proof(model));
    }

    /** What Google's own clients send is Google's to judge. */
    @ParameterizedTest
    @CsvSource("gemini-content")
    void whatIsRelayedIsNotMended(String protocol) throws Exception {
        Client client = client(protocol);
        Client.Sending history = client.ask(Capability.TOOL_RESULT, "double-google/gemini-3-tool-result--own", false)
                .orElseThrow();
        Exchange.Reply reply = exchange.send(history);

        assertEquals(400, reply.status(), reply.body());
        assertTrue(client.error(reply.body()).contains("thought_signature"), reply.body());
    }

    /** Asks, answers the tool call, and tells which proof came with it in the second turn. */
    private static String afterTwoTurns(Client client, String mode, boolean drops) throws Exception {
        boolean stream = mode.equals("streamed");
        String model = "gemini-3-thinking--" + client.protocol() + "." + mode + "." + drops;
        String target = "double-google/" + model;
        Client.Sending first = client.ask(Capability.THINKING, target, stream).orElseThrow();
        Exchange.Reply asked = exchange.send(first);
        assertEquals(200, asked.status(), asked.body());
        Heard heard = client.read(asked.contentType(), asked.body(), stream);
        Exchange.Reply answered = exchange.send(client.goOn(first, drops ? dropping(heard) : heard, target, stream));
        assertEquals(200, answered.status(), answered.body());
        // A budget becomes a level at this generation; what else is lost is what matters here.
        String lost = answered.lossy().replace("thinking.budget", "");
        String said = client.read(answered.contentType(), answered.body(), stream)
                .texts()
                .getFirst();
        assertEquals("It is 21 degrees in Köln.", said);
        return proof(model) + (lost.isEmpty() ? "" : " without " + lost);
    }

    private static String proof(String model) {
        String body = Tree.parse(doubles.seen(model).getLast().asked().body()).toString();
        assertTrue(body.contains("\"functionCall\""), body);
        return body.contains(REAL) ? "real" : body.contains(LAST_RESORT) ? "last resort" : "none in " + body;
    }

    private static Client client(String protocol) {
        return Client.all().stream()
                .filter(client -> client.protocol().equals(protocol))
                .findFirst()
                .orElseThrow();
    }

    /** The turn as a client sends it back that keeps only what it knows: words and calls. */
    private static Heard dropping(Heard heard) {
        return new Heard(
                heard.texts(),
                heard.thought(),
                heard.refusal(),
                heard.calls(),
                heard.ids(),
                heard.stop(),
                heard.bill(),
                heard.cited(),
                heard.weighed(),
                plain(heard.turn()));
    }

    private static JsonNode plain(JsonNode turn) {
        if (turn.isArray()) {
            List<JsonNode> kept = new ArrayList<>();
            for (JsonNode item : turn) {
                if (!THOUGHTS.contains(item.path("type").asText())) {
                    kept.add(item);
                }
            }
            return Tree.list(kept);
        }
        ObjectNode message = turn.deepCopy();
        message.retain("role", "content", "tool_calls");
        for (JsonNode call : message.path("tool_calls")) {
            ((ObjectNode) call).retain("id", "type", "function");
        }
        return message;
    }
}
