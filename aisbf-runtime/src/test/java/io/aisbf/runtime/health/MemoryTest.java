// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Names that clients make up. */
class MemoryTest {
    private final Ward ward = new Ward();

    @Test
    void remembersTenThousandAtMostAndWhatWasNamedLongest() {
        ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofHours(1));
        ward.fails(new Place("acme", "k2", "large"), Failure.KEY_REFUSED);
        for (int i = 0; i < 25_000; i++) {
            ward.fails(new Place("p" + i % 7, "", "model " + i), Failure.UNKNOWN_MODEL);
        }
        for (int i = 0; i < 25_000; i++) {
            ward.fails(new Place("p" + i % 7, "", "other model " + i), Failure.PROVIDER_FAILED);
        }

        assertTrue(ward.health.report().size() <= 10_000);
        assertTrue(ward.health.report().size() >= 8_000);
        assertEquals(Duration.ofHours(1), ward.left(Ward.PLACE));
        assertEquals(Duration.ofHours(1), ward.left(new Place("acme", "k2", "small")));
    }

    @Test
    void goesOnWithAnyNumberOfProviders() {
        Visit first = ward.visit(new Place("p0", "", "m"));
        for (int i = 0; i < 30_000; i++) {
            ward.visit(new Place("p" + i, "", "m")).answered();
        }

        assertEquals(1, ward.health.underWay("p0", "m"));
        first.answered();
        assertEquals(0, ward.health.underWay("p0", "m"));
    }
}
