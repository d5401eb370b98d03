// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who asked what of whom, and how it ended: what many attempts have in common, see the fields of {@link Entry}. */
record Circumstances(
        String client,
        String asked,
        String provider,
        String key,
        String model,
        String rotation,
        String outcome,
        String certainty) {
    static Circumstances of(Entry entry) {
        return new Circumstances(
                entry.client(),
                entry.asked(),
                entry.provider(),
                entry.key(),
                entry.model(),
                entry.rotation(),
                entry.outcome(),
                entry.certainty().name());
    }

    /**
     * The numbers of circumstances in a database, as a gateway's one writer knows them: those used last without looking.
     * What it remembers of a transaction that was undone is wrong; it goes with the connection. Used by the writer's thread.
     */
    static final class Known {
        private static final int REMEMBERED = 4_096;

        /** What is there already is touched, or no row would come back. */
        private static final String NUMBER = """
            INSERT INTO circumstances (client, asked, provider, key, model, rotation, outcome, certainty)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (client, asked, provider, key, model, rotation, outcome, certainty) DO UPDATE SET client = client
            RETURNING id
            """;

        private final Connection connection;
        private final PreparedStatement statement;
        private final PreparedStatement version;
        private long seen = -1;
        private final Map<Circumstances, Long> numbers = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Circumstances, Long> eldest) {
                return size() > REMEMBERED;
            }
        };

        Known(Connection connection) throws SQLException {
            this.connection = connection;
            statement = connection.prepareStatement(NUMBER);
            version = connection.prepareStatement("PRAGMA data_version");
        }

        /**
         * To be called in each transaction before the first number: where two gateways write one file, the other one may
         * have removed what this one remembers (sqlite.org/pragma.html#pragma_data_version).
         */
        void refresh() throws SQLException {
            try (ResultSet row = version.executeQuery()) {
                row.next();
                long now = row.getLong(1);
                if (now != seen) {
                    numbers.clear();
                    seen = now;
                }
            }
        }

        /** Their number, which they get now if they are new. */
        long number(Circumstances circumstances) throws SQLException {
            Long known = numbers.get(circumstances);
            if (known != null) {
                return known;
            }
            long number = lookedUp(circumstances);
            numbers.put(circumstances, number);
            return number;
        }

        private long lookedUp(Circumstances circumstances) throws SQLException {
            statement.setString(1, circumstances.client());
            statement.setString(2, circumstances.asked());
            statement.setString(3, circumstances.provider());
            statement.setString(4, circumstances.key());
            statement.setString(5, circumstances.model());
            statement.setString(6, circumstances.rotation());
            statement.setString(7, circumstances.outcome());
            statement.setString(8, circumstances.certainty());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }

        /** Removes those that no attempt in the ledger had. Reads all attempts. */
        void forgetUnused() throws SQLException {
            numbers.clear();
            try (Statement removal = connection.createStatement()) {
                removal.executeUpdate("DELETE FROM circumstances WHERE id NOT IN (SELECT circumstances FROM booked)");
            }
        }
    }
}
