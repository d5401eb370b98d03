// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * Remembers what was worked out, under a name that follows from all it was worked out from: so nothing here ever goes
 * stale, and what is forgotten is only worked out again. What two calls want at the same moment is worked out once. For
 * all threads; the oldest is forgotten first, by use.
 */
public final class Remembered<T> {
    private final long most;
    private final ToLongFunction<T> weight;
    private final Map<Key, T> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, ReentrantLock> underWay = new ConcurrentHashMap<>();
    private long weighs;

    /**
     * Remembers so much.
     *
     * @param weight what one result takes of that
     */
    public Remembered(long most, ToLongFunction<T> weight) {
        this.most = most;
        this.weight = weight;
    }

    /** A name: the SHA-256 of what a result follows from, in hexadecimal digits. */
    public record Key(String digest) {}

    /** Works something out. */
    public interface Work<T> {
        T run() throws InterruptedException;
    }

    /** What is remembered under a name, or else what comes of the work, which is remembered from then on. */
    public T get(Key key, Work<T> work) throws InterruptedException {
        Optional<T> known = look(key);
        if (known.isPresent()) {
            return known.get();
        }
        ReentrantLock lock = underWay.computeIfAbsent(key, _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            Optional<T> meanwhile = look(key);
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            T made = work.run();
            keep(key, made);
            return made;
        } finally {
            underWay.remove(key, lock);
            lock.unlock();
        }
    }

    private synchronized Optional<T> look(Key key) {
        return Optional.ofNullable(kept.get(key));
    }

    private synchronized void keep(Key key, T made) {
        long heavy = weight.applyAsLong(made);
        if (heavy > most / 4 || kept.putIfAbsent(key, made) != null) {
            return;
        }
        weighs += heavy;
        var oldest = kept.entrySet().iterator();
        while (weighs > most && oldest.hasNext()) {
            weighs -= weight.applyAsLong(oldest.next().getValue());
            oldest.remove();
        }
    }
}
