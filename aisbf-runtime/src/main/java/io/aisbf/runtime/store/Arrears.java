// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Claim;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the store has still to be told, the oldest first. Bounded: beyond {@value #MOST} attempts the oldest are given
 * up; what they had reserved ends with their leases, and counts as used. For any thread.
 */
final class Arrears {
    static final int MOST = 50_000;

    private final Map<String, Debt> debts = new LinkedHashMap<>();
    private long lost;

    /** An attempt was granted in the store's place. */
    synchronized void granted(Claim claim, long at) {
        owe(new Debt(claim.attempt(), Optional.of(new Debt.Granted(claim, at)), Optional.empty()));
    }

    /** The store may have reserved for an attempt that is not made. */
    synchronized void cancelled(String attempt) {
        owe(Debt.cancelled(attempt));
    }

    /** An attempt is over. */
    synchronized void settled(String attempt, Actual actual) {
        Debt known = debts.get(attempt);
        owe((known == null ? Debt.cancelled(attempt) : known).settled(actual));
    }

    private void owe(Debt debt) {
        debts.put(debt.attempt(), debt);
        if (debts.size() > MOST) {
            debts.remove(debts.keySet().iterator().next());
            lost++;
        }
    }

    /** The oldest, at most so many; they stay. */
    synchronized List<Debt> first(int most) {
        return debts.values().stream().limit(most).toList();
    }

    /** These have been told; what has become more meanwhile stays. */
    synchronized void told(List<Debt> those) {
        those.forEach(debt -> debts.remove(debt.attempt(), debt));
    }

    synchronized boolean isEmpty() {
        return debts.isEmpty();
    }

    /** How many were given up since this was last asked. */
    synchronized long lost() {
        long count = lost;
        lost = 0;
        return count;
    }
}
