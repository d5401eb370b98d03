// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever happens in whatever order: nobody is asked before the time that was named. */
class RetryAfterTest {
    private static final List<Failure> FAILURES =
            List.of(Failure.RATE_LIMITED, Failure.OVERLOADED, Failure.UNKNOWN_MODEL, Failure.UNREACHABLE);

    @Test
    void isObeyedExactlyInAnyOrderOfEvents() {
        for (int seed = 0; seed < 3_000; seed++) {
            run(seed, false);
        }
    }

    @Test
    void isNeverShortenedByPausesOfOurOwn() {
        for (int seed = 0; seed < 3_000; seed++) {
            run(seed, true);
        }
    }

    private static void run(int seed, boolean unnamed) {
        History history = new History(seed, unnamed);
        for (int step = 0; step < 80; step++) {
            history.step();
            Duration named = Duration.ofNanos(Math.max(0, history.end - history.ward.nanos()));
            Duration left = history.ward.left(Ward.PLACE);
            if (unnamed) {
                assertTrue(left.compareTo(named) >= 0, "seed " + seed);
            } else {
                assertEquals(named, left, "seed " + seed);
            }
        }
    }

    /**
     * One place, calls that overlap, and a model of one line: what is named counts from when it is told, and the latest
     * end wins.
     */
    private static final class History {
        private final Ward ward = new Ward();
        private final List<Visit> underWay = new ArrayList<>();
        private final SplittableRandom random;
        private final boolean unnamed;
        private long end = ward.nanos();

        private History(int seed, boolean unnamed) {
            random = new SplittableRandom(seed);
            this.unnamed = unnamed;
        }

        private void step() {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    if (ward.enter(Ward.PLACE, HealthPolicy.DEFAULT, false)
                            instanceof Health.Entry.Admitted(Visit visit)) {
                        assertTrue(end - ward.nanos() <= 0, "let in before the time");
                        underWay.add(visit);
                    }
                }
                case 2 -> ward.pass(upTo(Duration.ofSeconds(40)));
                case 3 -> one().ifPresent(this::fail);
                default -> one().ifPresent(this::leave);
            }
        }

        private Duration upTo(Duration most) {
            return Duration.ofNanos(1 + random.nextLong(most.toNanos()));
        }

        private Optional<Visit> one() {
            return underWay.isEmpty()
                    ? Optional.empty()
                    : Optional.of(underWay.remove(random.nextInt(underWay.size())));
        }

        private void fail(Visit visit) {
            Failure failure = FAILURES.get(random.nextInt(FAILURES.size()));
            if (unnamed && random.nextBoolean()) {
                visit.failed(Ward.failure(failure));
            } else {
                Duration wait = upTo(Duration.ofMinutes(2));
                visit.failed(Ward.failure(failure, wait));
                end = Math.max(end - ward.nanos(), wait.toNanos()) + ward.nanos();
            }
        }

        private void leave(Visit visit) {
            switch (random.nextInt(3)) {
                case 0 -> visit.answering();
                case 1 -> visit.answered();
                default -> visit.abandoned();
            }
        }
    }
}
