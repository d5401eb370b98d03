// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import static java.lang.System.Logger.Level.ERROR;

import io.aisbf.api.call.Failure;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.health.Place;
import io.aisbf.runtime.health.Report;
import io.aisbf.runtime.store.redis.Redis;
import io.aisbf.runtime.store.redis.Redis.Question;
import io.aisbf.runtime.store.redis.Script;
import io.aisbf.runtime.store.redis.StoreException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom one gateway leaves alone the others leave alone as well, a quarter of a second later; what an operator forgives
 * at one is forgiven at all. One thread looks what is new here and tells it, and asks what is new elsewhere. A cooldown
 * is never shortened by what is heard; a difference of less than a second is none, lest gateways prolong each other's
 * for ever.
 */
final class Cooldowns implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Cooldowns.class.getName());
    private static final Script TELL = script("tell.lua");
    private static final Script HEAR = script("hear.lua");
    private static final Script FORGIVE = script("forgive.lua");
    private static final List<String> KEYS = List.of(
            Questions.PREFIX + "cool:ends",
            Questions.PREFIX + "cool:news",
            Questions.PREFIX + "cool:what",
            Questions.PREFIX + "cool:count");
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final Duration SAME = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int AT_ONCE = 500;
    private static final String FORGIVEN = "!";

    private final Redis redis;
    private final Line line;
    private final Health health;
    private final InstantSource clock;
    private final Thread thread;
    private final Map<String, Instant> known = new HashMap<>();
    private long heard;
    private boolean first = true;

    /** Begins to tell and to hear. */
    Cooldowns(Redis redis, Line line, Health health, InstantSource clock) {
        this.redis = redis;
        this.line = line;
        this.health = health;
        this.clock = clock;
        thread = Thread.ofVirtual().name("store cooldowns").start(this::live);
    }

    private static Script script(String name) {
        return Script.of(Cooldowns.class, List.of("cooldowns.lua", name));
    }

    private void live() {
        try {
            while (true) {
                if (line.isUp()) {
                    round();
                }
                Thread.sleep(BETWEEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells and hears once. */
    synchronized void round() {
        try {
            tell();
            hear();
        } catch (StoreException _) {
            // The limiter's courier finds out how the store is and says so; this is tried again anyway.
        } catch (RuntimeException e) {
            LOG.log(ERROR, "Cooldowns could not be shared, and will be tried again.", e);
        }
    }

    private void tell() throws StoreException {
        Instant now = clock.instant();
        known.values().removeIf(until -> !until.isAfter(now));
        List<String> arguments = new ArrayList<>(List.of(""));
        Map<String, Instant> told = new HashMap<>();
        for (Report report : health.report()) {
            String place = place(report);
            Optional<Instant> until = report.until()
                    .filter(end -> end.isAfter(now) && isLater(end, Optional.ofNullable(known.get(place))));
            if (report.state() == Report.State.COOLING && until.isPresent() && told.size() < AT_ONCE) {
                told.put(place, until.get());
                arguments.add(place);
                arguments.add(Long.toString(ChronoUnit.MICROS.between(now, until.get())));
                arguments.add(report.failure().name());
            }
        }
        if (!told.isEmpty()) {
            redis.ask(TELL, new Question(KEYS, arguments));
            known.putAll(told);
        }
    }

    private static boolean isLater(Instant end, Optional<Instant> before) {
        return before.isEmpty() || end.isAfter(before.get().plus(SAME));
    }

    /** Takes in what is new: its number, and for each the place, what is left of it, and why. */
    private void hear() throws StoreException {
        List<String> news = redis.ask(HEAR, new Question(KEYS, List.of("", Long.toString(heard))));
        long latest = Long.parseLong(news.getFirst());
        if (latest < heard) {
            // The server has lost what it knew, and shall be told all of it again.
            known.clear();
            heard = 0;
            return;
        }
        heard = latest;
        for (int i = 1; i + 2 < news.size(); i += 3) {
            if (!news.get(i).startsWith(FORGIVEN)) {
                adopt(news.get(i), Long.parseLong(news.get(i + 1)), news.get(i + 2));
            } else if (!first) {
                forgive(decoded(news.get(i).substring(FORGIVEN.length())));
            }
        }
        first = false;
    }

    private void adopt(String place, long micros, String failure) {
        Instant until = clock.instant().plus(micros, ChronoUnit.MICROS);
        Optional<Instant> own = health.report().stream()
                .filter(report -> place(report).equals(place))
                .flatMap(report -> report.until().stream())
                .findFirst();
        known.merge(place, until, (a, b) -> a.isAfter(b) ? a : b);
        String[] parts = place.split("/", -1);
        Optional<Failure> why = failure(failure);
        if (micros > 0 && parts.length == 3 && why.isPresent() && isLater(until, own)) {
            Place meant = new Place(decoded(parts[0]), decoded(parts[1]), decoded(parts[2]));
            health.leave(meant, why.get(), Duration.of(micros, ChronoUnit.MICROS));
        }
    }

    private void forgive(String provider) {
        known.clear();
        if (provider.isEmpty()) {
            health.forgiveAll();
        } else {
            health.forgive(provider);
        }
    }

    /** An operator forgave a provider here, or everybody; the others hear of it. */
    synchronized void forgiven(Optional<String> provider) {
        known.clear();
        String name = encoded(provider.orElse(""));
        try {
            redis.ask(FORGIVE, new Question(KEYS, List.of("", FORGIVEN + name, name.isEmpty() ? "" : name + "/")));
        } catch (StoreException e) {
            line.broke(e);
        }
    }

    private static Optional<Failure> failure(String name) {
        for (Failure failure : Failure.values()) {
            if (failure.name().equals(name)) {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }

    private static String place(Report report) {
        return encoded(report.provider()) + "/" + encoded(report.key()) + "/" + encoded(report.model());
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private static String decoded(String name) {
        return URLDecoder.decode(name, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
