// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.health.Report;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Whether the gateway is ready, who is left alone and until when, and the operator's word that ends it. */
final class HealthEndpoints {
    private static final int LONGEST_BODY = 4_096;

    private final Admin admin;
    private final BooleanSupplier draining;
    private final Health health;
    private final InstantSource clock;
    private final OwnEndpoints.Others others;

    HealthEndpoints(Admin admin, BooleanSupplier draining, OwnEndpoints.Insight insight) {
        this.admin = admin;
        this.draining = draining;
        this.health = insight.health();
        this.clock = insight.clock();
        this.others = insight.others();
    }

    List<Routes.Route> routes(Engine engine) {
        return List.of(
                new Routes.Route(
                                "GET",
                                "/health/ready",
                                Optional.empty(),
                                (exchange, _) -> ready(exchange, engine.targets()))
                        .behind(Door.OPEN),
                new Routes.Route("GET", "/health/targets", Optional.empty(), (exchange, _) -> targets(exchange)),
                new Routes.Route("POST", "/api/forgive", Optional.empty(), (exchange, _) -> forgive(exchange, engine)));
    }

    /** Ready means: not draining, and somebody can be asked. What each provider lacks stands beside it. */
    private void ready(Exchange exchange, Targets targets) throws IOException {
        List<Report> reports = health.report();
        JsonWriter providers = new JsonWriter().object();
        boolean anybody = false;
        for (ProviderEntry provider : targets.providers()) {
            Optional<String> lack = provider.unavailable().or(() -> away(provider, reports));
            anybody |= lack.isEmpty();
            providers.name(provider.name()).text(lack.orElse("ready"));
        }
        boolean stopping = draining.getAsBoolean();
        boolean ready = anybody && !stopping;
        JsonWriter json = new JsonWriter().object();
        json.name("status").text(ready ? "ready" : stopping ? "draining" : "no provider can be asked");
        json.name("providers").raw(providers.end().finish());
        others.words().forEach((name, words) -> json.name(name).text(words));
        OwnEndpoints.write(exchange, ready ? 200 : 503, json.end());
    }

    /** Why no key of a provider is asked at the moment, whatever the model. */
    Optional<String> away(ProviderEntry provider, List<Report> reports) {
        List<Report> cooling = reports.stream()
                .filter(report -> report.provider().equals(provider.name()))
                .filter(report -> report.model().isEmpty() && isAway(report))
                .toList();
        List<Report> keys = new ArrayList<>();
        for (ProviderEntry.Key key : provider.keys()) {
            if (key.provider().unavailable().isPresent()) {
                continue;
            }
            Optional<Report> why = cooling.stream()
                    .filter(report -> report.key().isEmpty() || report.key().equals(key.id()))
                    .max(Comparator.comparing(HealthEndpoints::back));
            if (why.isEmpty()) {
                return Optional.empty();
            }
            keys.add(why.get());
        }
        return keys.stream().min(Comparator.comparing(HealthEndpoints::back)).map(this::words);
    }

    private static boolean isAway(Report report) {
        return report.state() == Report.State.COOLING || report.state() == Report.State.PROBED;
    }

    /** When it is back; what is being probed may be back at any moment. */
    private static Instant back(Report report) {
        return report.until().orElse(Instant.MIN);
    }

    private String words(Report report) {
        return report.until().isPresent()
                ? "cooling for " + seconds(report.until().get()) + " s after " + report.failure()
                : "probed after " + report.failure();
    }

    /** Rounded up: who comes back after that time does not come too early. */
    private long seconds(Instant until) {
        return Math.max(
                0,
                Duration.between(clock.instant(), until).plusNanos(999_999_999).toSeconds());
    }

    private void targets(Exchange exchange) throws IOException {
        JsonWriter json = new JsonWriter().object().name("targets").array();
        for (Report report : health.report()) {
            json.object().name("provider").text(report.provider());
            if (!report.key().isEmpty()) {
                json.name("key").text(report.key());
            }
            if (!report.model().isEmpty()) {
                json.name("model").text(report.model());
            }
            json.name("scope").text(report.scope());
            json.name("state")
                    .text(report.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            report.until()
                    .ifPresent(until -> json.name("until")
                            .text(until.toString())
                            .name("retry_after_s")
                            .number(seconds(until)));
            json.name("failure").text(report.failure().name());
            json.name("strikes").number(report.strikes()).end();
        }
        OwnEndpoints.write(exchange, 200, json.end().end());
    }

    private void forgive(Exchange exchange, Engine engine) throws IOException {
        admin.check(exchange, "forgive");
        Optional<String> provider = provider(exchange.jsonBody(LONGEST_BODY), engine.json());
        int forgiven = provider.map(health::forgive).orElseGet(health::forgiveAll);
        if (forgiven == 0) {
            provider.ifPresent(name -> checkKnown(name, engine.targets()));
        }
        others.forgiven(provider);
        OwnEndpoints.write(
                exchange,
                200,
                new JsonWriter().object().name("forgiven").number(forgiven).end());
    }

    /** Which provider is meant; all of them where the body is empty or names none. */
    private static Optional<String> provider(byte[] body, Json json) {
        if (body.length == 0) {
            return Optional.empty();
        }
        try {
            JsonObject object = json.object(body);
            object.members().keySet().stream()
                    .filter(name -> !name.equals("provider"))
                    .findFirst()
                    .ifPresent(name -> {
                        throw unclear("it holds another member");
                    });
            return object.get("provider").map(json::text);
        } catch (JsonException e) {
            throw unclear(String.valueOf(e.getMessage()));
        }
    }

    private static CallException unclear(String what) {
        return new CallException(
                Failure.INVALID_REQUEST,
                "the body is not understood: " + what + "; send {} or {\"provider\": \"NAME\"}");
    }

    private static void checkKnown(String name, Targets targets) {
        List<String> known =
                targets.providers().stream().map(ProviderEntry::name).toList();
        if (!known.contains(name)) {
            throw new CallException(
                    Failure.UNKNOWN_TARGET, "there is no provider of that name; there are " + String.join(", ", known));
        }
    }
}
