// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.bounds;

import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The Redis server in which several gateways share limits, budgets and cooldowns.
 *
 * @param address where it is
 * @param authority a file of certificates (PEM) that are trusted instead of the system's; empty for the system's
 * @param down what becomes of limits while it cannot be asked; budgets are closed then in any case
 * @param nodes how many gateways share it
 * @param timeout for how long a question to it may take, connecting included
 * @param connections how many connections to it this gateway may have
 */
public record StoreConfig(
        StoreAddress address, Optional<Path> authority, Down down, int nodes, Duration timeout, int connections) {
    private static final String KEY = "store";
    private static final String MEMORY = "memory";
    private static final Duration USUAL_TIMEOUT = Duration.ofMillis(250);
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int USUAL_CONNECTIONS = 8;
    private static final int MOST_CONNECTIONS = 64;
    private static final int MOST_NODES = 1_000;

    /** What becomes of limits while the store cannot be asked. */
    public enum Down {
        /** Calls that count towards a limit are refused. */
        FAIL_CLOSED,
        /** Each gateway keeps its share of the limit by itself. */
        LOCAL_SHARE
    }

    /** Reads {@code store}: {@code memory}, an address, or a map; empty for the gateway's own memory. */
    public static Optional<StoreConfig> read(Part root, Path home) {
        Optional<Value> value = root.value(KEY);
        if (value.filter(Value.Fields.class::isInstance).isPresent()) {
            return root.part(KEY).flatMap(part -> section(part, home));
        }
        return root.text(KEY)
                .filter(text -> !text.equals(MEMORY))
                .flatMap(text -> StoreAddress.read(root, KEY, text))
                .map(address -> new StoreConfig(
                        address, Optional.empty(), Down.FAIL_CLOSED, 1, USUAL_TIMEOUT, USUAL_CONNECTIONS));
    }

    private static Optional<StoreConfig> section(Part part, Path home) {
        Optional<String> url = part.text("url");
        if (url.isEmpty() && part.value("url").isEmpty()) {
            part.wrong("url", "is missing; write url: redis://HOST:PORT, or store: memory");
        }
        Optional<StoreAddress> address = url.flatMap(text -> StoreAddress.read(part, "url", text));
        Optional<String> user = part.text("user");
        Optional<Secret> password = part.text("password").map(Secret::new);
        Optional<Path> authority = part.file("ca", home);
        if (authority.isPresent() && address.filter(found -> !found.tls()).isPresent()) {
            part.wrong("ca", "is of no use without TLS; write rediss:// in url, or take it out");
        }
        Down down = down(part);
        OptionalLong nodes = part.whole("nodes", 1, MOST_NODES);
        if (down == Down.LOCAL_SHARE && nodes.isEmpty()) {
            part.wrong("nodes", "is missing; with down: local_share, write how many gateways share the store");
        }
        Duration timeout = part.duration("timeout", SHORTEST, LONGEST).orElse(USUAL_TIMEOUT);
        OptionalLong connections = part.whole("connections", 1, MOST_CONNECTIONS);
        part.finish();
        return address.flatMap(found -> found.as(part, user, password))
                .map(found -> new StoreConfig(found, authority, down, (int) nodes.orElse(1), timeout, (int)
                        connections.orElse(USUAL_CONNECTIONS)));
    }

    private static Down down(Part part) {
        Optional<String> word = part.text("down");
        if (word.isEmpty() || word.get().equals("fail_closed")) {
            return Down.FAIL_CLOSED;
        }
        if (word.get().equals("local_share")) {
            return Down.LOCAL_SHARE;
        }
        part.wrong("down", "fail_closed or local_share is wanted, found '" + word.get() + "'");
        return Down.FAIL_CLOSED;
    }
}
