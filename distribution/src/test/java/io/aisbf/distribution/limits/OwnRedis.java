// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import io.aisbf.distribution.Product;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import redis.embedded.RedisServer;

/**
 * A Redis server of the test's own, that keeps nothing on disk: the one that {@code AISBF_REDIS_SERVER} names, or else one
 * that comes with the build.
 */
final class OwnRedis implements AutoCloseable {
    private final int port;
    private RedisServer server;

    OwnRedis() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        server = started();
    }

    private RedisServer started() throws IOException {
        var builder = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no");
        Optional.ofNullable(System.getenv("AISBF_REDIS_SERVER"))
                .ifPresent(path -> builder.executableProvider(() -> new File(path)));
        RedisServer made = builder.build();
        made.start();
        return made;
    }

    /** What a gateway's configuration says of it. */
    String store(String more) {
        return Product.NO_COOLDOWN + "store: {url: 'redis://127.0.0.1:" + port + "', " + more + "}\n";
    }

    void stop() throws IOException {
        server.stop();
    }

    /** After {@link #stop}, at the same port, with nothing in it. */
    void startAgain() throws IOException {
        server = started();
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
