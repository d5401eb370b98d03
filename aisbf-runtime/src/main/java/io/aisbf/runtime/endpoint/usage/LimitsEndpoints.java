// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.usage;

import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.access.Visitor;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limit.Period;
import io.aisbf.runtime.limits.Limit.Unit;
import io.aisbf.runtime.limits.Limit.Window;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.Limits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /api/limits}: how full every limit of the configuration is; a client sees its own. Called on the calls' own
 * threads.
 */
public final class LimitsEndpoints {
    private static final double TENTHS = 10;

    private final Limiter limiter;
    private final Supplier<List<Limit>> limits;
    private final InstantSource clock;

    /**
     * The endpoints over a limiter.
     *
     * @param limits all that are configured now
     */
    public LimitsEndpoints(Limiter limiter, Supplier<List<Limit>> limits, InstantSource clock) {
        this.limiter = limiter;
        this.limits = limits;
        this.clock = clock;
    }

    /** Where they live. */
    public List<Routes.Route> routes() {
        return List.of(new Routes.Route("GET", "/api/limits", Optional.empty(), (exchange, _) -> limits(exchange))
                .behind(Door.FIGURES));
    }

    private void limits(Exchange exchange) throws IOException {
        Instant now = clock.instant();
        JsonWriter json = new JsonWriter().object().name("limits").array();
        for (Limiter.Fill fill : limiter.fill(known(exchange.visitor()))) {
            describe(json, fill, now);
        }
        json.end().end().finish().writeTo(exchange.sink().open(200, "application/json", Map.of()));
    }

    /** A client knows of no limits but its own. */
    private List<Limit> known(Visitor visitor) {
        return visitor instanceof Visitor.Client client
                ? limits.get().stream()
                        .filter(limit -> Limits.belongs(limit, client.name()))
                        .toList()
                : limits.get();
    }

    private static void describe(JsonWriter json, Limiter.Fill fill, Instant now) {
        Limit limit = fill.limit();
        json.object().name("name").text(limit.name());
        json.name("unit").text(unit(limit.unit()));
        amount(json, "most", limit.unit(), limit.most());
        amount(json, "used", limit.unit(), fill.used());
        amount(json, "reserved", limit.unit(), fill.reserved());
        json.name("fill_percent").number(percent(fill));
        switch (limit.window()) {
            case Window.Sliding sliding -> span(json, "sliding", sliding.length());
            case Window.Spacing spacing -> span(json, "spacing", spacing.between());
            case Window.Calendar calendar ->
                json.name("window").text(calendar.period().name().toLowerCase(Locale.ROOT));
        }
        if (fill.used() + fill.reserved() > 0) {
            json.name("resets").text(end(limit.window(), now).toString());
        }
        json.end();
    }

    private static String unit(Unit unit) {
        return switch (unit) {
            case REQUESTS -> "requests";
            case TOKENS -> "tokens";
            case MICRO_USD -> "usd";
        };
    }

    private static void amount(JsonWriter json, String name, Unit unit, long amount) {
        json.name(name);
        if (unit == Unit.MICRO_USD) {
            json.raw(RawJson.of(Money.usd(amount)));
        } else {
            json.number(amount);
        }
    }

    private static void span(JsonWriter json, String window, Duration length) {
        json.name("window").text(window).name("window_ms").number(length.toMillis());
    }

    private static double percent(Limiter.Fill fill) {
        double counted = (double) fill.used() + fill.reserved();
        return Math.round(counted * 100 * TENTHS / Math.max(1, fill.limit().most())) / TENTHS;
    }

    /** By when everything that counts now does not count any more, if nothing else comes. */
    private static Instant end(Window window, Instant now) {
        return switch (window) {
            case Window.Sliding sliding -> now.plus(sliding.length());
            case Window.Spacing spacing -> now.plus(spacing.between());
            case Window.Calendar calendar -> {
                LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
                LocalDate next = calendar.period() == Period.DAY
                        ? today.plusDays(1)
                        : today.withDayOfMonth(1).plusMonths(1);
                yield next.atStartOfDay(ZoneOffset.UTC).toInstant();
            }
        };
    }
}
