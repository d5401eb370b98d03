// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A ledger that forgets: the last {@value #KEPT} attempts, in memory. For {@code ledger: off} and for tests. Any
 * thread.
 */
public final class MemoryLedger implements Ledger {
    static final int KEPT = 10_000;

    private static final Comparator<List<String>> IN_ORDER = MemoryLedger::compare;

    private final LinkedHashMap<Name, Entry> entries = new LinkedHashMap<>();

    private record Name(Instant at, String attempt) {}

    @Override
    public void book(Entry entry) {
        synchronized (entries) {
            entries.putIfAbsent(new Name(entry.at(), entry.attempt()), entry);
            if (entries.size() > KEPT) {
                entries.pollFirstEntry();
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
            return new ArrayList<>(entries.values());
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
