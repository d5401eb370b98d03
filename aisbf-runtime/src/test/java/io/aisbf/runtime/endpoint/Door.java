// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.booking.Booking;
import io.aisbf.runtime.config.ServerConfig;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.deliver.KeepAlive;
import io.aisbf.runtime.dispatch.Dispatcher;
import io.aisbf.runtime.dispatch.Surroundings;
import io.aisbf.runtime.fit.Fittings;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.http.Access;
import io.aisbf.runtime.http.Listener;
import io.aisbf.runtime.http.Serving;
import io.aisbf.runtime.http.Swap;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.runtime.observe.CallBook;
import io.aisbf.runtime.observe.RequestLog;
import io.aisbf.runtime.route.ModelList;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A real listener over formats and one provider {@code p}, and a client that sends exactly what it is told. */
final class Door implements AutoCloseable {
    private static final int LARGEST = 32 << 20;

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final CallBook calls = new CallBook();
    private final Surroundings around =
            Surroundings.forALook(InstantSource.system(), System::nanoTime, RandomGenerator.getDefault());
    private final RequestLog log = RequestLog.start(logged, System::nanoTime, calls);
    private final Carriers carriers = Carriers.start(System::nanoTime);
    private final KeepAlive keepAlive;
    private final Listener listener;

    /** A dispatcher over those targets that condenses nothing. */
    static Dispatcher dispatcher(Targets targets, Surroundings around) {
        return new Dispatcher(targets, Fittings.none(), around, Booking.unbound());
    }

    Door(Provider provider, boolean strict, Duration silence, WireFormat... formats) {
        this(provider, strict, silence, Optional.empty(), formats);
    }

    Door(
            Provider provider,
            boolean strict,
            Duration silence,
            Optional<OwnEndpoints.Books> books,
            WireFormat... formats) {
        keepAlive = KeepAlive.start(silence, System::nanoTime);
        ProviderEntry entry = new ProviderEntry("p", "p.jar", Optional.of(provider), Optional.empty(), Map.of());
        Targets targets = new Targets(Map.of("p", entry), Map.of(), Map.of(), Map.of("short", "p/echo"));
        Engine engine = new Engine(
                new JacksonJson(),
                targets,
                dispatcher(targets, around),
                new ModelList(targets, System::nanoTime),
                LARGEST,
                Duration.ofSeconds(20),
                strict,
                keepAlive,
                System::nanoTime);
        OwnEndpoints own = new OwnEndpoints(
                new Secret("token"),
                () -> false,
                List::of,
                new OwnEndpoints.Insight(calls, around.health(), InstantSource.system()),
                books);
        Serving serving = Serving.of(
                RouteBook.of(List.of(formats), engine, carriers, own),
                new Access(true, List.of(), List.of()),
                () -> {});
        listener = Listener.open(
                settings(),
                new Swap<>(serving),
                new Listener.Outfit(log, InstantSource.system(), System::nanoTime, RandomGenerator.getDefault()));
    }

    private static ServerConfig settings() {
        Duration long30 = Duration.ofSeconds(30);
        return new ServerConfig(
                "127.0.0.1",
                0,
                LARGEST,
                long30,
                long30,
                long30,
                long30,
                0,
                long30,
                long30,
                Duration.ZERO,
                false,
                100,
                0,
                List.of(),
                List.of(),
                false,
                Position.whole("test"));
    }

    /** A provider that repeats what was said last. */
    static ChatReply echo(ChatRequest request, Call call) {
        return whole(request.messages().getLast().text());
    }

    static ChatReply whole(String text) {
        Message message = Message.of(Message.Role.ASSISTANT, text);
        return new ChatReply.Whole(ChatResponse.of(
                "id", "m", List.of(new ChatResponse.Choice(0, message, FinishReason.Known.STOP)), Usage.of(1, 1)));
    }

    int port() {
        return listener.port();
    }

    /** What is held against {@code p}. */
    Health health() {
        return around.health();
    }

    /** Sends a request and closes the connection behind the answer. */
    String ask(String line, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            String head = line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "Content-Length: "
                    + bytes.length + "\r\n\r\n";
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The request log, once all is over. */
    String log() {
        close();
        return logged.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        listener.close();
        carriers.close();
        keepAlive.close();
        log.close();
    }
}
