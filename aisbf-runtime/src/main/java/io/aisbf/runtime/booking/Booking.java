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
import io.aisbf.runtime.limits.Limiter.Answer.Unsure;
import io.aisbf.runtime.limits.Limits;
import io.aisbf.runtime.limits.MemoryLimiter;
import io.aisbf.runtime.money.Prices;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Books attempts under the limits of one configuration: reserves before they are made, settles and records when they
 * are over. One for each generation; called from all attempts' threads.
 */
public final class Booking {
    private static final int MICRO = 6;

    /** What a store of limits that is away is given to come back. */
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

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
        return new Booking(books, Limits.NONE, Map.of(), new Health(clock, System::nanoTime, random));
    }

    /**
     * What is booked for one attempt.
     *
     * @param call the call it is made for
     * @param client the name of the key of the client that the call is for; empty where nobody shows one
     * @param number tells it from every other attempt made for that call, or on its behalf
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
            String client,
            long number,
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
        if (Limits.holdsEverywhere(refused.limit())) {
            return new CallRefused(
                    refused.after().map(after -> full(refused.limit(), after)).orElseGet(() -> tooLarge(refused)));
        }
        return refused.after()
                .<RuntimeException>map(after -> new LimitReached(away(subject, refused, after)))
                .orElseGet(() -> tooLarge(refused));
    }

    /** What follows from a limit that nobody can look at: another candidate may have none. */
    LimitReached unsure(Unsure unsure) {
        String words = "the limit " + unsure.limit().name() + " " + unsure.words();
        return new LimitReached(absence(A_MOMENT, Failure.UNAVAILABLE, words));
    }

    private static CallException full(Limit limit, Duration after) {
        boolean money = limit.unit() == Limit.Unit.MICRO_USD;
        return new CallException(
                money ? Failure.BUDGET_SPENT : Failure.RATE_LIMITED,
                words(limit),
                CallException.Details.NONE.withRetryAfter(after));
    }

    private static String words(Limit limit) {
        return limit.unit() == Limit.Unit.MICRO_USD
                ? "the budget " + limit.name() + " is spent"
                : "the limit " + limit.name() + " of " + limit.most() + " is reached";
    }

    /** What alone is larger than a limit is refused at once, since waiting does not help. */
    private static CallException tooLarge(Refused refused) {
        Limit limit = refused.limit();
        String advice = "; send less, or bound the answer by max_tokens";
        if (limit.unit() == Limit.Unit.MICRO_USD) {
            return new CallException(
                    Failure.BUDGET_SPENT,
                    "this request alone may cost " + usd(refused.wanted()) + ", and " + limit.name() + " is "
                            + usd(limit.most()) + advice);
        }
        String unit = limit.unit() == Limit.Unit.TOKENS ? " tokens, and " : " requests, and ";
        return new CallException(
                Failure.CANNOT_CARRY,
                "this request alone is larger than a limit of this gateway: it may use " + refused.wanted() + unit
                        + limit.name() + " is " + limit.most() + advice);
    }

    private Absence away(Subject subject, Refused refused, Duration after) {
        Limit limit = refused.limit();
        if (limit.unit() == Limit.Unit.MICRO_USD) {
            return absence(after, Failure.BUDGET_SPENT, words(limit));
        }
        boolean whole = Optional.ofNullable(terms.get(subject.provider()))
                .filter(own -> own.onLimit() == OnLimit.PROVIDER)
                .isPresent();
        Duration wait = whole ? Exceeded.disabledFor(refused).orElse(after) : after;
        if (whole && !(limit.window() instanceof Limit.Window.Spacing)) {
            health.leave(subject.provider(), Failure.RATE_LIMITED, wait);
        }
        return absence(wait, Failure.RATE_LIMITED, words(limit));
    }

    private Absence absence(Duration wait, Failure failure, String words) {
        Instant until = books.clock().instant().plus(wait);
        return new Absence(Absence.Kind.COOLING, Optional.of(until), failure, words);
    }

    private static String usd(long micro) {
        return BigDecimal.valueOf(micro, MICRO).stripTrailingZeros().toPlainString() + " USD";
    }
}
