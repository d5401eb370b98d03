// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.transcript;

import java.util.List;
import java.util.SplittableRandom;

/** Chance from a seed: the same seed throws the same numbers on every machine. For one thread. */
public final class Dice {
    private static final int PERCENT = 100;

    private final SplittableRandom random;

    /** From a seed. */
    public Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From {@code least} to {@code most}, both possible. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** The same, small numbers as likely as large ones are by their digits. */
    public int scaled(int least, int most) {
        return (int) Math.round(Math.exp(random.nextDouble(Math.log(least), Math.log(most) + 1e-9)));
    }

    /** True in so many of a hundred cases. */
    public boolean chance(int percent) {
        return random.nextInt(PERCENT) < percent;
    }

    /** One of these. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final <T> T pick(T... some) {
        return some[random.nextInt(some.length)];
    }

    /** One of these. */
    public <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** So many hexadecimal digits. */
    public String hex(int digits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }
}
