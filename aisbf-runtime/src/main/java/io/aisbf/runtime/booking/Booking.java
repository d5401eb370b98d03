// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.booking;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.select.Price;
import io.aisbf.runtime.config.bounds.OnLimit;
import io.aisbf.runtime.count.Tokens;
import io.aisbf.runtime.health.Absence;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.ledger.MemoryLedger;
import io.aisbf.runtime.limits.Exceeded;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limiter.Answer.Refused;
import io.aisbf.runtime.limits.Limits;
import io.aisbf.runtime.limits.MemoryLimiter;
import io.aisbf.runtime.money.Prices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Books attempts under the limits of one configuration: reserves before they are made, settles and records when they
 * are over. One for each generation; called from all attempts' threads.
 */
public final class Booking {
    private final Books books;
    private final Limits limits;
    private final Map<String, Terms> terms;
    private final Health health;

    /**
     * What the configuration says of a provider.
     *
     * @param type its type, which prices and vocabularies go by
     * @param onLimit what becomes of it when a limit is reached
     */
    public record Terms(String type, OnLimit onLimit) {}

    /** Books in these books. */
    public Booking(Books books, Limits limits, Map<String, Terms> terms, Health health) {
        this.books = books;
        this.limits = limits;
        this.terms = Map.copyOf(terms);
        this.health = health;
    }

    /** Booking without limits, in books that are lost: for tests. */
    public static Booking unbound() {
        InstantSource clock = InstantSource.system();
        RandomGenerator random = RandomGenerator.getDefault();
        Books books = new Books(
                new MemoryLimiter(clock, System::nanoTime),
                new MemoryLedger(),
                new Tokens(random),
                new Prices(),
                clock,
                System::nanoTime);
        return new Booking(
                books,
                new Limits(Map.of(), Map.of(), List.of()),
                Map.of(),
                new Health(clock, System::nanoTime, random));
    }

    /**
     * What is booked for one attempt.
     *
     * @param call the call it is made for
     * @param number which of the call's attempts it is, from 1
     * @param asked the name that the client asked for
     * @param provider who is asked
     * @param key with which key
     * @param model for which model
     * @param group the rotation that asks, if one does
     * @param price what the configuration says of the model's price
     * @param output tokens that an answer is taken to have at most where the client sets no limit; empty for the usual
     */
    public record Subject(
            String call,
            int number,
            String asked,
            String provider,
            String key,
            String model,
            Optional<String> group,
            Optional<Price> price,
            OptionalLong output) {
        String attempt() {
            return call + "." + number;
        }
    }

    /** An attempt begins. */
    public Slip begin(Subject subject) {
        return new Slip(
                this, subject, books.nanoTime().getAsLong(), books.clock().instant());
    }

    Books books() {
        return books;
    }

    Limits limits() {
        return limits;
    }

    String type(Subject subject) {
        return Optional.ofNullable(terms.get(subject.provider()))
                .map(Terms::type)
                .orElse("");
    }

    /** What follows from a limit that does not allow an attempt. */
    RuntimeException refused(Subject subject, Refused refused) {
        Limit limit = refused.limit();
        if (refused.after().isEmpty()) {
            return new CallException(
                    Failure.CANNOT_CARRY,
                    "this request alone is larger than a limit of this gateway: it may use " + refused.wanted() + " "
                            + unit(limit) + ", and " + limit.name() + " is " + limit.most()
                            + "; send less, or bound the answer by max_tokens");
        }
        Instant until = books.clock().instant().plus(refused.after().get());
        if (limit.unit() == Limit.Unit.MICRO_USD) {
            return new LimitReached(new Absence(
                    Absence.Kind.COOLING,
                    Optional.of(until),
                    Failure.BUDGET_SPENT,
                    "the budget " + limit.name() + " is spent"));
        }
        boolean whole = Optional.ofNullable(terms.get(subject.provider()))
                .filter(own -> own.onLimit() == OnLimit.PROVIDER)
                .isPresent();
        Duration wait = whole
                ? Exceeded.disabledFor(refused).orElse(refused.after().get())
                : refused.after().get();
        String words = "the limit " + limit.name() + " of " + limit.most() + " is reached";
        if (whole && !(limit.window() instanceof Limit.Window.Spacing)) {
            health.leave(subject.provider(), Failure.RATE_LIMITED, wait);
        }
        return new LimitReached(new Absence(
                Absence.Kind.COOLING, Optional.of(books.clock().instant().plus(wait)), Failure.RATE_LIMITED, words));
    }

    private static String unit(Limit limit) {
        return switch (limit.unit()) {
            case TOKENS -> "tokens";
            case REQUESTS -> "requests";
            case MICRO_USD -> "millionths of a US dollar";
        };
    }
}
