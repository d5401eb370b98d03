// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.bounds;

import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Value;
import io.aisbf.runtime.limits.Limit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the record of what was used is kept.
 *
 * @param kept whether there is one at all; without, what is asked of it is answered from memory and lost at the end
 * @param path its file, {@code ~} being the home directory already and a relative path relative to the installation;
 *     empty for {@value #FILE} in the folder of what survives a restart
 * @param keep for how long rows are kept
 * @param maxBytes how large the file may become
 */
public record LedgerConfig(boolean kept, Optional<Path> path, Duration keep, long maxBytes) {
    /** What the file is called that nobody names otherwise: 0.3.2's name. */
    public static final String FILE = "aisbf.db";

    private static final String KEY = "ledger";
    private static final String OFF = "off";
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Duration MONTH = Duration.ofDays(31);
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final long BYTES = 1L << 30;
    private static final long FEWEST_BYTES = 1L << 20;

    /**
     * Reads {@code ledger}: a map, or {@code off}.
     *
     * @param budgets all that the configuration has: what was spent must be known after a restart, too
     */
    public static LedgerConfig read(Part root, Path home, List<Budget> budgets) {
        Optional<Value> value = root.value(KEY);
        LedgerConfig ledger = new LedgerConfig(true, Optional.empty(), KEPT, BYTES);
        if (value.filter(Value.Fields.class::isInstance).isPresent()) {
            ledger = root.part(KEY).map(part -> section(part, home)).orElse(ledger);
        } else if (value.filter(LedgerConfig::isOff).isPresent()) {
            ledger = new LedgerConfig(false, Optional.empty(), KEPT, BYTES);
        } else if (value.isPresent()) {
            root.wrong(
                    KEY,
                    "a map such as {keep: 90d, max_bytes: 1GiB} or off is wanted, found "
                            + value.get().description());
        }
        ledger.refuseToForget(root, budgets);
        return ledger;
    }

    private static boolean isOff(Value value) {
        return value instanceof Value.Scalar scalar && scalar.text().equals(OFF);
    }

    private static LedgerConfig section(Part part, Path home) {
        LedgerConfig ledger = new LedgerConfig(
                true,
                part.file("path", home),
                part.duration("keep", Duration.ofDays(1), LONGEST).orElse(KEPT),
                part.bytes("max_bytes", FEWEST_BYTES, Long.MAX_VALUE).orElse(BYTES));
        part.finish();
        return ledger;
    }

    /** A budget that a restart forgets would be no budget. */
    private void refuseToForget(Part root, List<Budget> budgets) {
        boolean monthly = budgets.stream().anyMatch(budget -> budget.period() == Limit.Period.MONTH);
        if (!kept && !budgets.isEmpty()) {
            root.wrong(
                    KEY,
                    "is off, but there is a budget, and a restart would forget what was spent of it; take ledger: off"
                            + " out, or the budget");
        } else if (monthly && keep.compareTo(MONTH) < 0) {
            root.wrong(
                    KEY,
                    "is kept for " + keep.toDays() + "d only, but there is a budget for a month, and a restart would"
                            + " forget what was spent before; write keep: 31d or longer");
        }
    }
}
