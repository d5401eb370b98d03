// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Pause;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Send;
import io.aisbf.distribution.faults.RawUpstream.Step;
import io.aisbf.distribution.survival.bed.Caller;
import io.aisbf.distribution.survival.bed.Crowd;
import io.aisbf.distribution.survival.bed.Marks;
import io.aisbf.distribution.survival.bed.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The strategy by latency, through the product: a candidate ten times slower gets one call in twenty at most. In most of
 * several stretches: where the machine stands still for a moment, the quick one is slow for everybody to see.
 */
@Tag("alone")
@Timeout(240)
class LatencyIT {
    private static final int STRETCHES = 5;
    private static final int CALLS = 100;
    private static final int WARM = 60;
    private static final int WORKERS = 2;

    /** Long beside what a busy machine adds, or else the slow one would not be ten times slower. */
    private static final Duration QUICK = Duration.ofMillis(40);

    @Test
    void leavesTheSlowOneAlone() throws Exception {
        try (RawUpstream quick = new RawUpstream(request -> answer(request, QUICK));
                RawUpstream slow = new RawUpstream(request -> answer(request, QUICK.multipliedBy(10)));
                Product product = Product.start("""
                    providers:
                      quick: {type: openai, endpoint: "%s", api_key: sk-1}
                      slow: {type: openai, endpoint: "%s", api_key: sk-2}
                    rotations:
                      both: {strategy: least_latency, models: {quick/text: 1, slow/text: 1}}
                    """.formatted(quick.endpoint(), slow.endpoint()))) {
            Caller caller = new Caller(product.address());
            List<Client> clients = Client.all();
            // The first answers of a gateway that has just started are slow, whoever gives them.
            ask(0, WARM, caller, clients);
            List<Integer> asked = new ArrayList<>();
            int calls = WARM;
            for (int i = 0; i < STRETCHES; i++) {
                int before = slow.requests().size();
                ask(calls, calls + CALLS, caller, clients);
                calls += CALLS;
                asked.add(slow.requests().size() - before);
            }

            assertEquals(calls, quick.requests().size() + slow.requests().size(), "each call is asked once");
            int middle = asked.stream().sorted().toList().get(STRETCHES / 2);
            assertTrue(middle <= CALLS / 20, asked + " of " + CALLS + " each");
        }
    }

    private static void ask(int first, int to, Caller caller, List<Client> clients) throws Exception {
        Crowd.each(first, to, WORKERS, number -> {
            int status = caller.ask(clients.get(number % clients.size()), "both", number % 2 == 0)
                    .status();
            assertEquals(200, status);
        });
    }

    private static List<Step> answer(Request request, Duration after) {
        return List.of(
                new Pause(after),
                Marks.streamed(request)
                        ? new Send(Recorded.wire(Recorded.TEXT_WORDS))
                        : RawUpstream.reply(200, "application/json", Recorded.body(Recorded.TEXT)));
    }
}
