// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Which candidate each session has been given. Those that are silent for long, or too many, are forgotten. For many threads. */
final class Sessions {
    private static final int MOST = 10_000;

    private final boolean sticky;
    private final double margin;
    private final Duration remembered;
    private final SessionKey key;
    private final InstantSource clock;
    private final Map<Long, Held> held = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Held> eldest) {
            return size() > MOST;
        }
    };

    Sessions(boolean sticky, double margin, Duration remembered, SessionKey key, InstantSource clock) {
        this.sticky = sticky;
        this.margin = margin;
        this.remembered = remembered;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Where a session is.
     *
     * @param target the candidate that it was given
     * @param confidence how sure that was
     * @param until when it is forgotten
     */
    record Held(String target, double confidence, Instant until) {}

    /** How much likelier another candidate must be for a session to move there. */
    double margin() {
        return margin;
    }

    /** Where a session is that has been here before. */
    Optional<Held> of(ChatRequest request, Call call) {
        OptionalLong session = sticky ? key.of(request, call) : OptionalLong.empty();
        if (session.isEmpty()) {
            return Optional.empty();
        }
        synchronized (held) {
            return Optional.ofNullable(held.get(session.getAsLong()))
                    .filter(one -> clock.instant().isBefore(one.until()));
        }
    }

    /** Remembers where a session goes; nothing where the call is only looked at. */
    void keep(ChatRequest request, Call call, String target, double confidence) {
        OptionalLong session = sticky && !call.isRehearsal() ? key.of(request, call) : OptionalLong.empty();
        if (session.isPresent()) {
            Held there = new Held(target, confidence, clock.instant().plus(remembered));
            synchronized (held) {
                held.put(session.getAsLong(), there);
            }
        }
    }
}
