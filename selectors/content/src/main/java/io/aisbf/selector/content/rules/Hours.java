// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import io.aisbf.api.plugin.Settings;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of some days, such as {@code hours: "08:00-18:00"} with {@code days: mon-fri} and {@code zone: Europe/Berlin}. Hours
 * that go past midnight belong to the day on which they begin. The zone is UTC where none is said.
 *
 * @param from the first moment
 * @param to the first moment after
 */
record Hours(LocalTime from, LocalTime to, Set<DayOfWeek> days, ZoneId zone) implements Condition {
    private static final String HOURS = "hours";
    private static final String DAYS = "days";
    private static final Pattern SPAN = Pattern.compile("(\\d\\d):(\\d\\d)\\s*-\\s*(\\d\\d):(\\d\\d)");
    private static final int LETTERS = 3;

    /** Reads them; empty where nothing is said of them. */
    static Optional<Condition> read(Settings when) {
        Optional<String> hours = when.text(HOURS);
        List<String> days = when.texts(DAYS);
        Optional<String> zone = when.text("zone");
        if (hours.isEmpty() && days.isEmpty()) {
            if (zone.isPresent()) {
                throw when.wrong("zone", "says where no hours are; write hours: \"08:00-18:00\" beside it");
            }
            return Optional.empty();
        }
        Set<DayOfWeek> which = EnumSet.noneOf(DayOfWeek.class);
        days.forEach(text -> which.addAll(days(when, text)));
        LocalTime[] span =
                hours.map(text -> span(when, text)).orElse(new LocalTime[] {LocalTime.MIDNIGHT, LocalTime.MIDNIGHT});
        return Optional.of(new Hours(
                span[0],
                span[1],
                which.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : which,
                zone.map(text -> zone(when, text)).orElse(ZoneOffset.UTC)));
    }

    private static LocalTime[] span(Settings when, String text) {
        Matcher span = SPAN.matcher(text.strip());
        if (span.matches()) {
            try {
                return new LocalTime[] {time(span.group(1), span.group(2)), time(span.group(3), span.group(4))};
            } catch (DateTimeException e) {
                // Said below, as for a text that is no span at all.
            }
        }
        throw when.wrong(HOURS, "'" + text + "' is not understood; write hours as \"08:00-18:00\"");
    }

    private static LocalTime time(String hour, String minute) {
        return hour.equals("24") && minute.equals("00")
                ? LocalTime.MIDNIGHT
                : LocalTime.of(Integer.parseInt(hour), Integer.parseInt(minute));
    }

    private static Set<DayOfWeek> days(Settings when, String text) {
        String[] ends = text.split("-", 2);
        DayOfWeek day = day(when, ends[0], text);
        DayOfWeek last = day(when, ends[ends.length - 1], text);
        Set<DayOfWeek> days = EnumSet.of(day);
        while (day != last) {
            day = day.plus(1);
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(Settings when, String word, String text) {
        String wanted = word.strip().toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (wanted.length() >= LETTERS && day.name().startsWith(wanted)) {
                return day;
            }
        }
        throw when.wrong(DAYS, "'" + text + "' is not understood; write mon, tue, wed, thu, fri, sat, sun or mon-fri");
    }

    private static ZoneId zone(Settings when, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw when.wrong("zone", "'" + text + "' is no time zone; write one such as Europe/Berlin or UTC");
        }
    }

    @Override
    public Optional<String> holds(Look look) {
        ZonedDateTime now = look.context().clock().instant().atZone(zone);
        LocalTime time = now.toLocalTime();
        boolean pastMidnight = !from.isBefore(to);
        boolean since = !time.isBefore(from);
        boolean still = time.isBefore(to);
        DayOfWeek begun = pastMidnight && !since ? now.getDayOfWeek().minus(1) : now.getDayOfWeek();
        boolean within = pastMidnight ? since || still : since && still;
        return within && days.contains(begun)
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%tR %s",
                        now,
                        begun.name().substring(0, LETTERS).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
