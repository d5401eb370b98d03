// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import io.aisbf.distribution.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway that is killed and comes back with what it kept: its folder stays, its address does not. Any thread. */
final class Mortal implements AutoCloseable {
    private final String yaml;
    private final Path state;
    private volatile Life life;

    Mortal(String yaml, Path state) throws IOException {
        this.yaml = yaml;
        this.state = state;
        this.life = begin();
    }

    /** From one start to the next. */
    static final class Life {
        private final Product product;
        private final Asker asker;
        private volatile long killed = Long.MAX_VALUE;

        private Life(Product product) {
            this.product = product;
            this.asker = new Asker(product.address());
        }

        Asker asker() {
            return asker;
        }

        /** For how long it lived on after that moment before it was killed, in nanoseconds; without end if it was not. */
        long after(long moment) {
            long at = killed;
            return at == Long.MAX_VALUE ? at : at - moment;
        }
    }

    /** A row of its ledger. */
    record Row(String attempt, String model, long input, long output, long reserved, String outcome, boolean exact) {}

    /** Its present life, or the last one. */
    Life life() {
        return life;
    }

    private Life begin() throws IOException {
        return new Life(Product.start(yaml, Map.of("AISBF_STATE_DIR", state.toString())));
    }

    /** Kills it as {@code kill -9} does, and starts it again. */
    void dieAndReturn() throws IOException, InterruptedException {
        Life last = life;
        last.killed = System.nanoTime();
        last.product.process().toHandle().destroyForcibly();
        last.product.awaitExit();
        last.asker.close();
        life = begin();
    }

    /** What its ledger holds; to be asked after {@link #close}. */
    List<Row> rows() throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("aisbf.db"));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT attempt, model, input_tokens, output_tokens, reserved_tokens, outcome, certainty"
                                + " FROM attempts")) {
            while (found.next()) {
                rows.add(new Row(
                        found.getString(1),
                        found.getString(2),
                        found.getLong(3),
                        found.getLong(4),
                        found.getLong(5),
                        found.getString(6),
                        found.getString(7).equals("EXACT")));
            }
        }
        return rows;
    }

    /** Stops it in order. */
    @Override
    public void close() {
        life.asker.close();
        life.product.close();
    }
}
