// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.condensation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.condensation.Bill.Sent;
import io.aisbf.distribution.doubles.Doubles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What condensation sends, on the wire: strict upstreams take it, what they have in their caches stays as it is from
 * request to request, and so it costs half of sending everything.
 */
@Timeout(240)
class CondensationIT {
    private static final int STEPS = 110;
    /** The work comes to more than two windows, as in the simulation of the evaluation. */
    private static final int WINDOW = 40_000;

    private static final Pattern EPOCH = Pattern.compile("^(\\d+)->(\\d+);m=([\\w,-]*);epoch=(\\d+)$");

    private static Doubles doubles;
    private static Product product;
    private static HttpClient http;

    @BeforeAll
    static void start() throws IOException {
        doubles = Doubles.start();
        product = Product.start(
                Product.NO_COOLDOWN + """
                    providers:
                      o: {type: openai, endpoint: %1$s/openai/v1, api_key: sk-double, protocols: [openai-chat], retries: 0,
                          max_tokens_member: max_completion_tokens,
                          models: [{name: text--o, context_size: %2$d, condense_context: 80, condense_method: %3$s},
                                   {name: text--a, context_size: %2$d, condense_context: 80, condense_method: %3$s}]}
                      a: {type: anthropic, endpoint: %1$s/anthropic, api_key: sk-ant-double, retries: 0,
                          models: [{name: text--b, context_size: %2$d, condense_context: 80, condense_method: %3$s},
                                   {name: text--c, context_size: %2$d, condense_context: 80, condense_method: %3$s}]}
                      g: {type: google, endpoint: %1$s/google/v1beta, api_key: AIza-double, retries: 0,
                          models: [{name: text--g, context_size: %2$d, condense_context: 40, condense_method: %3$s}]}
                    """.formatted(doubles.address(), WINDOW, "[hierarchical, semantic]"));
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        product.close();
        doubles.close();
    }

    @Test
    void openAiFindsItsCacheAgain() throws Exception {
        costsHalf("/v1/chat/completions", "o", "text--o", Conversation.openAi(), Conversation.openAi());
    }

    @Test
    void anthropicFindsItsCacheAgain() throws Exception {
        costsHalf("/v1/messages", "a", "text--b", Conversation.anthropic(), Conversation.anthropic());
    }

    @Test
    void whatIsTranslatedStaysTheSameToo() throws Exception {
        costsHalf("/v1/messages", "o", "text--a", Conversation.anthropic(), Conversation.anthropic());
        costsHalf("/v1/chat/completions", "a", "text--c", Conversation.openAi(), Conversation.openAi());
        costsHalf("/v1/chat/completions", "g", "text--g", Conversation.openAi(), Conversation.openAi());
    }

    private static void costsHalf(
            String path, String provider, String model, Conversation conversation, Conversation whole)
            throws IOException, InterruptedException {
        List<Integer> epochs = new ArrayList<>();
        List<Sent> everything = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            epochs.add(epoch(send(path, conversation.next(provider + "/" + model))));
            everything.add(new Sent(whole.next(model), 0));
        }
        List<Doubles.Seen> seen = doubles.seen(model);
        assertEquals(STEPS, seen.size());
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            sent.add(new Sent(seen.get(i).asked().body(), epochs.get(i)));
        }
        Bill bill = Bill.of(sent);
        assertTrue(epochs.getLast() >= 2, "it was cut at least twice: " + epochs);
        assertEquals(epochs.stream().sorted().toList(), epochs, "what was cut stays cut");
        assertTrue(bill.stable() >= 0.99, "found again within an epoch: " + bill.stable());
        double share = bill.cost() / Bill.of(everything).cost();
        assertTrue(share <= 0.55, "of what sending everything costs: " + share);
    }

    private static HttpResponse<String> send(String path, String body) throws IOException, InterruptedException {
        URI uri = product.address().resolve(path);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return answer;
    }

    /** How often it has been cut, by the header; 0 where nothing was. */
    private static int epoch(HttpResponse<String> answer) {
        String told = answer.headers().firstValue("x-aisbf-condensed").orElse("");
        if (told.isEmpty()) {
            return 0;
        }
        Matcher matcher = EPOCH.matcher(told);
        assertTrue(matcher.matches(), told);
        assertTrue(Long.parseLong(matcher.group(1)) > Long.parseLong(matcher.group(2)), told);
        return Integer.parseInt(matcher.group(4));
    }
}
