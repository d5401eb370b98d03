// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that are under way and the last so many that are over, by their ids, for those who want to know afterwards
 * why a call went as it did. Requests that are no calls (health, lists of models) are not kept, so that a monitor that
 * asks every second does not push out what one looks for. Lives as long as the gateway; called from any thread.
 *
 * <p>Takes a few kilobytes a call at most: {@link CallRecord} and {@link Trail} bound what they hold.
 */
public final class CallBook {
    private static final int USUAL = 1_000;

    private final int most;
    private final Map<String, CallRecord> running = new ConcurrentHashMap<>();
    private final Deque<CallRecord> ended = new ArrayDeque<>();
    private final Map<String, CallRecord> byId = new HashMap<>();

    /** A book that remembers the usual number of calls, 1,000. */
    public CallBook() {
        this(USUAL);
    }

    /** A book that remembers so many calls that are over. */
    public CallBook(int most) {
        this.most = most;
    }

    /** Notes a request that begins. */
    void begun(CallRecord call) {
        running.put(call.id(), call);
    }

    /** Notes that it is over. For a moment it is in both places, so that at no moment it is in none. */
    void ended(CallRecord call) {
        if (call.isCall()) {
            remember(call);
        }
        running.remove(call.id(), call);
    }

    private synchronized void remember(CallRecord call) {
        ended.addFirst(call);
        byId.put(call.id(), call);
        if (ended.size() > most) {
            CallRecord oldest = ended.removeLast();
            byId.remove(oldest.id(), oldest);
        }
    }

    /** The call of that id, if it is under way or remembered. */
    public Optional<CallRecord> find(String id) {
        return Optional.ofNullable(running.get(id)).or(() -> remembered(id));
    }

    private synchronized Optional<CallRecord> remembered(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** At most so many calls, the one that began last first. */
    public List<CallRecord> newest(int limit) {
        List<CallRecord> calls = new ArrayList<>(running.values());
        calls.removeIf(call -> !call.isCall());
        synchronized (this) {
            calls.addAll(ended);
        }
        // A call may have ended between the two looks; then it is there twice.
        return calls.stream()
                .distinct()
                .sorted(Comparator.comparingLong(CallRecord::startNanos).reversed())
                .limit(limit)
                .toList();
    }

    /** How many calls that are over it can remember. */
    public int most() {
        return most;
    }
}
