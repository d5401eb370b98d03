// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.bounds;

import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.limits.Limit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Money that may be spent.
 *
 * @param microUsd how much, in millionths of a US dollar
 * @param period in which calendar period (UTC)
 */
public record Budget(long microUsd, Limit.Period period) {
    private static final String KEY = "budget";
    private static final String PERIOD = "per";
    private static final String EXAMPLE = "{usd: 20, per: month}";
    private static final double LEAST = 0.01;
    private static final double MOST = 1e9;
    private static final double MILLION = 1e6;

    /** Reads {@code budget} of a map: one budget or a list of them, none for the same period as another. */
    public static List<Budget> read(Part part) {
        List<Budget> budgets = new ArrayList<>();
        Set<Limit.Period> periods = EnumSet.noneOf(Limit.Period.class);
        for (Part.Named item : part.items(KEY)) {
            part.part(item).flatMap(Budget::one).ifPresent(budget -> {
                if (periods.add(budget.period)) {
                    budgets.add(budget);
                } else {
                    part.complaints()
                            .error(
                                    item.position(),
                                    item.path(),
                                    "is a second budget for the same " + word(budget.period) + "; keep one of them");
                }
            });
        }
        return List.copyOf(budgets);
    }

    private static Optional<Budget> one(Part part) {
        Optional<Double> usd = part.number("usd", LEAST, MOST);
        Optional<Limit.Period> period = part.text(PERIOD).flatMap(word -> period(part, word));
        if (part.fields().value("usd").isEmpty() || part.fields().value(PERIOD).isEmpty()) {
            part.complaints().error(part.position(), part.path(), "wants how much and for how long; write " + EXAMPLE);
        }
        part.finish();
        return usd.flatMap(amount -> period.map(each -> new Budget(Math.round(amount * MILLION), each)));
    }

    private static Optional<Limit.Period> period(Part part, String word) {
        for (Limit.Period period : Limit.Period.values()) {
            if (word(period).equals(word)) {
                return Optional.of(period);
            }
        }
        part.wrong(PERIOD, "day or month is wanted, found '" + word + "'");
        return Optional.empty();
    }

    private static String word(Limit.Period period) {
        return period.name().toLowerCase(Locale.ROOT);
    }
}
