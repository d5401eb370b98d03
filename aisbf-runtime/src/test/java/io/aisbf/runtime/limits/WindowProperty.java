// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Limiter.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random attempts at random moments, judged by a naive model that remembers each of them. */
public abstract class WindowProperty<D extends Desk> {
    private static final List<Certainty> CERTAINTIES = List.of(Certainty.values());

    /** An attempt as the model remembers it. */
    private static final class Booked {
        private final String name;
        private final long at;
        private long amount;

        Booked(String name, long at, long amount) {
            this.name = name;
            this.at = at;
            this.amount = amount;
        }
    }

    /** Where the limiter is. */
    protected final D desk;

    private final int steps;
    private final List<Booked> history = new ArrayList<>();
    private final List<Booked> open = new ArrayList<>();
    private long now;

    /** Looks at the limiter of that desk, so many times for each seed. */
    protected WindowProperty(D desk, int steps) {
        this.desk = desk;
        this.steps = steps;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void admitsWhatFitsAndRefusesWhatDoesNot(long seed) {
        Random random = new Random(seed);
        Duration length = desk.tick().multipliedBy(1000 + random.nextInt(1_000_000));
        Limit limit = Desk.tokens(500 + random.nextInt(500), length);
        int refusals = 0;
        for (int step = 0; step < steps; step++) {
            pass(random.nextLong(length.dividedBy(desk.tick()) / 20));
            if (random.nextInt(3) > 0 || open.isEmpty()) {
                refusals += claim("attempt " + step, 1 + random.nextInt(150), limit) ? 0 : 1;
            } else {
                settle(random);
            }
        }
        assertTrue(refusals > steps / 40, "too easy: " + refusals);
        assertTrue(history.size() > steps / 40, "too hard: " + history.size());
    }

    private boolean claim(String name, long amount, Limit limit) {
        long window = ((Limit.Window.Sliding) limit.window()).length().dividedBy(desk.tick());
        long exact = sum(now - window);
        switch (desk.claim(name, amount, limit)) {
            case Answer.Granted _ -> {
                assertTrue(exact + amount <= limit.most(), () -> exact + " and " + amount + " were let through");
                Booked booked = new Booked(name, now, amount);
                history.add(booked);
                open.add(booked);
                return true;
            }
            case Answer.Unsure unsure -> throw new AssertionError(unsure);
            case Answer.Refused refused -> {
                long bucket = Math.ceilDiv(window, 60);
                long wider = sum(now - window - bucket);
                assertTrue(wider + amount > limit.most(), () -> wider + " and " + amount + " were refused");
                waits(refused, limit, window, bucket);
                return false;
            }
        }
    }

    /** A ticksecond too early is refused, the wait is enough, and no longer than the model's by more than a bucket. */
    private void waits(Answer.Refused refused, Limit limit, long window, long bucket) {
        long wait = refused.after().orElseThrow().dividedBy(desk.tick());
        pass(wait - 1);
        assertInstanceOf(Answer.Refused.class, desk.claim("early", refused.wanted(), limit));
        assertTrue(sum(now - window - bucket) + refused.wanted() > limit.most(), "the wait is too long");
        pass(1);
        assertInstanceOf(Answer.Granted.class, desk.claim("probe " + now, refused.wanted(), limit));
        desk.settle("probe " + now, 0, Certainty.NOTHING);
    }

    private void settle(Random random) {
        Booked booked = open.remove(random.nextInt(open.size()));
        long amount = random.nextInt(200);
        Certainty certainty = CERTAINTIES.get(random.nextInt(CERTAINTIES.size()));
        booked.amount = switch (certainty) {
            case EXACT -> amount;
            case UNDERESTIMATE -> Math.max(booked.amount, amount);
            case NOTHING -> 0;
        };
        desk.settle(booked.name, amount, certainty);
    }

    private long sum(long after) {
        return history.stream()
                .filter(booked -> booked.at > after)
                .mapToLong(booked -> booked.amount)
                .sum();
    }

    private void pass(long ticks) {
        now += ticks;
        desk.pass(desk.tick().multipliedBy(ticks));
    }
}
