// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A ledger that forgets: the last {@value #KEPT} attempts, in memory. For {@code ledger: off} and for tests. Any
 * thread.
 */
public final class MemoryLedger implements Ledger {
    static final int KEPT = 10_000;

    private static final Comparator<List<String>> IN_ORDER = MemoryLedger::compare;

    private final Set<Name> names = new HashSet<>();

    /**
     * In the order in which they were booked. A linked map would do, but each of its entries that are forgotten points to the
     * next: once one of them is old to the collector, it keeps all that come after it from being collected.
     */
    private final Deque<Entry> entries = new ArrayDeque<>();

    private record Name(Instant at, String attempt) {
        Name(Entry entry) {
            this(entry.at(), entry.attempt());
        }
    }

    @Override
    public void book(Entry entry) {
        synchronized (entries) {
            if (names.add(new Name(entry))) {
                entries.addLast(entry);
            }
            if (entries.size() > KEPT) {
                names.remove(new Name(entries.removeFirst()));
            }
        }
    }

    @Override
    public void since(Instant from, Consumer<Entry> reader) {
        entries().stream()
                .filter(entry -> !entry.at().isBefore(from))
                .sorted(Comparator.comparing(Entry::at).thenComparing(Entry::attempt))
                .forEach(reader);
    }

    @Override
    public List<Sum> usage(Question question) {
        List<By> by = Grouping.ordered(question.by());
        Map<List<String>, Sum> sums = new TreeMap<>(IN_ORDER);
        if (by.isEmpty()) {
            sums.put(List.of(), Grouping.none(List.of()));
        }
        for (Entry entry : entries()) {
            if (question.counts(entry)) {
                List<String> group = Grouping.of(by, entry);
                sums.put(group, Grouping.plus(sums.getOrDefault(group, Grouping.none(group)), entry));
            }
        }
        return List.copyOf(sums.values());
    }

    private List<Entry> entries() {
        synchronized (entries) {
            return new ArrayList<>(entries);
        }
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        // There is nothing that would outlive it.
    }
}
