// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.runtime.config.bounds.StoreConfig.Down;
import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.Limiter.Answer.Granted;
import io.aisbf.runtime.limits.Limiter.Answer.Refused;
import io.aisbf.runtime.limits.Limiter.Answer.Unsure;
import io.aisbf.runtime.store.redis.Redis;
import io.aisbf.runtime.store.redis.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A {@link Limiter} that several gateways share: limits are kept in a Redis server, each claim by one script, by the
 * server's clock. Reserving waits for the server, no longer than the configured timeout; correcting does not wait.
 *
 * <p>While the server cannot be asked, budgets are closed, and other limits are closed too or kept by a limiter in
 * memory that allows this gateway its share. That one counts all along what this gateway uses, so that a share that is
 * used up stays so. What it grants is booked in the server afterwards.
 */
final class RedisLimiter implements Limiter {
    private final Redis redis;
    private final Questions questions;
    private final Line line;
    private final Arrears arrears = new Arrears();
    private final Courier courier;
    private final Optional<Local> local;
    private final LongSupplier nanoTime;

    /** What takes the server's place. */
    private record Local(Limiter limiter, Shares shares) {}

    /**
     * A limiter; closes the limiter in memory, and not the server.
     *
     * @param memory takes the server's place
     * @param nodes how many gateways there are
     */
    RedisLimiter(
            Redis redis, Questions questions, Line line, Down down, Limiter memory, int nodes, LongSupplier nanoTime) {
        this.redis = redis;
        this.questions = questions;
        this.line = line;
        this.nanoTime = nanoTime;
        local = down == Down.LOCAL_SHARE ? Optional.of(new Local(memory, new Shares(nodes))) : Optional.empty();
        courier = new Courier(redis, questions, arrears, line, nanoTime);
    }

    /** Begins to look whether the server is there. */
    RedisLimiter started() {
        courier.start();
        return this;
    }

    @Override
    public Answer reserve(Claim claim) {
        if (!line.isUp()) {
            return withoutStore(claim);
        }
        try {
            Answer answer = ask(claim);
            if (answer instanceof Granted) {
                local.ifPresent(there -> there.limiter().reserve(there.shares().counted(claim)));
            }
            return answer;
        } catch (StoreException e) {
            if (Thread.currentThread().isInterrupted()) {
                arrears.cancelled(claim.attempt());
                courier.wake();
                return new Unsure(claim.limits().getFirst(), "was not looked at: nobody waits for the call any longer");
            }
            line.broke(e);
            Answer answer = withoutStore(claim);
            if (!(answer instanceof Granted)) {
                arrears.cancelled(claim.attempt());
            }
            courier.wake();
            return answer;
        }
    }

    private Answer ask(Claim claim) throws StoreException {
        List<Limit> limits = Questions.each(claim.limits());
        List<String> answer = redis.ask(Questions.RESERVE, questions.reserve(claim, limits, Optional.empty()));
        if (!answer.getFirst().equals("refused")) {
            return new Granted();
        }
        Limit limit = limits.get(Integer.parseInt(answer.get(1)));
        long wait = Long.parseLong(answer.get(3));
        Optional<Duration> after = wait < 0 ? Optional.empty() : Optional.of(Duration.of(wait, ChronoUnit.MICROS));
        return new Refused(limit, Long.parseLong(answer.get(2)), Questions.wanted(claim, limit), after);
    }

    private Answer withoutStore(Claim claim) {
        Optional<Limit> closed =
                claim.limits().stream().filter(limit -> isClosed(limit, claim)).findFirst();
        if (closed.isPresent()) {
            return new Unsure(closed.get(), "cannot be looked at, because the store that the gateways share is away");
        }
        Answer answer = local.map(
                        there -> there.limiter().reserve(there.shares().bounded(claim)))
                .orElseGet(Granted::new);
        return switch (answer) {
            case Refused refused -> named(refused, claim);
            case Unsure unsure -> unsure;
            case Granted granted -> {
                arrears.granted(claim, nanoTime.getAsLong());
                courier.wake();
                yield granted;
            }
        };
    }

    /** Whether nobody can take the store's place: not for money, and not for more than a gateway's share. */
    private boolean isClosed(Limit limit, Claim claim) {
        if (local.isEmpty() || limit.unit() == Limit.Unit.MICRO_USD) {
            return true;
        }
        long wanted = Questions.wanted(claim, limit);
        return wanted <= limit.most() && wanted > local.get().shares().of(limit).most();
    }

    /** The limit as the configuration has it, of which this gateway's share is used up. */
    private Refused named(Refused refused, Claim claim) {
        Limit whole = claim.limits().stream()
                .filter(limit -> limit.name().equals(refused.limit().name())
                        && local.filter(there -> there.shares().of(limit).equals(refused.limit()))
                                .isPresent())
                .findFirst()
                .orElse(refused.limit());
        return new Refused(whole, refused.used(), refused.wanted(), refused.after());
    }

    @Override
    public void settle(String attempt, Actual actual) {
        local.ifPresent(there -> there.limiter().settle(attempt, actual));
        arrears.settled(attempt, actual);
        courier.wake();
    }

    /** The server knows what was used before; only the limiter in its place has to be told. */
    @Override
    public void replay(Instant at, List<Limit> limits, long tokens, long microUsd) {
        local.ifPresent(there -> there.limiter().replay(at, there.shares().of(limits), tokens, microUsd));
    }

    @Override
    public void forget(Limit limit) {
        local.ifPresent(there -> there.limiter().forget(there.shares().of(limit)));
    }

    /** How full limits are; while the server cannot be asked, this gateway's shares, or nothing at all. */
    @Override
    public List<Fill> fill(Collection<Limit> limits) {
        if (line.isUp()) {
            try {
                return fills(limits, redis.ask(Questions.FILL, questions.fill(limits)));
            } catch (StoreException e) {
                line.broke(e);
                courier.wake();
            }
        }
        return local.map(there -> there.limiter().fill(there.shares().of(List.copyOf(limits))))
                .orElse(List.of());
    }

    private static List<Fill> fills(Collection<Limit> limits, List<String> answer) {
        List<Fill> fills = new ArrayList<>();
        for (Limit limit : limits) {
            int at = 2 * fills.size();
            fills.add(new Fill(limit, Long.parseLong(answer.get(at)), Long.parseLong(answer.get(at + 1))));
        }
        return List.copyOf(fills);
    }

    /** Whether the server has been told all that happened. */
    boolean owesNothing() {
        return arrears.isEmpty();
    }

    /** Tells the server what it has not been told yet, if it is there. */
    @Override
    public void close() {
        courier.close();
        local.ifPresent(there -> there.limiter().close());
    }
}
