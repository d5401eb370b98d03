// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.booking;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.select.Price;
import io.aisbf.runtime.count.Estimate;
import io.aisbf.runtime.count.Tokens;
import io.aisbf.runtime.ledger.Entry;
import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.Limiter.Answer.Granted;
import io.aisbf.runtime.money.Prices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What is booked for one attempt: reserved once its request is ready to be sent, settled and recorded once, when it is
 * over. Used by whichever thread has the attempt in hand.
 */
public final class Slip {
    /** What an answer is taken to have at most where nobody says. */
    private static final long USUAL_OUTPUT = 4096;

    /** Percent by which an estimate may fall short of what the provider counts. */
    private static final int FALLS_SHORT = 4;

    /** What is held too much does no harm where it is so small a part of a limit. */
    private static final int NEXT_TO_NOTHING = 200;

    private final Booking booking;
    private final Booking.Subject subject;
    private final long startNanos;
    private final Instant at;
    private final String attempt;
    private final String type;
    private final Optional<Price> price;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean sent;
    private volatile Entry.Reserved held = Entry.Reserved.NONE;
    private volatile boolean reserved;
    private volatile Optional<Estimate> estimate = Optional.empty();
    private volatile Optional<Duration> first = Optional.empty();

    Slip(Booking booking, Booking.Subject subject, long startNanos, Instant at) {
        this.booking = booking;
        this.subject = subject;
        this.startNanos = startNanos;
        this.at = at;
        this.attempt = subject.attempt();
        this.type = booking.type(subject);
        this.price = booking.books().prices().of(type, subject.model(), subject.price());
    }

    /**
     * Reserves what a chat may use, as it is about to be sent.
     *
     * @throws LimitReached if a limit does not allow it now
     * @throws CallRefused if a limit does not allow it, whoever is asked
     * @throws CallException {@code CANNOT_CARRY} if the request alone is larger than a limit
     */
    public void reserve(ChatRequest request, Duration lease) {
        List<Limit> limits = limits();
        if (!limits.isEmpty()) {
            long output = request.maxTokens()
                    .orElse((int) Math.min(Integer.MAX_VALUE, subject.output().orElse(USUAL_OUTPUT)));
            OptionalLong most = booking.books().tokens().atMost(request, type, subject.model());
            // Where it is next to nothing of every limit, nobody need know exactly how much that is.
            boolean reckoned = most.isPresent()
                    && isNextToNothing(limits, most.getAsLong(), output)
                    && tried(limits, most.getAsLong(), output, lease) instanceof Granted;
            if (!reckoned) {
                claim(limits, counted(request), output, lease);
            }
        }
        sent = true;
    }

    private boolean isNextToNothing(List<Limit> limits, long input, long output) {
        long micro = micro(input, output);
        for (Limit limit : limits) {
            long part = switch (limit.unit()) {
                case TOKENS -> input + output;
                case MICRO_USD -> micro;
                case REQUESTS -> 0;
            };
            if (part * NEXT_TO_NOTHING > limit.most()) {
                return false;
            }
        }
        return true;
    }

    private long counted(ChatRequest request) {
        Estimate told = booking.books().tokens().estimate(request, type, subject.model());
        estimate = Optional.of(told);
        // Until the vocabulary is there the estimate errs by a factor of two at most, afterwards by a few in a hundred;
        // what
        // is held too much is given back.
        return told.rough() ? told.tokens() * 2 : told.tokens() + told.tokens() * FALLS_SHORT / 100 + 1;
    }

    /**
     * Reserves for something that has no answer in tokens, such as embeddings.
     *
     * @param text what is sent, asked for only where there is a limit
     */
    public void reserve(Supplier<String> text, Duration lease) {
        List<Limit> limits = limits();
        if (!limits.isEmpty()) {
            claim(limits, booking.books().tokens().count(text.get(), type, subject.model()), 0, lease);
        }
        sent = true;
    }

    /** Tokens that the model read of a chat: as the provider counted them, or else as they are estimated. */
    public long read(Usage counted, ChatRequest request) {
        return counted.input() > 0
                ? counted.input()
                : estimate.map(Estimate::tokens).orElseGet(() -> estimated(request));
    }

