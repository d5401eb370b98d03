// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawUpstream.Act;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client that leaves takes its upstream call with it: a thousand tries, in four phases of a call, in order and with a
 * reset.
 */
@Tag("alone")
@Timeout(240)
class ClientGoneIT {
    private static final int TRIES = 125;
    private static final long P99_MILLIS = 50;
    private static final long MAX_MILLIS = 250;

    /** Where the machine stands still for a moment, whoever leaves just then is late: one at a time. */
    private static final int STOOD_STILL = 3;

    private static final String EVENT = "data:"
        + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":null}]}\n\n";

    /** Where in a call the client leaves; the name is the model's. */
    private enum Phase {
        BEFORE_HEADERS(true),
        BEFORE_THE_FIRST_TOKEN(true),
        MID_STREAM(true),
        NOT_STREAMING(false);

        private final boolean stream;

        Phase(boolean stream) {
            this.stream = stream;
        }

        List<Step> script() {
            return switch (this) {
                case BEFORE_HEADERS, NOT_STREAMING -> List.of(Act.STALL);
                case BEFORE_THE_FIRST_TOKEN -> List.of(RawUpstream.eventHead(), Act.STALL);
                case MID_STREAM -> List.of(RawUpstream.eventHead(), RawUpstream.chunk(EVENT), Act.STALL);
            };
        }
    }

    @Test
    void theUpstreamSeesTheCloseAtOnce() throws Exception {
        Map<String, long[]> figures = new TreeMap<>();
        try (RawUpstream upstream = new RawUpstream(ClientGoneIT::script);
                Product product = Product.start(Product.yaml(upstream.endpoint()))) {
            for (Phase phase : Phase.values()) {
                for (boolean reset : new boolean[] {false, true}) {
                    figures.put(phase + (reset ? " RST" : " FIN"), tries(phase, reset, upstream, product));
                }
            }
            assertEquals(
                    List.of(),
                    product.err().stream()
                            .filter(line -> line.contains(" ERROR "))
                            .toList());
        }
        long[] all = figures.values().stream().flatMapToLong(Arrays::stream).toArray();
        figures.put("all", all);
        figures.forEach((name, nanos) -> System.out.println("client gone, " + name + ": " + words(nanos)));
        assertEquals(1000, all.length);
        assertTrue(percentile(all, 99) <= P99_MILLIS * 1_000_000, () -> "p99: " + words(all));
        long late = Arrays.stream(all)
                .filter(nanos -> nanos > MAX_MILLIS * 1_000_000)
                .count();
        assertTrue(late <= STOOD_STILL, () -> late + " later than " + MAX_MILLIS + " ms: " + words(all));
    }

    private static List<Step> script(Request request) {
        for (Phase phase : Phase.values()) {
            if (request.body().contains(phase.name())) {
                return phase.script();
            }
        }
        throw new AssertionError("no phase asked for in " + request.body());
    }

    private static long[] tries(Phase phase, boolean reset, RawUpstream upstream, Product product) throws Exception {
        long[] nanos = new long[TRIES];
        for (int i = 0; i < TRIES; i++) {
            nanos[i] = nanosUntilSeen(phase, reset, upstream, product);
        }
        return nanos;
    }

    private static long nanosUntilSeen(Phase phase, boolean reset, RawUpstream upstream, Product product)
            throws Exception {
        try (RawClient client = new RawClient(product.address())) {
            client.send(RawClient.chat(RawClient.question(phase.name(), phase.stream)));
            Request request = upstream.take();
            if (phase == Phase.MID_STREAM) {
                client.readUntil("\"content\":\"hi\"");
            }
            long left = System.nanoTime();
            leave(client, reset);
            return request.awaitGone() - left;
        }
    }

    private static void leave(RawClient client, boolean reset) throws IOException {
        if (reset) {
            client.reset();
        } else {
            client.fin();
        }
    }

    private static String words(long... nanos) {
        List<String> words = new ArrayList<>();
        for (int percent : new int[] {50, 99, 100}) {
            words.add("p" + percent + " " + Math.round(percentile(nanos, percent) / 1e4) / 100.0 + " ms");
        }
        return String.join(", ", words);
    }

    private static long percentile(long[] nanos, int percent) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }
}
