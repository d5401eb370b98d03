// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import io.aisbf.api.chat.Usage;
import io.aisbf.runtime.ledger.Ledger.By;
import io.aisbf.runtime.ledger.Ledger.Question;
import io.aisbf.runtime.ledger.Ledger.Sum;
import io.aisbf.runtime.limits.Actual.Certainty;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the ledger is asked, in SQL, with a connection of its own that cannot write. */
final class Questions {
    private static final String SUMS = "count(*), sum(outcome NOT IN ('" + Entry.ANSWERED + "', '" + Entry.ABANDONED
            + "')), sum(input_tokens), sum(cached_tokens), sum(output_tokens), sum(reasoning_tokens),"
            + " sum(cost_micro_usd), sum(cost_micro_usd IS NULL),"
            + " sum(certainty = '" + Certainty.UNDERESTIMATE.name() + "')";

    private static final String ENTRIES = """
        SELECT attempt, at, client, asked, provider, key, model, rotation, input_tokens, cached_tokens, cache_write_tokens,
          output_tokens, reasoning_tokens, cost_micro_usd, first_token_ms, total_ms, outcome, certainty,
          reserved_tokens, reserved_micro_usd
        FROM attempts WHERE at >= ? ORDER BY at, attempt
        """;

    private Questions() {}

    static List<Sum> usage(Connection connection, Question question) throws SQLException {
        List<By> by = Grouping.ordered(question.by());
        List<Sum> sums = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(sql(by, question.client().isPresent()))) {
            statement.setLong(1, millis(question.from()));
            statement.setLong(2, millis(question.until()));
            if (question.client().isPresent()) {
                statement.setString(3, question.client().get());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sums.add(sum(by, rows));
                }
            }
        }
        return List.copyOf(sums);
    }

    private static String sql(List<By> by, boolean ofOneClient) {
        String numbers =
                IntStream.rangeClosed(1, by.size()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return "SELECT " + by.stream().map(one -> column(one) + ", ").collect(Collectors.joining()) + SUMS
                + " FROM attempts WHERE at >= ? AND at < ?" + (ofOneClient ? " AND client = ?" : "")
                + (by.isEmpty() ? "" : " GROUP BY " + numbers + " ORDER BY " + numbers);
    }

    private static String column(By by) {
        return switch (by) {
            case CLIENT -> "client";
            case PROVIDER -> "provider";
            case KEY -> "key";
            case MODEL -> "model";
            case ASKED -> "asked";
            case HOUR -> "at / " + Grouping.HOUR;
            case DAY -> "at / " + Grouping.DAY;
            case OUTCOME -> "outcome";
        };
    }

    private static Sum sum(List<By> by, ResultSet row) throws SQLException {
        List<String> group = new ArrayList<>();
        int at = 0;
        for (By one : by) {
            at++;
            group.add(
                    switch (one) {
                        case HOUR -> Grouping.hour(row.getLong(at));
                        case DAY -> Grouping.day(row.getLong(at));
                        case CLIENT, PROVIDER, KEY, MODEL, ASKED, OUTCOME -> row.getString(at);
                    });
        }
        return new Sum(
                List.copyOf(group),
                row.getLong(at + 1),
                row.getLong(at + 2),
                row.getLong(at + 3),
                row.getLong(at + 4),
                row.getLong(at + 5),
                row.getLong(at + 6),
                number(row, at + 7),
                row.getLong(at + 8),
                row.getLong(at + 9));
    }

    static void since(Connection connection, Instant from, Consumer<Entry> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
            statement.setLong(1, millis(from));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.accept(entry(rows));
                }
            }
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        OptionalLong first = number(row, 15);
        return new Entry(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                new Usage(row.getLong(9), row.getLong(10), row.getLong(11), row.getLong(12), row.getLong(13)),
                number(row, 14),
                new Entry.Reserved(row.getLong(19), row.getLong(20)),
                first.isPresent() ? Optional.of(Duration.ofMillis(first.getAsLong())) : Optional.empty(),
                Duration.ofMillis(row.getLong(16)),
                row.getString(17),
                Certainty.valueOf(row.getString(18)));
    }

    private static OptionalLong number(ResultSet row, int at) throws SQLException {
        long number = row.getLong(at);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** The first millisecond that is not before it; moments out of reach are the ends of time. */
    private static long millis(Instant moment) {
        try {
            Instant rounded = moment.truncatedTo(ChronoUnit.MILLIS);
            return rounded.toEpochMilli() + (rounded.equals(moment) ? 0 : 1);
        } catch (ArithmeticException e) {
            return moment.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