    /** What was answered is not held up by something in it that this gateway does not understand. */
    private long estimated(ChatRequest request) {
        Tokens tokens = booking.books().tokens();
        try {
            return tokens.estimate(request, type, subject.model()).tokens();
        } catch (CallException e) {
            return tokens.atMost(request, type, subject.model()).orElse(0);
        }
    }

    /** The same of a text. */
    public long read(Usage counted, Supplier<String> text) {
        return counted.input() > 0
                ? counted.input()
                : booking.books().tokens().count(text.get(), type, subject.model());
    }

    private List<Limit> limits() {
        return booking.limits()
                .of(subject.client(), subject.provider(), subject.key(), subject.model(), subject.group());
    }

    private void claim(List<Limit> limits, long input, long output, Duration lease) {
        switch (tried(limits, input, output, lease)) {
            case Limiter.Answer.Refused refused -> throw booking.refused(subject, refused);
            case Limiter.Answer.Unsure unsure -> throw booking.unsure(unsure);
            case Granted _ -> {}
        }
    }

    private Limiter.Answer tried(List<Limit> limits, long input, long output, Duration lease) {
        Claim claim = new Claim(attempt, limits, input + output, micro(input, output), lease);
        Limiter.Answer answer = booking.books().limiter().reserve(claim);
        if (answer instanceof Granted) {
            held = new Entry.Reserved(claim.tokens(), claim.microUsd());
            reserved = true;
        }
        return answer;
    }

    private long micro(long input, long output) {
        Usage most = Usage.of(input, output);
        return price(input).map(known -> Prices.microUsd(known, most)).orElse(0L);
    }

    /** Several charge more for all of a long prompt; the usual price has been looked up once. */
    private Optional<Price> price(long input) {
        Prices prices = booking.books().prices();
        return prices.isUsual(input) ? price : prices.of(type, subject.model(), subject.price(), input);
    }

    /** What that usage costs, in millionths of a US dollar; empty where no price is known. */
    public OptionalLong cost(Usage usage) {
        return price(usage.input())
                .map(known -> OptionalLong.of(Prices.microUsd(known, usage)))
                .orElse(OptionalLong.empty());
    }

    /** The first content is there. */
    public void first() {
        first = Optional.of(since());
    }

    /** It answered; usage is what the provider counted. */
    public void answered(Usage usage) {
        boolean counted = !usage.equals(Usage.NONE);
        if (counted) {
            estimate.ifPresent(told -> booking.books().tokens().learn(type, subject.model(), told, usage));
        }
        end("answered", usage, counted ? Certainty.EXACT : Certainty.UNDERESTIMATE);
    }

    /** It did not. What a provider refused it has not used; what broke off has used nobody knows how much. */
    public void failed(CallException failure) {
        boolean refused = failure.details().upstream().isPresent() || failure.failure() == Failure.UNREACHABLE;
        end(failure.failure().name(), Usage.NONE, refused ? Certainty.EXACT : Certainty.UNDERESTIMATE);
    }

    /** Nobody waited for it any longer. */
    public void abandoned() {
        end("abandoned", Usage.NONE, Certainty.UNDERESTIMATE);
    }

    private void end(String outcome, Usage usage, Certainty certainty) {
        if (!over.compareAndSet(false, true) || !sent) {
            return;
        }
        OptionalLong micro = cost(usage);
        if (reserved) {
            booking.books()
                    .limiter()
                    .settle(attempt, new Actual(usage.input() + usage.output(), micro.orElse(0), certainty));
        }
        booking.books()
                .ledger()
                .book(new Entry(
                        attempt,
                        at,
                        subject.client(),
                        subject.asked(),
                        subject.provider(),
                        subject.key(),
                        subject.model(),
                        subject.group().orElse(""),
                        usage,
                        micro,
                        held,
                        first,
                        since(),
                        outcome,
                        certainty));
    }

    private Duration since() {
        return Duration.ofNanos(booking.books().nanoTime().getAsLong() - startNanos);
    }
}
