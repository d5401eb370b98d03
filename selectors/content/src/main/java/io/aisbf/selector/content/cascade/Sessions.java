// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.OptionalLong;

/**
 * Which sessions have gone to the strong model: they stay there, since going back would cost the prompt cache and the
 * answers' tone. One that began with the weak model rises only for what is among the hardest half of the strong share. For
 * many threads; forgets what has been silent for an hour, and more than ten thousand.
 */
final class Sessions {
    private static final int MOST = 10_000;
    private static final Duration SILENCE = Duration.ofHours(1);

    private final boolean sticky;
    private final SessionKey key;
    private final InstantSource clock;
    private final LinkedHashMap<Long, Stand> stands = new LinkedHashMap<>(16, 0.75f, true);

    private record Stand(boolean strong, Instant at) {}

    Sessions(boolean sticky, SessionKey key, InstantSource clock) {
        this.sticky = sticky;
        this.key = key;
        this.clock = clock;
    }

    /** The session of a request; empty where it tells none, or where nobody is to stay. */
    OptionalLong of(ChatRequest request, Call call) {
        return sticky ? key.of(request, call) : OptionalLong.empty();
    }

    /** Whether it is with the strong model. */
    synchronized boolean strong(OptionalLong session) {
        Stand stand = known(session);
        return stand.strong() && isFresh(stand);
    }

    /** Whether a prompt that stands above that share of others belongs to the strong model. */
    synchronized boolean risen(OptionalLong session, double above, double share) {
        Stand stand = known(session);
        return above >= 1 - (isFresh(stand) && !stand.strong() ? share / 2 : share);
    }

    /** Notes where it is. */
    synchronized void note(OptionalLong session, boolean strong) {
        if (session.isPresent()) {
            stands.put(session.getAsLong(), new Stand(strong, clock.instant()));
            if (stands.size() > MOST) {
                stands.pollFirstEntry();
            }
        }
    }

    private Stand known(OptionalLong session) {
        Stand none = new Stand(false, Instant.MIN);
        return session.isPresent() ? stands.getOrDefault(session.getAsLong(), none) : none;
    }

    private boolean isFresh(Stand stand) {
        return !stand.at().equals(Instant.MIN) && stand.at().plus(SILENCE).isAfter(clock.instant());
    }
}
