// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import io.aisbf.distribution.Product;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import redis.embedded.RedisServer;

/**
 * A Redis server of the test's own: the one that {@code AISBF_REDIS_SERVER} names, or else one that comes with the build.
 * It keeps nothing on disk, or everything, as it is told.
 */
final class OwnRedis implements AutoCloseable {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 100;

    private final Optional<Path> folder;
    private final int port;
    private RedisServer server;

    /** One that keeps nothing. */
    OwnRedis() throws IOException {
        this(Optional.empty());
    }

    /** One that answers only when the disk has what it was told, in that folder, and is stopped as by {@code kill -9}. */
    static OwnRedis lasting(Path folder) throws IOException {
        return new OwnRedis(Optional.of(folder));
    }

    private OwnRedis(Optional<Path> folder) throws IOException {
        this.folder = folder;
        this.port = free();
        this.server = started();
    }

    /**
     * A port that nobody has, and nobody gets by asking for any: this one is given up and taken again, by another process
     * and once more after each {@link #stop}. Those that systems give by themselves lie above.
     */
    private static int free() throws IOException {
        for (int port : new Random().ints(TRIES, LOWEST, HIGHEST).toArray()) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // The next one.
            }
        }
        throw new IOException("no free port from " + LOWEST + " to " + HIGHEST);
    }

    private RedisServer started() throws IOException {
        var builder = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly " + (folder.isPresent() ? "yes" : "no"))
                .onShutdownForceStop(folder.isPresent());
        folder.ifPresent(place -> builder.setting("dir \"" + place + "\"").setting("appendfsync always"));
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

    /** After {@link #stop}, at the same port, with what it kept. */
    void startAgain() throws IOException {
        server = started();
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
