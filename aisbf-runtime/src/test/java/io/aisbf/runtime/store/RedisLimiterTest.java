// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.runtime.limits.LimiterContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The limiter that gateways share promises what the one in memory does. */
@Timeout(30)
class RedisLimiterTest extends LimiterContract<RedisDesk> {
    private static final TestRedis SERVER = TestRedis.start();

    RedisLimiterTest() {
        super(new RedisDesk(SERVER));
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
