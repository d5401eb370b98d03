// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.condensation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.faults.RawUpstream.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A question about a text that is longer than one request may be, asked in parts by the product. */
@Timeout(240)
class SplittingIT {
    private static final int SENTENCES = 300;
    private static final int MOST = 1500;
    private static final String QUESTION = "Which seals are there?";

    private static Parts upstream;
    private static Product product;
    private static HttpClient http;

    /** How a client asks, and where its protocol says what. */
    private enum Protocol {
        CHAT("/v1/chat/completions", "/choices/0/message/content", "/choices/0/delta/content", "prompt_tokens"),
        MESSAGES("/v1/messages", "/content/0/text", "/delta/text", "input_tokens");

        private final String path;
        private final String answer;
        private final String delta;
        private final String read;

        Protocol(String path, String answer, String delta, String read) {
            this.path = path;
            this.answer = answer;
            this.delta = delta;
            this.read = read;
        }

        String body(String model, boolean stream, String messages) {
            String options = stream && this == CHAT ? ",\"stream_options\":{\"include_usage\":true}" : "";
            return "{\"model\":\"up/" + model + "\",\"max_tokens\":200,\"stream\":" + stream + options
                    + ",\"messages\":" + messages + "}";
        }
    }

    @BeforeAll
    static void start() throws IOException {
        upstream = new Parts();
        String small = "context_size: 100000, max_request_tokens: " + MOST;
        product = Product.start(Product.NO_COOLDOWN + """
            providers:
              up: {type: openai, endpoint: "%1$s", api_key: sk-up, retries: 0, protocols: [openai-chat],
                  models: [{name: whole, %2$s}, {name: held, %2$s}, {name: slow, %2$s}, {name: failing, %2$s},
                           {name: stalled, %2$s}, {name: bare, %2$s},
                           {name: condensing, %2$s, condense_context: 80, condense_method: semantic}]}
            """.formatted(upstream.endpoint(), small));
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        http.close();
        product.close();
        upstream.close();
    }

    private static String sentence(int number) {
        return "In chapter " + number + " somebody goes down to the river and looks for a seal.";
    }

    /** A question about some 4500 tokens. */
    private static String aboutALongText() {
        String text =
                IntStream.range(0, SENTENCES).mapToObj(SplittingIT::sentence).collect(Collectors.joining(" "));
        return "[{\"role\":\"user\",\"content\":\"" + QUESTION + "\\n\\n" + text + "\"}]";
    }

