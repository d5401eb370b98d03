// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import io.aisbf.distribution.conformance.Expected.Fate;
import io.aisbf.distribution.conformance.Expected.Mark;
import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.conformance.client.Heard;
import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.doubles.Doubles.Seen;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One cell of the matrix: a client asks a provider for something, whole and streamed. One thread. */
final class Cell {
    private final Client client;
    private final Provider provider;
    private final Capability capability;
    private final Fate fate;
    private final List<String> wanted;
    private final Doubles doubles;
    private final Exchange exchange;
    private final List<String> problems = new ArrayList<>();

    Cell(
            Client client,
            Provider provider,
            Capability capability,
            Expected expected,
            Doubles doubles,
            Exchange exchange) {
        this.client = client;
        this.provider = provider;
        this.capability = capability;
        this.fate = expected.fate(client.protocol(), provider, capability);
        this.wanted = expected.received(client.protocol(), provider, capability);
        this.doubles = doubles;
        this.exchange = exchange;
    }

    /** What came of it: how the cell is marked, and what is not as it should be. */
    record Outcome(Client client, Provider provider, Capability capability, Fate fate, List<String> problems) {}

    Outcome run() {
        Mark mark = fate.mark();
        if (client.ask(capability, "m", false).isEmpty()) {
            return new Outcome(client, provider, capability, new Fate(Mark.UNKNOWN, ""), List.of());
        }
        if (mark != Mark.ABSENT) {
            Optional<Heard> whole = once(false);
            Optional<Heard> streamed = once(true);
            if (whole.isPresent()
                    && streamed.isPresent()
                    && !whole.get().essence().equals(streamed.get().essence())) {
                problems.add("whole is not the fold: " + whole.get().essence() + " / "
                        + streamed.get().essence());
            }
        }
        return new Outcome(client, provider, capability, fate, List.copyOf(problems));
    }

    private Optional<Heard> once(boolean stream) {
        String mode = stream ? "streamed" : "whole";
        try {
            String model = capability.scenario() + "--" + client.protocol() + "." + mode + "."
                    + provider.name().toLowerCase(Locale.ROOT);
            return converse(model, stream);
        } catch (IOException | AssertionError | RuntimeException e) {
            problems.add(mode + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.add("interrupted");
        }
        return Optional.empty();
    }

    private Optional<Heard> converse(String model, boolean stream) throws IOException, InterruptedException {
        String target = provider.target() + "/" + model;
        Client.Sending sending = client.ask(capability, target, stream).orElseThrow();
        Exchange.Reply reply = exchange.send(sending);
        if (fate.mark() == Mark.REFUSED) {
            refused(reply);
            return Optional.empty();
        }
        answered(reply);
        Heard heard = client.read(reply.contentType(), reply.body(), stream);
        Comparison.check(
                heard,
                Said.in(capability.scenario(), false, capability.offersTools()),
                client,
                provider,
                capability,
                fate);
        String lossy = reply.lossy();
        if (capability.twoTurns() && !heard.calls().isEmpty()) {
            Exchange.Reply second = exchange.send(client.goOn(sending, heard, target, stream));
            answered(second);
            Heard end = client.read(second.contentType(), second.body(), stream);
            need(end.texts().getFirst().equals("It is 21 degrees in Köln."), "the second turn answers: " + end);
            lossy += "," + second.lossy();
        }
        losses(lossy.replaceAll("^,|,$", ""), stream);
        arrived(model);
        return Optional.of(heard);
    }

    private void refused(Exchange.Reply reply) {
        need(reply.status() == 400, "a 400, got " + reply.status() + " " + shortened(reply.body()));
        String words = client.error(reply.body());
        need(fate.named(words), "the refusal names " + fate.member() + ", got " + words);
    }

    private static void answered(Exchange.Reply reply) {
        need(reply.status() == 200, "a 200, got " + reply.status() + " " + shortened(reply.body()));
    }

    private void losses(String lossy, boolean stream) {
        switch (fate.mark()) {
            case CARRIED -> need(lossy.isEmpty(), "nothing is lost, got " + lossy);
            case UNTOLD -> need(stream || fate.named(lossy), "the loss of " + fate.member() + " is told, got " + lossy);
            default -> need(fate.named(lossy), "the loss of " + fate.member() + " is told, got " + lossy);
        }
    }

    private void arrived(String model) {
        List<Seen> seen = doubles.seen(model);
        need(!seen.isEmpty(), "the request arrives");
        Seen last = seen.getLast();
        String protocol = last.protocol().replace("generate", "chat");
        need(protocol.equals(provider.protocol()), "it arrives in " + provider.protocol());
        if (fate.mark() == Mark.DROPPED) {
            return;
        }
        String body = Tree.parse(last.asked().body()).toString();
        for (String piece : wanted) {
            boolean without = piece.startsWith("!");
            need(body.contains(without ? piece.substring(1) : piece) != without, "arrives: " + piece + " in " + body);
        }
    }

    private static void need(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static String shortened(String body) {
        return body.length() > 400 ? body.substring(0, 400) + "..." : body;
    }
}
