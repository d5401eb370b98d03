// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.endpoint.usage.LimitsEndpoints;
import io.aisbf.runtime.endpoint.usage.UsageEndpoints;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.ledger.Ledger;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.observe.CallBook;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The gateway's own endpoints: whether it lives and is ready, who is left alone, why calls went as they did, and what
 * its own command line asks for.
 */
public final class OwnEndpoints {
    private final Admin admin;
    private final Supplier<List<String>> reload;
    private final CallsEndpoints calls;
    private final HealthEndpoints health;
    private final List<Routes.Route> books;

    /**
     * What the gateway knows of its own doing.
     *
     * @param calls the calls that are remembered
     * @param health who is left alone until when
     * @param clock what time it is
     * @param others the other gateways
     */
    public record Insight(CallBook calls, Health health, InstantSource clock, Others others) {
        /** Of a gateway that is alone. */
        public Insight(CallBook calls, Health health, InstantSource clock) {
            this(calls, health, clock, new Alone());
        }
    }

    /** Other gateways, as far as this one has to do with them. */
    public interface Others {
        /** What is to be said of them beside whether this gateway is ready, by name. */
        Map<String, String> words();

        /** An operator forgave a provider here, or everybody. */
        void forgiven(Optional<String> provider);
    }

    /** There are no others. */
    private record Alone() implements Others {
        @Override
        public Map<String, String> words() {
            return Map.of();
        }

        @Override
        public void forgiven(Optional<String> provider) {
            // Nobody else has heard of it.
        }
    }

    /**
     * What the gateway knows of usage.
     *
     * @param ledger what was used
     * @param limiter how full limits are
     * @param limits all that are configured now
     */
    public record Books(Ledger ledger, Limiter limiter, Supplier<List<Limit>> limits) {}

    /** The endpoints of a gateway that keeps no books. */
    public OwnEndpoints(Secret token, BooleanSupplier draining, Supplier<List<String>> reload, Insight insight) {
        this(token, draining, reload, insight, Optional.empty());
    }

    /**
     * The endpoints of one gateway.
     *
     * @param token who shows it may have the gateway reloaded, or cooldowns ended
     * @param draining whether the gateway is on its way out
     * @param reload reloads configuration and plugins and tells what changed
     * @param books what was used and how much more may be
     */
    public OwnEndpoints(
            Secret token,
            BooleanSupplier draining,
            Supplier<List<String>> reload,
            Insight insight,
            Optional<Books> books) {
        this.admin = new Admin(token);
        this.reload = reload;
        this.calls = new CallsEndpoints(insight.calls());
        this.health = new HealthEndpoints(admin, draining, insight);
        this.books = books.map(kept -> routes(kept, insight.clock())).orElse(List.of());
    }

    private static List<Routes.Route> routes(Books books, InstantSource clock) {
        List<Routes.Route> routes = new ArrayList<>(new UsageEndpoints(books.ledger(), clock).routes());
        routes.addAll(new LimitsEndpoints(books.limiter(), books.limits(), clock).routes());
        return routes;
    }

    List<Routes.Route> routes(Engine engine) {
        List<Routes.Route> routes = new ArrayList<>();
        routes.add(new Routes.Route("GET", "/health/live", Optional.empty(), OwnEndpoints::live).behind(Door.OPEN));
        routes.addAll(health.routes(engine));
        routes.addAll(calls.routes());
        routes.addAll(books);
        routes.add(new Routes.Route("POST", "/api/reload", Optional.empty(), this::reload));
        return routes;
    }

    static void write(Exchange exchange, int status, JsonWriter json) throws IOException {
        json.finish().writeTo(exchange.sink().open(status, "application/json", Map.of()));
    }

    private static void live(Exchange exchange, Map<String, String> parameters) throws IOException {
        write(
                exchange,
                200,
                new JsonWriter().object().name("status").text("live").end());
    }

    private void reload(Exchange exchange, Map<String, String> parameters) throws IOException {
        admin.check(exchange, "reload");
        List<String> changes;
        try {
            changes = reload.get();
        } catch (SettingsException e) {
            throw new CallException(
                    Failure.INVALID_REQUEST,
                    "nothing was reloaded, the gateway goes on as before: " + e.getMessage(),
                    e);
        }
        JsonWriter json = new JsonWriter()
                .object()
                .name("reloaded")
                .bool(true)
                .name("changes")
                .array();
        changes.forEach(json::text);
        write(exchange, 200, json.end().end());
    }
}
