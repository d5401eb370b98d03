// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that is told to stop finishes what it has begun, within its grace and not beyond. */
@Tag("alone")
@Timeout(240)
class StopIT {
    private static final int STREAMS = 200;
    private static final String FIRST = event("{\"role\":\"assistant\",\"content\":\"one\"}", "null");
    private static final String REST = event("{\"content\":\" two\"}", "\"stop\"") + "data: [DONE]\n\n";

    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void finishesTwoHundredStreams() throws Exception {
        try (RawUpstream upstream = upstream();
                Product product = Product.start(Product.yaml(upstream.endpoint()))) {
            List<RawClient> clients = begin(product, STREAMS);

            product.terminate();
            awaitRefusal(product);
            gate.countDown();

            for (RawClient client : clients) {
                Answer answer = new Answer(client.readToEnd());
                assertTrue(answer.complete() && answer.body().contains("[DONE]"), answer.raw());
            }
            product.awaitExit();
            assertEquals(
                    List.of(),
                    product.err().stream()
                            .filter(line -> line.contains(" ERROR "))
                            // This test's own knock at a door that is just closing: Helidon tells it as an error.
                            .filter(line -> !line.contains("rejected handler for new connection"))
                            .toList());
        }
    }

    @Test
    void breaksOffHonestlyWhatOutlastsTheGrace() throws Exception {
        try (RawUpstream upstream = upstream();
                Product product =
                        Product.start("server: {shutdown_grace: 300ms}\n" + Product.yaml(upstream.endpoint()))) {
            List<RawClient> clients = begin(product, 3);

            product.terminate();

            for (RawClient client : clients) {
                Answer answer = new Answer(client.readToEnd());
                assertFalse(answer.complete() || answer.body().contains("[DONE]"), answer.raw());
                assertTrue(
                        answer.body().contains("data: {\"error\":{\"message\":\"the gateway is shutting down"),
                        answer.raw());
            }
            product.awaitExit();
        }
    }

    private RawUpstream upstream() {
        return new RawUpstream(_ -> List.of(
                RawUpstream.eventHead(),
                RawUpstream.chunk(FIRST),
                new RawUpstream.Wait(gate),
                RawUpstream.chunk(REST),
                RawUpstream.lastChunk()));
    }

    private static List<RawClient> begin(Product product, int count) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawClient client = new RawClient(product.address());
            client.send(RawClient.chat(RawClient.question("slow", true)));
            clients.add(client);
        }
        for (RawClient client : clients) {
            client.readUntil("one");
        }
        return clients;
    }

    /** Waits until the stopping gateway takes no new request: not ready any more, or no longer listening. */
    private static void awaitRefusal(Product product) {
        boolean taken = true;
        while (taken) {
            try {
                Answer answer =
                        RawClient.exchange(product.address(), "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
                taken = answer.status() == 200;
            } catch (IOException refused) {
                taken = false;
            }
        }
    }

    private static String event(String delta, String finish) {
        return "data:"
            + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}
