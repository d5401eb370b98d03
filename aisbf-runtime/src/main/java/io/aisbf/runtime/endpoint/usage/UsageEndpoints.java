// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.usage;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.access.Visitor;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.ledger.Ledger;
import io.aisbf.runtime.ledger.Ledger.By;
import io.aisbf.runtime.ledger.Ledger.Sum;
import io.aisbf.runtime.ledger.LedgerException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code GET /api/usage}: what was used, by whom and of whom, as JSON or CSV; a client sees its own. Called on the calls'
 * own threads.
 */
public final class UsageEndpoints {
    private static final List<String> FIGURES = List.of(
            "attempts",
            "failed",
            "uncertain",
            "input_tokens",
            "cached_tokens",
            "output_tokens",
            "reasoning_tokens",
            "unpriced");
    private static final String COST = "cost_usd";

    private final Ledger ledger;
    private final InstantSource clock;

    /** The endpoints over a ledger. */
    public UsageEndpoints(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Where they live. */
    public List<Routes.Route> routes() {
        return List.of(new Routes.Route("GET", "/api/usage", Optional.empty(), this::usage).behind(Door.FIGURES));
    }

    private void usage(Exchange exchange, Map<String, String> parameters) throws IOException {
        Wanted wanted = Wanted.of(parameters, clock.instant());
        List<Sum> rows = rows(known(wanted.question(), exchange.visitor()));
        List<String> by = Arrays.stream(By.values())
                .filter(wanted.question().by()::contains)
                .map(Wanted::word)
                .toList();
        if (wanted.csv()) {
            exchange.sink()
                    .open(
                            200,
                            "text/csv; charset=utf-8; header=present",
                            Map.of("content-disposition", "attachment; filename=\"aisbf-usage.csv\""))
                    .write(csv(by, rows));
        } else {
            json(wanted.question(), by, rows).writeTo(exchange.sink().open(200, "application/json", Map.of()));
        }
    }

    /** A client learns of nobody's usage but its own. */
    private static Ledger.Question known(Ledger.Question question, Visitor visitor) {
        return visitor instanceof Visitor.Client client ? question.of(client.name()) : question;
    }

    private List<Sum> rows(Ledger.Question question) {
        try {
            return ledger.usage(question);
        } catch (LedgerException e) {
            throw new CallException(Failure.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] csv(List<String> by, List<Sum> rows) {
        Csv csv = new Csv();
        List<String> head = new ArrayList<>(by);
        head.addAll(FIGURES);
        head.add(COST);
        csv.line(head);
        for (Sum row : rows) {
            List<String> cells = new ArrayList<>(row.group());
            figures(row).forEach(figure -> cells.add(Long.toString(figure)));
            cells.add(cost(row).orElse(""));
            csv.line(cells);
        }
        return csv.bytes();
    }

    private static RawJson json(Ledger.Question question, List<String> by, List<Sum> rows) {
        JsonWriter json = new JsonWriter().object();
        json.name("from").text(question.from().toString());
        json.name("until").text(question.until().toString());
        json.name("by").array();
        by.forEach(json::text);
        json.end().name("rows").array();
        for (Sum row : rows) {
            json.object();
            for (int i = 0; i < by.size(); i++) {
                json.name(by.get(i)).text(row.group().get(i));
            }
            members(json, row).end();
        }
        json.end().name("total").object();
        members(json, total(rows)).end();
        return json.end().finish();
    }

    private static JsonWriter members(JsonWriter json, Sum sum) {
        List<Long> figures = figures(sum);
        for (int i = 0; i < FIGURES.size(); i++) {
            json.name(FIGURES.get(i)).number(figures.get(i));
        }
        cost(sum).ifPresent(usd -> json.name(COST).raw(RawJson.of(usd)));
        return json;
    }

    private static List<Long> figures(Sum sum) {
        return List.of(
                sum.attempts(),
                sum.failed(),
                sum.uncertain(),
                sum.input(),
                sum.cached(),
                sum.output(),
                sum.reasoning(),
                sum.unpriced());
    }

    private static Optional<String> cost(Sum sum) {
        return sum.microUsd().isPresent() ? Optional.of(Money.usd(sum.microUsd().getAsLong())) : Optional.empty();
    }

    private static Sum total(List<Sum> rows) {
        Sum total = new Sum(List.of(), 0, 0, 0, 0, 0, 0, OptionalLong.empty(), 0, 0);
        for (Sum row : rows) {
            total = plus(total, row);
        }
        return total;
    }

    private static Sum plus(Sum a, Sum b) {
        boolean priced = a.microUsd().isPresent() || b.microUsd().isPresent();
        return new Sum(
                List.of(),
                a.attempts() + b.attempts(),
                a.failed() + b.failed(),
                a.input() + b.input(),
                a.cached() + b.cached(),
                a.output() + b.output(),
                a.reasoning() + b.reasoning(),
                priced ? OptionalLong.of(a.microUsd().orElse(0) + b.microUsd().orElse(0)) : OptionalLong.empty(),
                a.unpriced() + b.unpriced(),
                a.uncertain() + b.uncertain());
    }
}
