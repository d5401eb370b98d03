// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.independent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aisbf.distribution.Npm;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.independent.Spoken.Said;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every client protocol against every provider protocol, the providers played by a double that others wrote and that
 * knows nothing of this gateway (aimock, from npm): what our own doubles got wrong together with our formats shows here.
 */
class IndependentDoubleIT {
    private static final String TEXT = "A word from elsewhere: gr\u00fc\u00dfe \uD83D\uDE80 \"quoted\"\nand on";
    private static final List<String> PROVIDERS = List.of("completions", "responses", "anthropic", "google", "ollama");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final List<Process> DOUBLE = new ArrayList<>();
    private static final List<Product> PRODUCT = new ArrayList<>();

    @BeforeAll
    static void startTheDoubleAndTheProduct() throws Exception {
        Path folder = Npm.install("independent");
        Process node = new ProcessBuilder("node", "double.mjs")
                .directory(folder.toFile())
                .redirectError(folder.resolve("double.log").toFile())
                .start();
        DOUBLE.add(node);
        String base =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8)).readLine();
        PRODUCT.add(Product.start(Product.NO_COOLDOWN + """
            providers:
              completions: {type: openai, endpoint: %1$s/v1, api_key: any, protocols: [openai-chat]}
              responses: {type: openai, endpoint: %1$s/v1, api_key: any, protocols: [openai-responses]}
              anthropic: {type: anthropic, endpoint: %1$s, api_key: any}
              google: {type: google, endpoint: %1$s/v1beta, api_key: any}
              ollama: {type: ollama, endpoint: %1$s}
            """.formatted(base)));
    }

    @AfterAll
    static void stopBoth() throws Exception {
        PRODUCT.forEach(Product::close);
        for (Process node : DOUBLE) {
            node.getOutputStream().close();
            if (!node.waitFor(10, TimeUnit.SECONDS)) {
                node.destroyForcibly();
            }
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Spoken.values())
                .flatMap(client -> PROVIDERS.stream()
                        .flatMap(provider ->
                                Stream.of(false, true).map(streamed -> Arguments.of(client, provider, streamed))));
    }

    @ParameterizedTest(name = "{0} to {1}, streamed: {2}")
    @MethodSource("pairs")
    void wordsArriveAsTheyWereSaid(Spoken client, String provider, boolean streamed) throws Exception {
        assertEquals(new Said(TEXT, ""), ask(client, provider, "Say something", streamed));
    }

    @ParameterizedTest(name = "{0} to {1}, streamed: {2}")
    @MethodSource("pairs")
    void aCallArrivesWhole(Spoken client, String provider, boolean streamed) throws Exception {
        Said said = ask(client, provider, "Use the tool", streamed);
        assertEquals(
                JSON.readTree("{\"city\":\"Oslo\",\"days\":[1,2]}"), JSON.readTree(said.arguments()), said.toString());
    }

    private static Said ask(Spoken client, String provider, String text, boolean streamed) throws Exception {
        String model = provider + "/m";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(PRODUCT.getFirst().address() + client.path(model, streamed)))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(client.question(model, text, streamed)))
                .build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        return client.read(response.body(), streamed);
    }
}