    private static HttpRequest request(Protocol protocol, String body) {
        return HttpRequest.newBuilder(product.address().resolve(protocol.path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<String> send(Protocol protocol, String body) throws Exception {
        return http.send(request(protocol, body), HttpResponse.BodyHandlers.ofString());
    }

    /** The events of a stream that are JSON. */
    private static List<JsonNode> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: {") || line.startsWith("data:{"))
                .map(line -> Tree.parse(line.substring(line.indexOf('{'))))
                .toList();
    }

    private static String seals(int all) {
        return IntStream.rangeClosed(1, all).mapToObj(i -> Parts.seal(i, all)).collect(Collectors.joining(", "));
    }

    private static List<Request> since(String model, int before) {
        List<Request> all = upstream.asked(model);
        return all.subList(before, all.size());
    }

    @ParameterizedTest
    @EnumSource
    void allPartsAreAskedAndTheirAnswersPutTogether(Protocol protocol) throws Exception {
        int before = upstream.asked("whole").size();
        HttpResponse<String> answer = send(protocol, protocol.body("whole", false, aboutALongText()));
        assertEquals(200, answer.statusCode(), answer.body());
        List<Request> asked = since("whole", before);
        int parts = asked.size() - 1;
        assertTrue(parts >= 3, "parts: " + parts);
        assertEquals(seals(parts), Tree.parse(answer.body()).at(protocol.answer).asText());
        everythingWasAsked(asked.subList(0, parts));
        assertTrue(upstream.mostAtOnce("whole") <= 2, "parts under way at once: " + upstream.mostAtOnce("whole"));
        JsonNode usage = Tree.parse(answer.body()).path("usage");
        assertEquals(Parts.LAST_TOKENS, usage.path(protocol.read).asInt(), answer.body());
        assertEquals(Parts.LAST_TOKENS, usage.path("effective_context").asInt(), answer.body());
    }

    private static void everythingWasAsked(List<Request> parts) {
        String all = parts.stream().map(Parts::said).collect(Collectors.joining("\n"));
        for (int i = 0; i < SENTENCES; i++) {
            assertTrue(all.contains(sentence(i)), sentence(i));
        }
        for (Request part : parts) {
            assertTrue(Parts.said(part).startsWith(QUESTION), Parts.said(part));
            assertFalse(Parts.body(part).path("stream").asBoolean());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamBringsTheSame(Protocol protocol) throws Exception {
        int before = upstream.asked("whole").size();
        HttpResponse<String> answer = send(protocol, protocol.body("whole", true, aboutALongText()));
        assertEquals(200, answer.statusCode(), answer.body());
        List<JsonNode> events = events(answer.body());
        String text = events.stream()
                .map(event -> event.at(protocol.delta).asText(""))
                .collect(Collectors.joining());
        assertEquals(seals(since("whole", before).size() - 1), text);
        List<JsonNode> usages =
                events.stream().filter(event -> event.has("usage")).toList();
        JsonNode usage = usages.getLast().path("usage");
        assertEquals(Parts.LAST_TOKENS, usage.path("effective_context").asInt(), answer.body());
        assertEquals(Parts.LAST_TOKENS, usage.path(protocol.read).asInt(), answer.body());
    }

    @Test
    void piecesOfTheLastAnswerArriveAsTheyCome() throws Exception {
        HttpResponse<InputStream> answer = http.send(
                request(Protocol.CHAT, Protocol.CHAT.body("held", true, aboutALongText())),
                HttpResponse.BodyHandlers.ofInputStream());
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            while (!String.join("", lines).contains("seal 1-")) {
                lines.add(String.valueOf(in.readLine()));
            }
            upstream.release();
            in.lines().forEach(lines::add);
        }
        assertTrue(lines.toString().contains("seal 3-"), lines.toString());
        assertTrue(lines.contains("data: [DONE]"), lines.toString());
    }

    @Test
    void aSlowPartIsWaitedForWhileTheOthersGoOn() throws Exception {
        HttpResponse<String> answer = send(Protocol.CHAT, Protocol.CHAT.body("slow", false, aboutALongText()));
        assertEquals(200, answer.statusCode(), answer.body());
        int parts = upstream.asked("slow").size() - 1;
        assertEquals(
                seals(parts), Tree.parse(answer.body()).at(Protocol.CHAT.answer).asText());
        assertEquals(2, upstream.mostAtOnce("slow"));
    }

    @ParameterizedTest
    @EnumSource
    void aPartThatFailsIsAnErrorAndNoHole(Protocol protocol) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> answer = send(protocol, protocol.body("failing", stream, aboutALongText()));
            assertTrue(answer.statusCode() >= 500, answer.statusCode() + answer.body());
            String told = Tree.parse(answer.body()).at("/error/message").asText();
            assertTrue(told.matches("(?s).*part 2 of \\d+ of the split request failed.*"), answer.body());
        }
        assertTrue(
                upstream.asked("failing").stream()
                        .noneMatch(request -> Parts.said(request).contains("[From part")),
                "the answers are not put together");
    }

    @Test
    void aClientThatLeavesEndsTheParts() throws Exception {
        String body = Protocol.CHAT.body("stalled", true, aboutALongText());
        try (Socket client =
                new Socket(product.address().getHost(), product.address().getPort())) {
            client.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\n"
                                    + "Host: localhost\r\n"
                                    + "Content-Type: application/json\r\n"
                                    + "Content-Length:"
                                    + " " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            while (upstream.asked("stalled").size() < 2) {
                Thread.onSpinWait();
            }
        }
        for (Request part : upstream.asked("stalled")) {
            part.awaitGone();
        }
        assertEquals(2, upstream.asked("stalled").size(), "nothing more is asked for");
    }

    @ParameterizedTest
    @EnumSource
    void withToolsItIsRefusedWithTheNumbersOrCondensed(Protocol protocol) throws Exception {
        String history = turns();
        HttpResponse<String> refused = send(protocol, withTools(protocol, "bare", history));
        assertEquals(400, refused.statusCode(), refused.body());
        String told = Tree.parse(refused.body()).at("/error/message").asText();
        assertTrue(
                told.matches("(?s).*\\d{4,} tokens.*" + MOST + " \\(max_request_tokens\\).*tools.*"), refused.body());
        assertEquals(List.of(), upstream.asked("bare"));
        int before = upstream.asked("condensing").size();
        HttpResponse<String> answer = send(protocol, withTools(protocol, "condensing", history));
        assertEquals(200, answer.statusCode(), answer.body());
        List<Request> asked = since("condensing", before);
        assertEquals(1, asked.size());
        assertTrue(
                Parts.body(asked.getFirst()).path("tools").size() == 1,
                asked.getFirst().body());
        JsonNode usage = Tree.parse(answer.body()).path("usage").path("aisbf");
        assertTrue(usage.path("condensed_tokens").asInt() <= MOST, answer.body());
        assertEquals("What was the last one?", Parts.said(asked.getFirst()));
    }

    private static String withTools(Protocol protocol, String model, String messages) {
        String schema = "{\"type\":\"object\",\"properties\":{}}";
        String tool = protocol == Protocol.CHAT
                ? "{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":" + schema + "}}"
                : "{\"name\":\"look\",\"input_schema\":" + schema + "}";
        String body = protocol.body(model, false, messages);
        return body.substring(0, body.length() - 1) + ",\"tools\":[" + tool + "]}";
    }

    /** Some 4000 tokens. */
    private static String turns() {
        List<String> turns = new ArrayList<>();
        for (int i = 0; i < SENTENCES / 2; i++) {
            turns.add("{\"role\":\"user\",\"content\":\"" + sentence(i) + "\"}");
            turns.add("{\"role\":\"assistant\",\"content\":\"Noted, number " + i + ".\"}");
        }
        turns.add("{\"role\":\"user\",\"content\":\"What was the last one?\"}");
        return "[" + String.join(",", turns) + "]";
    }
}
