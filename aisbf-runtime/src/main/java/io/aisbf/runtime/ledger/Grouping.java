// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import io.aisbf.runtime.ledger.Ledger.By;
import io.aisbf.runtime.limits.Actual.Certainty;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** By what sums are told apart, and how that is written: the same for every ledger. */
final class Grouping {
    static final long HOUR = 3_600_000;
    static final long DAY = 24 * HOUR;

    private static final DateTimeFormatter HOURS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAYS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Grouping() {}

    /** In the order in which the parts of a group are told. */
    static List<By> ordered(Set<By> by) {
        return by.isEmpty() ? List.of() : List.copyOf(EnumSet.copyOf(by));
    }

    /** What tells that attempt's group apart. */
    static List<String> of(List<By> by, Entry entry) {
        List<String> group = new ArrayList<>();
        for (By one : by) {
            group.add(part(one, entry));
        }
        return List.copyOf(group);
    }

    private static String part(By by, Entry entry) {
        return switch (by) {
            case CLIENT -> entry.client();
            case PROVIDER -> entry.provider();
            case KEY -> entry.key();
            case MODEL -> entry.model();
            case ASKED -> entry.asked();
            case HOUR -> hour(Math.floorDiv(entry.at().toEpochMilli(), HOUR));
            case DAY -> day(Math.floorDiv(entry.at().toEpochMilli(), DAY));
            case OUTCOME -> entry.outcome();
        };
    }

    /** Such an hour since the epoch, in UTC: {@code 2026-11-22T17:00Z}. */
    static String hour(long number) {
        return HOURS.format(Instant.ofEpochMilli(number * HOUR));
    }

    /** Such a day since the epoch, in UTC: {@code 2026-11-22}. */
    static String day(long number) {
        return DAYS.format(Instant.ofEpochMilli(number * DAY));
    }

    /** Nothing yet. */
    static Ledger.Sum none(List<String> group) {
        return new Ledger.Sum(group, 0, 0, 0, 0, 0, 0, OptionalLong.empty(), 0, 0);
    }

    /** That sum and one attempt more. */
    static Ledger.Sum plus(Ledger.Sum sum, Entry entry) {
        OptionalLong cost = sum.microUsd().isEmpty() && entry.microUsd().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(sum.microUsd().orElse(0) + entry.microUsd().orElse(0));
        return new Ledger.Sum(
                sum.group(),
                sum.attempts() + 1,
                sum.failed() + (entry.failed() ? 1 : 0),
                sum.input() + entry.usage().input(),
                sum.cached() + entry.usage().cachedInput(),
                sum.output() + entry.usage().output(),
                sum.reasoning() + entry.usage().reasoning(),
                cost,
                sum.unpriced() + (entry.microUsd().isEmpty() ? 1 : 0),
                sum.uncertain() + (entry.certainty() == Certainty.UNDERESTIMATE ? 1 : 0));
    }
}
