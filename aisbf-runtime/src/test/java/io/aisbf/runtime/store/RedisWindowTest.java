// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.runtime.limits.WindowProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The limiter that gateways share before the naive model. */
@Timeout(60)
class RedisWindowTest extends WindowProperty<RedisDesk> {
    private static final TestRedis SERVER = TestRedis.start();
    private static final int STEPS = 1000;

    RedisWindowTest() {
        super(new RedisDesk(SERVER), STEPS);
    }

    @BeforeEach
    void nothingIsUsed() {
        SERVER.forget();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }
}
