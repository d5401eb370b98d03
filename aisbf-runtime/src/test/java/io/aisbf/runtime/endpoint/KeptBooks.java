// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.runtime.ledger.Entry;
import io.aisbf.runtime.ledger.Ledger;
import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limiter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Books in which a test has written what stands there, and which remember what they were asked. */
record KeptBooks(List<Ledger.Sum> sums, List<Limiter.Fill> fills, List<Ledger.Question> asked)
        implements Ledger, Limiter {
    KeptBooks(List<Ledger.Sum> sums, List<Limiter.Fill> fills) {
        this(sums, fills, new ArrayList<>());
    }

    OwnEndpoints.Books books() {
        return new OwnEndpoints.Books(
                this, this, () -> fills.stream().map(Limiter.Fill::limit).toList());
    }

    @Override
    public List<Sum> usage(Question question) {
        asked.add(question);
        return sums;
    }

    @Override
    public List<Fill> fill(Collection<Limit> limits) {
        return fills.stream().filter(fill -> limits.contains(fill.limit())).toList();
    }

    @Override
    public void book(Entry entry) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void since(Instant from, Consumer<Entry> reader) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer reserve(Claim claim) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void settle(String attempt, Actual actual) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void replay(Instant at, List<Limit> limits, long tokens, long microUsd) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
