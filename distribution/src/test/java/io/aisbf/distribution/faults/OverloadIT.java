// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * More calls than the gateway can take: those it takes are answered, all others hear at once, in their protocol, that
 * they should ask again, and nobody is left without an answer.
 */
@Tag("alone")
@Timeout(360)
class OverloadIT {
    private static final long PATIENCE_SECONDS = 60;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final String GOOD =
            "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";
    private static final Pattern TOTAL = Pattern.compile("\"total_ms\":([0-9.]+)");
    private static final String CHUNKED = """
        POST /v1/chat/completions HTTP/1.1
        Host: localhost
        Content-Type: application/json
        Transfer-Encoding: chunked

        """.replace("\n", "\r\n");
    private static final String MEBIBYTE = "x".repeat(1 << 20);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    /** An upstream that keeps every call waiting until the gate opens. */
    private RawUpstream slow() {
        return new RawUpstream(
                _ -> List.of(new RawUpstream.Wait(gate), RawUpstream.reply(200, "application/json", GOOD)));
    }

    @Test
    void takesFiftyCallsAtATimeAndTellsTheOthersAtOnceToAskAgain() throws Exception {
        int clients = 500;
        try (RawUpstream upstream = slow();
                Product product = Product.start("server: {max_calls: 50}\n" + Product.yaml(upstream.endpoint()))) {
            ask(product, clients, _ -> RawClient.chat(RawClient.question("m", false)));
            await(() -> upstream.requests().size() + answers.size() == clients);
            List<Answer> refused = List.copyOf(answers);

            assertEquals(50, upstream.requests().size());
            refused.forEach(OverloadIT::assertRefused);
            assertHealthy(product);

            gate.countDown();
            await(() -> answers.size() == clients);
            assertEquals(50, count(200));
            assertEquals(450, count(503));
            assertEquals(
                    200,
                    one(product, RawClient.chat(RawClient.question("m", false))).status());
            assertTold(product, 450);
        }
    }

    @Test
    void answersOrRefusesEveryCallWhenTheirBodiesWouldFillTheMemory() throws Exception {
        int clients = 400;
        try (RawUpstream upstream = slow();
                Product product =
                        Product.start(Product.yaml(upstream.endpoint()), Map.of("AISBF_JAVA_OPTS", "-Xmx256m"))) {
            String large = RawClient.question("m", false).replace("\"hi\"", '"' + MEBIBYTE + '"');
            ask(product, clients, number -> number % 2 == 0 ? RawClient.chat(large) : chunked(large));
            await(() -> upstream.requests().size() + answers.size() >= clients);
            assertHealthy(product);
            int held = upstream.requests().size();

            gate.countDown();
            await(() -> answers.size() == clients);
            answers.stream().filter(answer -> answer.status() != 200).forEach(OverloadIT::assertRefused);
            assertTrue(count(200) >= held && held >= 20, "answered " + count(200) + ", held " + held);
            assertTrue(count(503) > 0, "nothing was refused, so nothing was shown");

            for (int i = 0; i < 30; i++) {
                assertEquals(200, one(product, RawClient.chat(large)).status());
            }
            assertTrue(product.process().isAlive());
            assertFalse(product.toString().contains("OutOfMemoryError"), product::toString);
        }
    }

    /** The same question, its length untold. */
    private static String chunked(String json) {
        StringBuilder request = new StringBuilder(CHUNKED);
        for (int at = 0; at < json.length(); at += 0x4000) {
            String piece = json.substring(at, Math.min(json.length(), at + 0x4000));
            request.append(Integer.toHexString(piece.length()))
                    .append("\r\n")
                    .append(piece)
                    .append("\r\n");
        }
        return request.append("0\r\n\r\n").toString();
    }

    /** Asks by so many connections at a time. */
    private void ask(Product product, int clients, IntFunction<String> requests) {
        IntStream.range(0, clients)
                .forEach(number -> Thread.ofVirtual().start(() -> answers.add(one(product, requests.apply(number)))));
    }

    /** One question and what came back, whole or not. A refusal may come while the question is still being sent. */
    private static Answer one(Product product, String request) {
        try (RawClient client = new RawClient(product.address(), PATIENCE_MILLIS)) {
            try {
                client.send(request.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
            } catch (IOException refusedMeanwhile) {
                // What came back says so.
            }
            return new Answer(client.readToEnd());
        } catch (IOException e) {
            return new Answer("no answer: " + e);
        }
    }

    private static void assertRefused(Answer answer) {
        assertEquals(503, answer.status(), answer.raw());
        assertEquals("1", answer.header("retry-after").orElse(""), answer.raw());
        assertTrue(answer.complete() && answer.body().startsWith("{\"error\":{\"message\":\""), answer.raw());
    }

    private static void assertHealthy(Product product) throws IOException {
        String get = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertEquals(200, RawClient.exchange(product.address(), get).status());
    }

    /** The log has a line for each that was refused, and says that half of them took less than ten milliseconds. */
    private void assertTold(Product product, int refused) throws InterruptedException {
        await(() -> refusals(product).size() >= refused);
        List<Double> took = refusals(product);
        assertEquals(refused, took.size());
        assertTrue(took.get(took.size() / 2) < 10, "milliseconds until the refusal: " + took);
    }

    /** How long each refusal took by the log, in milliseconds, the quickest first. */
    private static List<Double> refusals(Product product) {
        return product.out().stream()
                .filter(line -> line.startsWith("{") && line.contains("\"OVERLOADED\""))
                .map(line -> TOTAL.matcher(line).results().findFirst().orElseThrow())
                .map(total -> Double.valueOf(total.group(1)))
                .sorted()
                .toList();
    }

    private long count(int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> "it did not come about; answers: " + answers.size());
            assertFalse(never.await(20, TimeUnit.MILLISECONDS));
        }
    }
}
