// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ledger's table, its versions, and how other people's files are told from ours. */
final class Schema {
    /** "AISB", in the place where SQLite keeps who a file belongs to. */
    static final int APPLICATION = 0x41495342;

    static final int VERSION = 3;

    /** AISBF 0.3.2 kept these in a file of the same name, which belongs to no application. */
    private static final Set<String> SEED = Set.of("token_usage", "context_dimensions");

    /**
     * The table is its own index, by time: names of attempts are random, and an index of them alone would touch as many pages
     * of the disk as there are rows in a commit. Milliseconds since the epoch, UTC.
     */
    private static final List<String> FIRST = List.of("""
        CREATE TABLE attempts (
          at INTEGER NOT NULL,
          attempt TEXT NOT NULL,
          call TEXT NOT NULL,
          client TEXT NOT NULL,
          asked TEXT NOT NULL,
          provider TEXT NOT NULL,
          key TEXT NOT NULL,
          model TEXT NOT NULL,
          input_tokens INTEGER NOT NULL,
          cached_tokens INTEGER NOT NULL,
          cache_write_tokens INTEGER NOT NULL,
          output_tokens INTEGER NOT NULL,
          reasoning_tokens INTEGER NOT NULL,
          cost_micro_usd INTEGER,
          first_token_ms INTEGER,
          total_ms INTEGER NOT NULL,
          outcome TEXT NOT NULL,
          certainty TEXT NOT NULL,
          PRIMARY KEY (at, attempt)) WITHOUT ROWID
        """, "PRAGMA application_id = " + APPLICATION);

    /** What windows are filled with anew that go by rotations, and by attempts whose use nobody counted. */
    private static final List<String> SECOND = List.of(
            "ALTER TABLE attempts ADD COLUMN rotation TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE attempts ADD COLUMN reserved_tokens INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE attempts ADD COLUMN reserved_micro_usd INTEGER NOT NULL DEFAULT 0");

    /**
     * The eight texts of an attempt are nearly always those of an attempt before it: kept once, they cost neither time nor room
     * in each row, and a row takes half the processor and a third of the disk that it took with them. People find the table
     * that was there before as a view.
     */
    private static final List<String> THIRD = List.of("""
        CREATE TABLE circumstances (
          id INTEGER PRIMARY KEY,
          client TEXT NOT NULL,
          asked TEXT NOT NULL,
          provider TEXT NOT NULL,
          key TEXT NOT NULL,
          model TEXT NOT NULL,
          rotation TEXT NOT NULL,
          outcome TEXT NOT NULL,
          certainty TEXT NOT NULL,
          UNIQUE (client, asked, provider, key, model, rotation, outcome, certainty))
        """, """
        CREATE TABLE booked (
          at INTEGER NOT NULL,
          attempt TEXT NOT NULL,
          circumstances INTEGER NOT NULL REFERENCES circumstances,
          input_tokens INTEGER NOT NULL,
          cached_tokens INTEGER NOT NULL,
          cache_write_tokens INTEGER NOT NULL,
          output_tokens INTEGER NOT NULL,
          reasoning_tokens INTEGER NOT NULL,
          cost_micro_usd INTEGER,
          first_token_ms INTEGER,
          total_ms INTEGER NOT NULL,
          reserved_tokens INTEGER NOT NULL,
          reserved_micro_usd INTEGER NOT NULL,
          PRIMARY KEY (at, attempt)) WITHOUT ROWID
        """, """
        INSERT INTO circumstances (client, asked, provider, key, model, rotation, outcome, certainty)
        SELECT DISTINCT client, asked, provider, key, model, rotation, outcome, certainty FROM attempts
        """, """
        INSERT INTO booked
        SELECT at, attempt, id, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
          cost_micro_usd, first_token_ms, total_ms, reserved_tokens, reserved_micro_usd
        FROM attempts JOIN circumstances
          USING (client, asked, provider, key, model, rotation, outcome, certainty)
        """, "DROP TABLE attempts", """
        CREATE VIEW attempts AS
        SELECT at, attempt,
          substr(rtrim(attempt, '0123456789'), 1, length(rtrim(attempt, '0123456789')) - 1) AS call,
          client, asked, provider, key, model, rotation, input_tokens, cached_tokens, cache_write_tokens, output_tokens,
          reasoning_tokens, cost_micro_usd, first_token_ms, total_ms, reserved_tokens, reserved_micro_usd, outcome, certainty
        FROM booked JOIN circumstances ON id = circumstances
        """);

    /** What leads from each version to the next, the first from nothing. */
    private static final List<List<String>> STEPS = List.of(FIRST, SECOND, THIRD);

    private Schema() {}

    /** A file that is not ours to write, for good: the message says why and what to do. */
    static final class NotOursException extends Exception {
        private static final long serialVersionUID = 1;

        NotOursException(String message) {
            super(message);
        }
    }

    /**
     * Looks whose the file is, without writing to it.
     *
     * @return the version of our table that is in it; 0 if none is
     * @throws NotOursException if it is not ours to write
     */
    static int found(Connection connection, Path file) throws SQLException, NotOursException {
        long application = number(connection, "PRAGMA application_id");
        long version = number(connection, "PRAGMA user_version");
        if (application == APPLICATION && version > VERSION) {
            throw new NotOursException("The ledger " + file + " was written by a newer AISBF (its schema is " + version
                    + ", and this one knows up to " + VERSION + "). Run that version, or name another 'path' under"
                    + " 'ledger'. Until then nothing is kept.");
        }
        if (application == APPLICATION && version > 0) {
            return (int) version;
        }
        Set<String> tables = tables(connection);
        boolean seeds = SEED.stream().anyMatch(tables::contains) && !tables.contains("attempts");
        boolean free = tables.isEmpty() || seeds;
        if (application != 0 || !free) {
            throw new NotOursException("The ledger " + file + " is a database of another program (application "
                    + application + ", tables "
                    + String.join(", ", tables.stream().sorted().limit(10).toList())
                    + "), and is left alone. Name another 'path' under 'ledger'. Until then nothing is kept.");
        }
        return 0;
    }

    private static Set<String> tables(Connection connection) throws SQLException {
        Set<String> tables = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE"
                                + " '\\'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    /** Makes our table, or brings it from that version to ours; all of it or nothing. */
    static void complete(Connection connection, int from) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (List<String> step : STEPS.subList(from, VERSION)) {
                for (String sql : step) {
                    statement.execute(sql);
                }
            }
            statement.execute("PRAGMA user_version = " + VERSION);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** The one number that a question answers. */
    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
