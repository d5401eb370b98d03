// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.config.bounds.StoreAddress;
import io.aisbf.runtime.config.bounds.StoreConfig;
import io.aisbf.runtime.config.bounds.StoreConfig.Down;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files say of the store that gateways share. */
class StoreConfigTest {
    @TempDir
    Path folder;

    private StoreConfig read(String yaml) {
        return Given.in(folder).file("aisbf.yaml", yaml).read().store().orElseThrow();
    }

    private String complaint(String yaml) {
        List<String> complaints = Given.in(folder).file("aisbf.yaml", yaml).complaints();
        assertEquals(1, complaints.size(), complaints.toString());
        return complaints.getFirst();
    }

    @Test
    void nothingAndMemoryAreTheGatewaysOwn() {
        assertEquals(
                Optional.empty(),
                Given.in(folder).file("aisbf.yaml", "store: memory").read().store());
        assertEquals(
                Optional.empty(),
                Given.in(folder).file("aisbf.yaml", "server: {}").read().store());
    }

    @Test
    void anAddressAloneClosesLimitsWhileItIsAway() {
        StoreAddress address = new StoreAddress(false, "cache", 6379, Optional.empty(), Optional.empty(), 0);

        assertEquals(
                new StoreConfig(address, Optional.empty(), Down.FAIL_CLOSED, 1, Duration.ofMillis(250), 8),
                read("store: redis://cache"));
    }

    @Test
    void readsAllOfIt() {
        StoreAddress address =
                new StoreAddress(true, "::1", 6380, Optional.of("aisbf"), Optional.of(new Secret("p@ss:w/rd+%")), 3);

        assertEquals(
                new StoreConfig(
                        address, Optional.of(Path.of("/etc/ca.pem")), Down.LOCAL_SHARE, 3, Duration.ofSeconds(1), 4),
                read("""
                    store:
                      url: rediss://aisbf:p@ss:w%2Frd+%25@[::1]:6380/3
                      ca: /etc/ca.pem
                      down: local_share
                      nodes: 3
                      timeout: 1s
                      connections: 4
                    """));
    }

    @Test
    void aPasswordMayStandBesideTheAddressAndIsNeverPrinted() {
        StoreConfig store = read("store: {url: 'redis://cache:6380', user: me, password: hunter2}");

        assertEquals(Optional.of(new Secret("hunter2")), store.address().password());
        assertEquals(Optional.of("me"), store.address().user());
        assertFalse(store.toString().contains("hunter2"), store.toString());
        assertEquals("redis://cache:6380", store.address().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store: redi://:hunter2@cache",
                "store: redis://:hunter2@",
                "store: 'redis://:hunter2@cache:x'",
                "store: redis://:hunter2@cache/0/1",
                "store: redis://:hunter2@cache?db=1",
                "store: redis://:hunter2@cache:99999",
                "store: redis://hunter2@cache",
                "store: redis://:hunter2%zz@cache",
                "store: {url: redis://:hunter2@cache, password: hunter2}"
            })
    void complainsOfAddressesWithoutRepeatingWhatMayBeSecret(String yaml) {
        String complaint = complaint(yaml);

        assertTrue(complaint.contains("store"), complaint);
        assertFalse(complaint.contains("hunter2"), complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store: disk | memory or redis://HOST:PORT is wanted, found 'disk'",
                "store: {nodes: 2} | store.url: is missing",
                "store: {url: 'redis://a', down: open} | fail_closed or local_share is wanted, found 'open'",
                "store: {url: 'redis://a', down: local_share} | store.nodes: is missing",
                "store: {url: 'redis://a', nodes: 0} | store.nodes: a number from 1",
                "store: {url: 'redis://a', user: me} | store.user: needs a password",
                "store: {url: 'redis://a', ca: /ca.pem} | store.ca: is of no use without TLS",
                "store: {url: 'redis://a', timeout: 1m} | store.timeout: a span of time from 10ms to 10s",
                "store: {url: 'redis://a', node: 3} | store.node: is not known here"
            })
    void saysWhatIsWrong(String yaml, String words) {
        assertTrue(complaint(yaml).contains(words), complaint(yaml));
    }
}
