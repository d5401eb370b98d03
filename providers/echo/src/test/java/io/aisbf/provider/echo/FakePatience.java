// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Time that passes only when somebody waits, and then at once. For one thread. */
final class FakePatience implements Pace.Patience {
    private final List<Duration> pauses = new ArrayList<>();
    private long now;

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public boolean pause(Duration span, CountDownLatch unless) {
        pauses.add(span);
        pass(span);
        return unless.getCount() == 0;
    }

    /** Lets time go by. */
    void pass(Duration span) {
        now += span.toNanos();
    }

    /** How long was waited, each time. */
    List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
