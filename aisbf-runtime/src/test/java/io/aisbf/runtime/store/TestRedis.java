// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.config.bounds.StoreAddress;
import io.aisbf.runtime.config.bounds.StoreConfig;
import io.aisbf.runtime.config.bounds.StoreConfig.Down;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import redis.embedded.RedisServer;

/** A Redis server of the test's own, which keeps nothing on disk and ends with it. */
public final class TestRedis implements AutoCloseable {
    private static final int PORTS = 5;

    private final int port;
    private final RedisServer server;

    private TestRedis(int port, String... settings) throws IOException {
        this.port = port;
        var builder = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no");
        for (String setting : settings) {
            builder.setting(setting);
        }
        server = builder.build();
        server.start();
    }

    /** Starts one. */
    public static TestRedis start(String... settings) {
        for (int tries = 0; ; tries++) {
            try {
                return new TestRedis(freePort(), settings);
            } catch (IOException e) {
                // Somebody else may have got the port meanwhile.
                if (tries == PORTS) {
                    throw new AssertionError("Redis does not start", e);
                }
            }
        }
    }

    /** Starts one at that port. */
    public static TestRedis on(int port, String... settings) {
        try {
            return new TestRedis(port, settings);
        } catch (IOException e) {
            throw new AssertionError("Redis does not start", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Forgets everything. */
    public void forget() {
        tell("FLUSHALL");
    }

    /** Gives it a command of plain words; the first bytes of what it answers. */
    public String tell(String command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] answer = new byte[65_536];
            return new String(answer, 0, Math.max(0, in.read(answer)), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Settings that lead to that port. */
    public static StoreConfig config(int port, Down down, int nodes, Duration timeout) {
        return new StoreConfig(address(port, Optional.empty()), Optional.empty(), down, nodes, timeout, 8);
    }

    /** An address with a password. */
    public static StoreAddress address(int port, Optional<Secret> password) {
        return new StoreAddress(false, "127.0.0.1", port, Optional.empty(), password, 0);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new AssertionError("Redis does not stop", e);
        }
    }
}
