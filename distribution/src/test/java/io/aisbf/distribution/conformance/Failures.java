// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.doubles.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What clients are told when a provider fails: status, envelope, words and hints of their own protocol. One thread. */
final class Failures {
    /** Scenarios that fail before anything was said, and the status they have for most clients. */
    private static final Map<String, Integer> BEFORE = Map.ofEntries(
            Map.entry("error-400", 400),
            Map.entry("error-401", 502),
            Map.entry("error-404", 404),
            Map.entry("error-429", 429),
            Map.entry("error-quota", 429),
            Map.entry("error-500", 502),
            Map.entry("error-overloaded", 503),
            Map.entry("error-overflow", 400),
            Map.entry("error-html", 502));

    /** Scenarios that fail in the middle of an answer. */
    private static final List<String> WITHIN = List.of("error-garbage", "error-cut", "error-stream", "error-silence");

    private final Client client;
    private final Provider provider;
    private final Exchange exchange;
    private final List<String> problems = new ArrayList<>();

    Failures(Client client, Provider provider, Exchange exchange) {
        this.client = client;
        this.provider = provider;
        this.exchange = exchange;
    }

    /** What is not as it should be, a line each. */
    List<String> run() {
        for (String scenario : BEFORE.keySet().stream().sorted().toList()) {
            check(scenario, false, () -> before(scenario, ask(scenario, false)));
            check(scenario, true, () -> before(scenario, ask(scenario, true)));
        }
        for (String scenario : WITHIN) {
            check(scenario, false, () -> whole(scenario));
            check(scenario, true, () -> within(scenario));
        }
        return List.copyOf(problems);
    }

    /** A check that fails by throwing. */
    private interface Check {
        void run() throws IOException, InterruptedException;
    }

    private void check(String scenario, boolean stream, Check check) {
        try {
            check.run();
        } catch (IOException | AssertionError | RuntimeException e) {
            problems.add(scenario + (stream ? " streamed: " : " whole: ") + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.add("interrupted");
        }
    }

    private Exchange.Reply ask(String scenario, boolean stream) throws IOException, InterruptedException {
        return exchange.send(sending(scenario, stream));
    }

    private Client.Sending sending(String scenario, boolean stream) {
        String model = provider.target() + "/" + scenario + "--" + client.protocol();
        return client.ask(Capability.TEXT, model, stream).orElseThrow();
    }

    private void before(String scenario, Exchange.Reply reply) {
        int usual = BEFORE.getOrDefault(scenario, 0);
        boolean anthropic = client.protocol().equals("anthropic-messages");
        // Ollama tells of a limit by the hour only, which is no account that is used up.
        boolean broke = scenario.equals("error-quota") && provider != Provider.OLLAMA;
        int own = scenario.equals("error-overloaded") ? 529 : broke ? 402 : usual;
        int expected = anthropic ? own : usual;
        same("status", expected, reply.status(), reply);
        if (anthropic) {
            String name = Tree.parse(reply.body()).path("request_id").asText();
            same("request_id", header(reply, "request-id"), name, reply);
        }
        String words = client.error(reply.body()).toLowerCase(Locale.ROOT);
        need(!words.contains("<html") && !words.isBlank(), "the words are the gateway's own: " + words);
        switch (scenario) {
            case "error-429" -> rate(reply);
            case "error-quota" ->
                same("x-should-retry", broke ? "false" : "true", header(reply, "x-should-retry"), reply);
            case "error-overflow" -> need(words.contains(overflow()), "the client's words for an overflow: " + words);
            case "error-400" -> same("x-should-retry", "false", header(reply, "x-should-retry"), reply);
            case "error-overloaded" -> same("x-should-retry", "true", header(reply, "x-should-retry"), reply);
            default -> {
                // Its status says it all.
            }
        }
    }

    private void rate(Exchange.Reply reply) {
        same("retry-after", "7", header(reply, "retry-after"), reply);
        same("x-should-retry", "true", header(reply, "x-should-retry"), reply);
        if (client.protocol().equals("gemini-content")) {
            JsonNode body = Tree.parse(reply.body());
            JsonNode error = (body.isArray() ? body.path(0) : body).path("error");
            need(error.toString().contains("google.rpc.RetryInfo"), "RetryInfo in the details: " + error);
        }
    }

    private String overflow() {
        return switch (client.protocol()) {
            case "anthropic-messages" -> "prompt is too long";
            case "gemini-content" -> "input token count";
            case "openai-chat", "openai-responses" -> "maximum context length";
            default -> "context";
        };
    }

    /** A whole answer that breaks off, is garbage or never comes is a failure like one before it. */
    private void whole(String scenario) throws IOException, InterruptedException {
        Exchange.Reply reply = ask(scenario, false);
        int expected = scenario.equals("error-silence") ? 504 : 502;
        same("status", expected, reply.status(), reply);
        need(!client.error(reply.body()).isBlank(), "words");
    }

    /** A stream that has begun ends with the protocol's error, and then the connection is cut. */
    private void within(String scenario) throws IOException, InterruptedException {
        Exchange.Torn torn = exchange.tear(sending(scenario, true));
        need(torn.status() == 200, "it began, got " + torn.status());
        need(torn.cut(), "the connection is cut, got a clean end: " + torn.body());
        String said = torn.body();
        String sign = switch (client.protocol()) {
            case "anthropic-messages" -> "\"request_id\":\"" + torn.requestId() + "\"}";
            case "openai-responses" -> "response.failed";
            default -> "\"error\"";
        };
        need(said.contains(sign), "the protocol's own error in the stream, got " + said);
        need(!said.contains("this\": is no JSON"), "the provider's garbage is not passed on: " + said);
    }

    private static String header(Exchange.Reply reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }

    private static void same(String what, Object expected, Object found, Exchange.Reply reply) {
        need(expected.equals(found), what + ": expected " + expected + ", got " + found + " " + reply.body());
    }

    private static void need(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
