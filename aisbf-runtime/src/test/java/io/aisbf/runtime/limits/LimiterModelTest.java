// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Limit.Unit;
import io.aisbf.runtime.limits.Limit.Window;
import io.aisbf.runtime.limits.Limiter.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of a few reservations and settlements is looked for that no order of them one after another could
 * explain. The order is judged by {@link Sequential}, which shares nothing with the limiter.
 */
@Param(name = "attempt", gen = IntGen.class, conf = "1:3")
@Param(name = "amount", gen = IntGen.class, conf = "1:6")
public class LimiterModelTest {
    private static final Limit NARROW = new Limit("narrow", Unit.TOKENS, 8, new Window.Sliding(Duration.ofMinutes(1)));
    private static final Limit WIDE = new Limit("wide", Unit.TOKENS, 10, new Window.Sliding(Duration.ofHours(1)));

    private final MemoryLimiter limiter = new MemoryLimiter(() -> Desk.START, () -> 0L);

    @Operation
    public boolean one(@Param(name = "attempt") int attempt, @Param(name = "amount") int amount) {
        return reserve(attempt, amount, List.of(WIDE));
    }

    @Operation
    public boolean two(@Param(name = "attempt") int attempt, @Param(name = "amount") int amount) {
        return reserve(attempt, amount, List.of(NARROW, WIDE));
    }

    @Operation
    public void settle(@Param(name = "attempt") int attempt, @Param(name = "amount") int amount) {
        limiter.settle("attempt " + attempt, new Actual(amount, 0, Certainty.EXACT));
    }

    @Operation
    public long fill() {
        List<Limiter.Fill> fills = limiter.fill(List.of(NARROW, WIDE));
        return Sequential.digest(
                fills.get(0).used(),
                fills.get(0).reserved(),
                fills.get(1).used(),
                fills.get(1).reserved());
    }

    @Test
    void isLinearizable() {
        new ModelCheckingOptions()
                .sequentialSpecification(Sequential.class)
                .iterations(6)
                .invocationsPerIteration(50)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .check(LimiterModelTest.class);
    }

    private boolean reserve(int attempt, int amount, List<Limit> limits) {
        Claim claim = new Claim("attempt " + attempt, limits, amount, 0, Duration.ofMinutes(10));
        return limiter.reserve(claim) instanceof Answer.Granted;
    }

    /** What the limiter promises to one caller at a time. */
    public static final class Sequential {
        private final Map<Integer, long[]> open = new HashMap<>();
        private final Map<Integer, long[]> over = new HashMap<>();

        public boolean one(int attempt, int amount) {
            return reserve(attempt, 0, amount);
        }

        public boolean two(int attempt, int amount) {
            return reserve(attempt, amount, amount);
        }

        public void settle(int attempt, int amount) {
            long[] held = open.remove(attempt);
            if (held != null) {
                over.put(attempt, new long[] {held[0] > 0 ? amount : 0, amount});
            }
        }

        public long fill() {
            return digest(sum(over, 0), sum(open, 0), sum(over, 1), sum(open, 1));
        }

        private boolean reserve(int attempt, long narrow, long wide) {
            if (open.containsKey(attempt) || over.containsKey(attempt)) {
                return true;
            }
            boolean fits = (narrow == 0 || sum(open, 0) + sum(over, 0) + narrow <= NARROW.most())
                    && sum(open, 1) + sum(over, 1) + wide <= WIDE.most();
            if (fits) {
                open.put(attempt, new long[] {narrow, wide});
            }
            return fits;
        }

        private static long sum(Map<Integer, long[]> amounts, int limit) {
            return amounts.values().stream().mapToLong(amount -> amount[limit]).sum();
        }

        static long digest(long... numbers) {
            long digest = 0;
            for (long number : numbers) {
                digest = digest * 1000 + number;
            }
            return digest;
        }
    }
}
