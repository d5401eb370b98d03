// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.store.redis.Redis.Question;
import io.aisbf.runtime.store.redis.Script;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What the scripts about limits are asked, in their words. All keys have one hash tag, so that one server of a cluster
 * holds them all, and the version of the scripts, so that two versions of the gateway never misread each other's.
 *
 * @param moment in place of the server's clock, in microseconds since 1970: for tests, empty elsewhere
 */
record Questions(Supplier<Optional<Long>> moment) {
    static final String PREFIX = "{aisbf}:1:";

    static final Script RESERVE = script("reserve.lua");
    static final Script SETTLE = script("settle.lua");
    static final Script FILL = script("fill.lua");

    /** Lua's numbers are exact up to here; more is never compared with anything that is less. */
    private static final long MOST = 1L << 52;

    private static final int BUCKETS = 60;
    private static final Duration LONGEST = Duration.ofDays(26_000);

    private static Script script(String name) {
        return Script.of(Questions.class, List.of("windows.lua", name));
    }

    /**
     * Reserves.
     *
     * @param booked for how long it has been granted already, if it was granted while nobody could be asked
     */
    Question reserve(Claim claim, List<Limit> limits, Optional<Duration> booked) {
        List<String> arguments = arguments();
        arguments.add(claim.attempt());
        arguments.add(micros(claim.lease()));
        arguments.add(booked.isPresent() ? "book" : "ask");
        arguments.add(micros(booked.orElse(Duration.ZERO)));
        for (Limit limit : limits) {
            arguments.add(limit.unit().name());
            arguments.addAll(window(limit));
            arguments.add(Long.toString(Math.min(limit.most(), MOST)));
            arguments.add(Long.toString(Math.min(wanted(claim, limit), MOST + 1)));
        }
        return new Question(keys(limits), arguments);
    }

    /** Each limit once. */
    static List<Limit> each(List<Limit> limits) {
        Map<String, Limit> known = new LinkedHashMap<>();
        limits.forEach(limit -> known.putIfAbsent(key(limit), limit));
        return List.copyOf(known.values());
    }

    /** How much of a limit is claimed. */
    static long wanted(Claim claim, Limit limit) {
        return Math.max(
                0,
                switch (limit.unit()) {
                    case REQUESTS -> 1;
                    case TOKENS -> claim.tokens();
                    case MICRO_USD -> claim.microUsd();
                });
    }

    /** Corrects; those without a figure were never made. */
    Question settle(List<Debt> debts) {
        List<String> arguments = arguments();
        for (Debt debt : debts) {
            Optional<Actual> actual = debt.actual();
            arguments.add(debt.attempt());
            arguments.add(actual.map(known -> known.certainty().name()).orElse("CANCELLED"));
            arguments.add(amount(actual.map(Actual::tokens).orElse(0L)));
            arguments.add(amount(actual.map(Actual::microUsd).orElse(0L)));
        }
        return new Question(keys(List.of()), arguments);
    }

    /** Asks how full limits are. */
    Question fill(Collection<Limit> limits) {
        List<String> arguments = arguments();
        limits.forEach(limit -> arguments.addAll(window(limit)));
        return new Question(keys(limits), arguments);
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add(moment.get().map(at -> Long.toString(at)).orElse(""));
        return arguments;
    }

    private static List<String> keys(Collection<Limit> limits) {
        List<String> keys = new ArrayList<>(List.of(PREFIX + "holds", PREFIX + "leases", PREFIX + "over"));
        limits.forEach(limit -> keys.add(key(limit)));
        return keys;
    }

    /** Names hold whatever clients call models; what makes two limits one is its name, its unit and its window. */
    private static String key(Limit limit) {
        String name = URLEncoder.encode(limit.name(), StandardCharsets.UTF_8);
        return PREFIX + "limit:" + name + ":" + limit.unit() + ":" + String.join(":", window(limit));
    }

    private static List<String> window(Limit limit) {
        return switch (limit.window()) {
            case Limit.Window.Sliding(Duration length) -> {
                long micros = micro(length);
                yield List.of("rolling", Long.toString(micros), Long.toString(Math.ceilDiv(micros, BUCKETS)));
            }
            case Limit.Window.Spacing(Duration between) -> List.of("rolling", Long.toString(micro(between)), "1");
            case Limit.Window.Calendar(Limit.Period period) ->
                List.of(period == Limit.Period.DAY ? "day" : "month", "0", "0");
        };
    }

    private static String amount(long amount) {
        return Long.toString(Math.clamp(amount, 0, MOST));
    }

    private static String micros(Duration time) {
        return time.isPositive() ? Long.toString(micro(time)) : "0";
    }

    /** Rounded up, at least one. */
    private static long micro(Duration time) {
        Duration whole = time.compareTo(LONGEST) < 0 ? time : LONGEST;
        return Math.max(1, Math.ceilDiv(whole.toNanos(), TimeUnit.MICROSECONDS.toNanos(1)));
    }
}
