// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import io.aisbf.distribution.conformance.Cell.Outcome;
import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.doubles.Doubles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** All cells of the matrix, and the page that shows them. */
final class Matrix {
    private static final String HEAD = """
        # Conformance

        Which wish of a client reaches which provider, and what is said to it comes back. This page is written by \
        `ConformanceIT`, which asks for every cell over HTTP, whole and streamed, reads the answer to the letter of the \
        client's protocol, and looks at what arrived at a double that is as strict as its provider. It fails when this \
        page says otherwise; `mvn verify -Dconformance.write=true` renews it.

        | mark | meaning |
        |---|---|
        | ✓ | carried: it arrives at the provider, and what the provider says to it at the client |
        | ✓ without `x` | carried but for a part, which is named in `x-aisbf-lossy` and the request log |
        | dropped `x` | a hint: dropped, and named in `x-aisbf-lossy` and the request log; strict calls are refused |
        | untold `x` | the client's protocol has no place for what the provider says to it; named likewise, of a stream \
        in the log only |
        | 400 `x` | refused: the answer would be to another question; the error names the member |
        | · | the provider has nothing of the kind |
        | – | the client's protocol has no words for it |
        """;

    private final List<Outcome> outcomes = new ArrayList<>();

    static Matrix run(Doubles doubles, Exchange exchange) throws InterruptedException, ExecutionException {
        Expected expected = new Expected();
        Matrix matrix = new Matrix();
        List<Future<Outcome>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Client client : Client.all()) {
                for (Provider provider : Provider.values()) {
                    for (Capability capability : Capability.values()) {
                        Cell cell = new Cell(client, provider, capability, expected, doubles, exchange);
                        running.add(threads.submit(cell::run));
                    }
                }
            }
            for (Future<Outcome> each : running) {
                matrix.outcomes.add(each.get());
            }
        }
        return matrix;
    }

    /** What is wrong with the cells of a client and a provider, a line each. */
    List<String> problems(Client client, Provider provider) {
        return outcomes.stream()
                .filter(outcome ->
                        outcome.client().protocol().equals(client.protocol()) && outcome.provider() == provider)
                .flatMap(outcome -> outcome.problems().stream().map(problem -> outcome.capability() + " " + problem))
                .toList();
    }

    /** What is looked at for one client and one provider; tells what is wrong. */
    interface Look {
        List<String> at(Client client, Provider provider);
    }

    /** Looks at all pairs at once: a list of what is wrong for each. */
    static Map<String, List<String>> pairs(Look look) throws InterruptedException, ExecutionException {
        Map<String, Future<List<String>>> running = new LinkedHashMap<>();
        Map<String, List<String>> problems = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Client client : Client.all()) {
                for (Provider provider : Provider.values()) {
                    running.put(pair(client, provider), threads.submit(() -> look.at(client, provider)));
                }
            }
            for (Map.Entry<String, Future<List<String>>> each : running.entrySet()) {
                problems.put(each.getKey(), each.getValue().get());
            }
        }
        return problems;
    }

    /** A client and a provider by name. */
    static String pair(Client client, Provider provider) {
        return client.protocol() + " to " + provider.protocol();
    }

    /** The page. */
    String page() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Client client : Client.all()) {
            page.append("\n## Clients of ").append(client.protocol()).append("\n\n| |");
            for (Provider provider : Provider.values()) {
                page.append(' ').append(provider.protocol()).append(" |");
            }
            page.append("\n|---").repeat("|---", Provider.values().length).append("|\n");
            for (Capability capability : Capability.values()) {
                page.append("| ")
                        .append(capability.words())
                        .append(" | ")
                        .append(row(client, capability))
                        .append('\n');
            }
        }
        return page.toString();
    }

    private String row(Client client, Capability capability) {
        return Arrays.stream(Provider.values())
                .flatMap(provider -> outcomes.stream()
                        .filter(outcome -> outcome.client().protocol().equals(client.protocol())
                                && outcome.provider() == provider
                                && outcome.capability() == capability))
                .map(Matrix::mark)
                .collect(Collectors.joining(" | ", "", " |"));
    }

    private static String mark(Outcome outcome) {
        String member = " `" + outcome.fate().member() + "`";
        return switch (outcome.fate().mark()) {
            case CARRIED -> "✓";
            case PARTLY -> "✓ without" + member;
            case DROPPED -> "dropped" + member;
            case UNTOLD -> "untold" + member;
            case REFUSED -> "400" + member;
            case ABSENT -> "·";
            case UNKNOWN -> "–";
        };
    }
}
