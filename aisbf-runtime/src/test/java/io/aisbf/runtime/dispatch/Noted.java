// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.chat.Usage;
import io.aisbf.runtime.booking.Booking;
import io.aisbf.runtime.deliver.Openings;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.hedge.Delays;
import io.aisbf.runtime.observe.Trail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;

/**
 * A trace for tests.
 *
 * @param trail the trail
 * @param asked who was asked, in order
 * @param selected whose answers were brought
 */
record Noted(Trail trail, List<String> asked, List<String> selected) implements Trace {
    Noted() {
        this(
                new Trail(System::nanoTime),
                Collections.synchronizedList(new ArrayList<>()),
                Collections.synchronizedList(new ArrayList<>()));
    }

    /** Surroundings in which everybody is well and no time is lost. */
    static Surroundings surroundings() {
        return new Surroundings(
                new Health(() -> Instant.EPOCH, System::nanoTime, new Random(1)),
                Openings.start(System::nanoTime),
                new Delays(),
                () -> Instant.EPOCH,
                System::nanoTime,
                new Random(1),
                _ -> {});
    }

    /** Books without limits. */
    static Booking booking() {
        return Booking.unbound();
    }

    @Override
    public void attempt(String target, String plugin) {
        asked.add(target);
    }

    @Override
    public void selected(String target, String plugin, Function<Usage, OptionalLong> cost) {
        selected.add(target);
    }

    @Override
    public void condensed(Condensed condensed) {}

    @Override
    public boolean stopped() {
        return false;
    }
}
