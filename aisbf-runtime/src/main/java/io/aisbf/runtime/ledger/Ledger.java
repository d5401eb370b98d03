// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What was used, by whom and of whom, one row an attempt. Survives the gateway. Written behind the calls' backs: {@link
 * #book} never waits for a disk.
 */
public interface Ledger extends AutoCloseable {
    /** Books an attempt; the same one, of that name and that beginning, twice is booked once. Called from any thread. */
    void book(Entry entry);

    /**
     * Gives every attempt that began at that moment or later, in order: to fill windows anew after a start. Waits for what
     * was booked before it to be written; the reader is called by another thread while this one waits.
     *
     * @throws LedgerException if the ledger cannot be read now
     */
    void since(Instant from, Consumer<Entry> reader);

    /**
     * Sums up what was booked. Waits for what was booked before it to be written.
     *
     * @throws LedgerException if the ledger cannot be read now
     */
    List<Sum> usage(Question question);

    /** How many attempts could not be kept since the start; none where nothing can go wrong. */
    default long lost() {
        return 0;
    }

    /** How it is; for those who ask whether the gateway is ready. Never waits. */
    default State state() {
        return State.WELL;
    }

    /** Writes what is left and ends. */
    @Override
    void close();

    /**
     * How a ledger is.
     *
     * @param words what is wrong, where, and what to do about it; empty where nothing is
     */
    record State(Condition condition, String words) {
        /** Nothing is wrong. */
        public static final State WELL = new State(Condition.WRITING, "");

        /** In one word. */
        public enum Condition {
            /** All is well, or nothing was booked yet. */
            WRITING,
            /** What is booked waits in memory and is tried again. */
            FAILING,
            /** The file is not ours to write: nothing is kept until the gateway is started anew. */
            REFUSED
        }
    }

    /** By what sums are told apart. */
    enum By {
        CLIENT,
        PROVIDER,
        KEY,
        MODEL,
        ASKED,
        HOUR,
        DAY,
        OUTCOME
    }

    /**
     * What is asked of the ledger.
     *
     * @param from the first moment that counts
     * @param until the first that does not count any more
     * @param by what sums are told apart by; none for one sum
     * @param client whose attempts alone count; empty for everybody's
     */
    record Question(Instant from, Instant until, Set<By> by, Optional<String> client) {
        /** A question about everybody. */
        public Question(Instant from, Instant until, Set<By> by) {
            this(from, until, by, Optional.empty());
        }

        /** The same question about one client alone. */
        public Question of(String name) {
            return new Question(from, until, by, Optional.of(name));
        }

        /** Whether that attempt counts. */
        boolean counts(Entry entry) {
            return !entry.at().isBefore(from)
                    && entry.at().isBefore(until)
                    && client.map(entry.client()::equals).orElse(true);
        }
    }

    /**
     * A sum.
     *
     * @param group what tells it apart, in the order of {@link By}; hours as {@code 2026-11-22T17:00Z}, days as
     *     {@code 2026-11-22}
     * @param failed attempts that were neither answered nor abandoned
     * @param microUsd what it cost as far as prices are known; empty where none is
     * @param unpriced attempts whose price is not known
     * @param uncertain attempts whose usage is an underestimate
     */
    record Sum(
            List<String> group,
            long attempts,
            long failed,
            long input,
            long cached,
            long output,
            long reasoning,
            OptionalLong microUsd,
            long unpriced,
            long uncertain) {}
}
