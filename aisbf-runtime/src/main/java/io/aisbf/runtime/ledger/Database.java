// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import io.aisbf.runtime.ledger.Schema.NotOursException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * The open database, as its one writer sees it. Used by one platform thread: SQLite's native calls would pin the
 * carriers of virtual ones. A commit returns when the disk has the rows (WAL with synchronous=FULL, sqlite.org/wal.html).
 */
final class Database implements AutoCloseable {
    private static final String INSERT = """
        INSERT INTO booked (at, attempt, circumstances, input_tokens, cached_tokens, cache_write_tokens, output_tokens,
          reasoning_tokens, cost_micro_usd, first_token_ms, total_ms, reserved_tokens, reserved_micro_usd)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (at, attempt) DO NOTHING
        """;

    /** So many circumstances that nothing is known of any more do no harm. */
    private static final int IDLE_CIRCUMSTANCES = 10_000;

    private final Connection connection;
    private final PreparedStatement insert;

    /**
     * Transactions in SQL, prepared once: {@link Connection#commit} begins the next transaction at once, and switching it off
     * again commits that one, empty. This takes a fifth of the CPU of a commit of sixty rows.
     */
    private final PreparedStatement begin;

    private final PreparedStatement commit;
    private final Circumstances.Known known;

    private Database(Connection connection) throws SQLException {
        this.connection = connection;
        insert = connection.prepareStatement(INSERT);
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        known = new Circumstances.Known(connection);
    }

    /**
     * Opens or makes it.
     *
     * @param now the moment, for what has an age
     * @throws NotOursException if it is not ours to write
     * @throws IOException if the file cannot be made
     * @throws SQLException if SQLite cannot work with it
     */
    static Database open(LedgerPlace place, Instant now) throws SQLException, IOException, NotOursException {
        place.prepare();
        place.prepareLibrary(now);
        int version = place.exists() ? version(place) : 0;
        place.hide();
        Connection connection = connect(place.file(), false);
        try {
            settle(connection, place.exists());
            if (version < Schema.VERSION) {
                Schema.complete(connection, version);
            }
            return new Database(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Looks at the file with a connection that cannot write, so that somebody else's stays as it is, byte by byte. */
    private static int version(LedgerPlace place) throws SQLException, IOException, NotOursException {
        boolean suspect = place.leftInHaste();
        try (Connection reading = connect(place.file(), true)) {
            int version = Schema.found(reading, place.file());
            if (version > 0 && suspect) {
                check(reading);
            }
            return version;
        }
    }

    /**
     * Reads the whole file and looks whether it holds together.
     *
     * @throws SQLException with the code of damage if it does not
     */
    private static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String words = rows.next() ? rows.getString(1) : "no answer";
            if (!words.equals("ok")) {
                throw new SQLException(words, "", Trouble.CORRUPT);
            }
        }
    }

    /** Looks whether the file holds together; see {@link #check(Connection)}. */
    void check() throws SQLException {
        check(connection);
    }

    /** A connection of one's own, for questions; the caller closes it. */
    static Connection connect(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        if (!readOnly) {
            config.setOpenMode(SQLiteOpenMode.CREATE);
        }
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(5_000);
        Properties properties = config.toProperties();
        Connection connection = new JDBC().connect(JDBC.PREFIX + file, properties);
        try (Statement statement = connection.createStatement()) {
            // Otherwise large sorts would write to /tmp.
            statement.execute("PRAGMA temp_store = MEMORY");
        }
        return connection;
    }

    private static void settle(Connection connection, boolean exists) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!exists) {
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            }
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA cache_size = -8192");
            statement.execute("PRAGMA journal_size_limit = 16777216");
        }
    }

    /**
     * Writes them in one transaction; those that are there already are passed over. One that fails is open still: the
     * caller closes the database, which undoes it.
     */
    void add(List<Entry> entries) throws SQLException {
        begin.execute();
        known.refresh();
        for (Entry entry : entries) {
            bind(entry);
            insert.addBatch();
        }
        insert.executeBatch();
        commit.execute();
    }

    private void bind(Entry entry) throws SQLException {
        insert.setLong(1, entry.at().toEpochMilli());
        insert.setString(2, entry.attempt());
        insert.setLong(3, known.number(Circumstances.of(entry)));
        insert.setLong(4, entry.usage().input());
        insert.setLong(5, entry.usage().cachedInput());
        insert.setLong(6, entry.usage().cacheWrite());
        insert.setLong(7, entry.usage().output());
        insert.setLong(8, entry.usage().reasoning());
        bind(9, entry.microUsd());
        bind(10, entry.first().map(first -> OptionalLong.of(first.toMillis())).orElse(OptionalLong.empty()));
        insert.setLong(11, entry.total().toMillis());
        insert.setLong(12, entry.reserved().tokens());
        insert.setLong(13, entry.reserved().microUsd());
    }

    private void bind(int at, OptionalLong figure) throws SQLException {
        if (figure.isPresent()) {
            insert.setLong(at, figure.getAsLong());
        } else {
            insert.setNull(at, Types.INTEGER);
        }
    }

    /** When the oldest attempt began, in milliseconds since the epoch; the end of time where there is none. */
    long oldest() throws SQLException {
        return Schema.number(connection, "SELECT coalesce(min(at), 9223372036854775807) FROM booked");
    }

    /** How many bytes are in use. */
    long bytes() throws SQLException {
        long pages =
                Schema.number(connection, "PRAGMA page_count") - Schema.number(connection, "PRAGMA freelist_count");
        return pages * Schema.number(connection, "PRAGMA page_size");
    }

    /** Removes about so many of the attempts that began before that; says whether there are more. */
    boolean remove(long before, int about) throws SQLException {
        String sql = "SELECT coalesce((SELECT at FROM booked WHERE at < " + before + " ORDER BY at LIMIT 1 OFFSET "
                + about + "), " + Long.MIN_VALUE + ")";
        long until = Schema.number(connection, sql);
        boolean more = until != Long.MIN_VALUE;
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM booked WHERE at <= ? AND at < ?")) {
            statement.setLong(1, more ? until : Long.MAX_VALUE);
            statement.setLong(2, before);
            statement.executeUpdate();
        }
        if (!more && Schema.number(connection, "SELECT count(*) FROM circumstances") > IDLE_CIRCUMSTANCES) {
            known.forgetUnused();
        }
        return more;
    }

    /** Gives some of the room that is not used any more back to the disk; says whether there is more. */
    boolean shrink(int pages) throws SQLException {
        long before = Schema.number(connection, "PRAGMA freelist_count");
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA incremental_vacuum(" + pages + ")");
        }
        long after = Schema.number(connection, "PRAGMA freelist_count");
        return after > 0 && after < before;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
