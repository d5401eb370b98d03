// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import io.aisbf.distribution.conformance.Expected.Fate;
import io.aisbf.distribution.conformance.Expected.Mark;
import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.doubles.Doubles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whoever wants no loss at all is refused what would lose a hint, by the name of the hint and before the provider hears
 * of it. One thread.
 */
final class Strictness {
    private final Client client;
    private final Provider provider;
    private final Doubles doubles;
    private final Exchange exchange;
    private final Map<String, String> wish;
    private final List<String> problems = new ArrayList<>();

    /**
     * A client that wishes no loss.
     *
     * @param wish the headers by which it says so; none where the gateway is strict with everybody
     */
    Strictness(Client client, Provider provider, Doubles doubles, Exchange exchange, Map<String, String> wish) {
        this.client = client;
        this.provider = provider;
        this.doubles = doubles;
        this.exchange = exchange;
        this.wish = wish;
    }

    /** What is not as it should be, a line each. */
    List<String> run(Expected expected) {
        for (Capability capability : Capability.values()) {
            Fate fate = expected.fate(client.protocol(), provider, capability);
            boolean lossy = fate.mark() == Mark.PARTLY || fate.mark() == Mark.DROPPED;
            if (lossy || capability == Capability.TEXT) {
                once(capability, fate, false);
                once(capability, fate, true);
            }
        }
        return List.copyOf(problems);
    }

    private void once(Capability capability, Fate fate, boolean stream) {
        try {
            ask(capability, fate, stream);
        } catch (IOException | AssertionError | RuntimeException e) {
            problems.add(capability + (stream ? " streamed: " : " whole: ") + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.add("interrupted");
        }
    }

    private void ask(Capability capability, Fate fate, boolean stream) throws IOException, InterruptedException {
        String model = capability.scenario() + "--strict." + wish.size() + "." + client.protocol()
                + (stream ? ".streamed." : ".whole.") + provider.name().toLowerCase(Locale.ROOT);
        String target = provider.target() + "/" + model;
        Optional<Client.Sending> asked = client.ask(capability, target, stream);
        if (asked.isEmpty()) {
            return;
        }
        Client.Sending sending = wishing(asked.get());
        Exchange.Reply reply = exchange.send(sending);
        int heard = 0;
        if (reply.status() == 200 && capability.twoTurns()) {
            // What comes back in the second turn only is lost in it only.
            reply = exchange.send(
                    client.goOn(sending, client.read(reply.contentType(), reply.body(), stream), target, stream));
            heard = 1;
        }
        if (capability == Capability.TEXT) {
            need(reply.status() == 200, "what loses nothing is answered, got " + reply.status() + " " + reply.body());
            return;
        }
        need(reply.status() == 400, "a 400, got " + reply.status() + " " + reply.lossy());
        String words = client.error(reply.body());
        need(fate.named(words), "the refusal names " + fate.member() + ", got " + words);
        int seen = doubles.seen(model).size();
        need(seen == heard, "the provider hears nothing of it, heard " + seen + " instead of " + heard);
    }

    private Client.Sending wishing(Client.Sending sending) {
        Map<String, String> headers = new HashMap<>(sending.headers());
        headers.putAll(wish);
        return new Client.Sending(sending.path(), headers, sending.body());
    }

    private static void need(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
