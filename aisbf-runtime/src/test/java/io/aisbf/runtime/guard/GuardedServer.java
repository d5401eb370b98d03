// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A real server behind a guard, with handlers that wait in the ways an upstream call waits. */
final class GuardedServer implements AutoCloseable {
    /** What happened to a handler. */
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** Lets handlers of /finish end. */
    final CountDownLatch release = new CountDownLatch(1);

    final ConnectionGuard guard;
    final WebServer server;

    /** When its clock was last stopped; empty while it runs. */
    private volatile OptionalLong stopped = OptionalLong.empty();

    /** How far its clock is behind the machine's. */
    private volatile long behind;

    GuardedServer(GuardSettings settings) {
        this(settings, builder -> {});
    }

    GuardedServer(GuardSettings settings, Consumer<WebServerConfig.Builder> change) {
        guard = new ConnectionGuard(settings, Refusal.openAi(), this::now, Duration.ofMillis(20));
        guard.startSweeping();
        WebServerConfig.Builder builder = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .maxPayloadSize(64L * 1024 * 1024)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(this::routes);
        guard.install(builder);
        change.accept(builder);
        server = builder.build().start();
    }

    /** Deadlines no test reaches. */
    static GuardSettings patient() {
        return settings(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30), 4096);
    }

    static GuardSettings settings(Duration head, Duration idle, Duration rest, int connections) {
        return new GuardSettings(
                head, idle, rest, rest, 500, rest, Duration.ofMillis(20), connections, 16 * 1024, false);
    }

    /** Stops the clock: no deadline passes, however slowly things go. */
    GuardedServer stopClock() {
        stopped = OptionalLong.of(now());
        return this;
    }

    /** Lets the clock run again from where it stands. */
    void goOn() {
        behind = System.nanoTime() - stopped.orElseThrow();
        stopped = OptionalLong.empty();
    }

    private long now() {
        OptionalLong standing = stopped;
        return standing.isPresent() ? standing.getAsLong() : System.nanoTime() - behind;
    }

    int port() {
        return server.port();
    }

    Wire wire() throws IOException {
        return new Wire(port());
    }

    @Override
    public void close() {
        release.countDown();
        server.stop();
        guard.close();
    }

    private void routes(HttpRouting.Builder routes) {
        routes.post("/echo", this::echo)
                .get("/hello", (request, response) -> response.send("hello"))
                .head("/hello", (request, response) -> response.send())
                .post("/ignore", (request, response) -> response.send("ignored"))
                .get("/wait", (request, response) -> waiting(request, response, 0))
                .post("/wait", (request, response) -> waiting(request, response, 0))
                .get("/stream", (request, response) -> waiting(request, response, 1))
                .get("/begun", (request, response) -> waiting(request, response, 2))
                .get("/flood", this::flood)
                .get("/abort", this::abort)
                .get("/finish", this::finish);
    }

    private void echo(ServerRequest request, ServerResponse response) throws IOException {
        try {
            byte[] body = request.content().hasEntity()
                    ? request.content().inputStream().readAllBytes()
                    : new byte[0];
            response.send(body);
        } catch (RefusedException e) {
            events.add("refused " + e.status().code() + (e.answered() ? " answered" : ""));
            response.status(e.status()).send("{\"handler\":\"" + e.getMessage() + "\"}");
        }
    }

    /** Waits for an upstream that never comes, before the headers, after them, or after the first events. */
    private void waiting(ServerRequest request, ServerResponse response, int kind) throws IOException {
        if (request.content().hasEntity()) {
            request.content().inputStream().readAllBytes();
        }
        Thread handler = Thread.currentThread();
        try (Watch watch = guard.watch(request)) {
            watch.onClientGone(handler::interrupt);
            if (kind > 0) {
                OutputStream out = response.outputStream();
                out.write(": begin\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (kind > 1) {
                    out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
            events.add("waiting");
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            events.add("gone");
            if (kind == 0) {
                response.status(Status.create(499)).send();
            }
        }
    }

    private void flood(ServerRequest request, ServerResponse response) {
        byte[] block = new byte[256 * 1024];
        try (Watch watch = guard.watch(request)) {
            watch.onClientGone(() -> events.add("gone"));
            OutputStream out = response.outputStream();
            events.add("waiting");
            while (true) {
                out.write(block);
            }
        } catch (IOException | RuntimeException e) {
            events.add("failed");
        }
    }

    private void abort(ServerRequest request, ServerResponse response) throws IOException {
        try (Watch watch = guard.watch(request);
                OutputStream out = response.outputStream()) {
            out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            watch.abort();
        }
    }

    private void finish(ServerRequest request, ServerResponse response) throws IOException, InterruptedException {
        try (OutputStream out = response.outputStream()) {
            out.write("first".getBytes(StandardCharsets.UTF_8));
            out.flush();
            events.add("waiting");
            release.await();
            out.write("last".getBytes(StandardCharsets.UTF_8));
        }
    }
}
