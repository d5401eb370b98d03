// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.config.ServerConfig;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.deliver.KeepAlive;
import io.aisbf.runtime.dispatch.Surroundings;
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
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ServingTest {
    private static final String PLAIN = "POST /plain HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final RequestLog log = RequestLog.start(logged, System::nanoTime);
    private final Carriers carriers = Carriers.start(System::nanoTime);
    private final CompletableFuture<String> interrupted = new CompletableFuture<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final Listener listener = open(LONG);

    /** What it does depends on the model. */
    private ChatReply answer(ChatRequest request, Call call) throws InterruptedException {
        return switch (request.model()) {
            case "echo" -> whole(request.messages().getLast().text());
            case "throws" -> throw new IllegalStateException("the plugin is broken");
            case "waits" -> {
                entered.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.complete("interrupted");
                    throw e;
                }
                yield whole("never");
            }
            case "breaks" -> new Breaking();
            default -> throw new AssertionError(request.model());
        };
    }

    /** Says one word and then breaks. */
    private static final class Breaking implements ChatReply.Stream {
        private boolean said;

        @Override
        public Optional<Frame> next() {
            if (said) {
                throw new IllegalStateException("broken");
            }
            said = true;
            return Optional.of(Frame.of(List.of(new ChatEvent.TextDelta(0, "word"))));
        }

        @Override
        public void close() {}
    }

    private static ChatReply whole(String text) {
        Message message = Message.of(Message.Role.ASSISTANT, text);
        return new ChatReply.Whole(ChatResponse.of(
                "id", "m", List.of(new ChatResponse.Choice(0, message, FinishReason.Known.STOP)), Usage.of(1, 1)));
    }

    private Listener open(Duration callTimeout) {
        Provider provider = this::answer;
        Targets targets = new Targets(
                Map.of("p", entry("p", provider), "break", entry("break", provider)), Map.of(), Map.of(), Map.of());
        Surroundings around =
                Surroundings.forALook(InstantSource.system(), System::nanoTime, RandomGenerator.getDefault());
        Engine engine = new Engine(
                new JacksonJson(),
                targets,
                Door.dispatcher(targets, around),
                new ModelList(targets, System::nanoTime),
                1000,
                callTimeout,
                false,
                KeepAlive.OFF,
                System::nanoTime);
        OwnEndpoints own = new OwnEndpoints(
                new Secret("token"),
                () -> false,
                () -> List.of("new: x"),
                new OwnEndpoints.Insight(new CallBook(), around.health(), InstantSource.system()));
        Serving serving = Serving.of(
                RouteBook.of(List.of(new PlainFormat()), engine, carriers, own),
                new Access(true, List.of(), List.of()),
                () -> {});
        return Listener.open(
                settings(),
                new Swap<>(serving),
                new Listener.Outfit(log, InstantSource.system(), System::nanoTime, RandomGenerator.getDefault()));
    }

    private static ProviderEntry entry(String name, Provider provider) {
        return new ProviderEntry(name, "p.jar", Optional.of(provider), Optional.empty(), Map.of());
    }

    private static ServerConfig settings() {
        return new ServerConfig(
                "127.0.0.1",
                0,
                1000,
                LONG,
                LONG,
                LONG,
                LONG,
                0,
                LONG,
                LONG,
                Duration.ZERO,
                false,
                100,
                0,
                List.of(),
                List.of(),
                false,
                Position.whole("test"));
    }

    @AfterEach
    void close() {
        listener.close();
        carriers.close();
        log.close();
    }

    private static Socket send(Listener listener, String head, String body) throws Exception {
        Socket socket = new Socket("127.0.0.1", listener.port());
        String request = head + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private String ask(String head, String body) throws Exception {
        return ask(listener, head, body);
    }

    private static String ask(Listener listener, String head, String body) throws Exception {
        try (Socket socket = send(listener, head, body)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String chat(String body) throws Exception {
        return ask(PLAIN, body);
    }

    @Test
    void answersInTheProtocolOfThePath() throws Exception {
        String reply = chat("{\"model\":\"p/echo\",\"say\":\"hello\"}");
        assertTrue(reply.startsWith("HTTP/1.1 200"), reply);
        assertTrue(reply.endsWith("\r\n\r\nhello"), reply);
        assertTrue(reply.toLowerCase(java.util.Locale.ROOT).contains("x-request-id: req_"), reply);
        String streamed = chat("{\"model\":\"p/echo\",\"say\":\"hello\",\"stream\":true}");
        assertTrue(streamed.contains("hello[END]"), streamed);
    }

    @Test
    void namesThePluginThatFailedAndLivesOn() throws Exception {
        String reply = chat("{\"model\":\"p/throws\"}");
        assertTrue(reply.startsWith("HTTP/1.1 502"), reply);
        assertTrue(reply.contains("PLUGIN_FAILED: provider 'p' (plugin p.jar) failed"), reply);
        String format = chat("{\"model\":\"break/format\"}");
        assertTrue(format.startsWith("HTTP/1.1 500"), format);
        assertTrue(format.contains("INTERNAL: wire format 'plain' failed"), format);
        assertTrue(chat("{\"model\":\"p/echo\",\"say\":\"still here\"}").endsWith("still here"));
    }

    @Test
    void endsACallWhoseTimeIsUpEvenIfThePluginBlocks() throws Exception {
        try (Listener hasty = open(Duration.ofMillis(400))) {
            String reply = ask(hasty, PLAIN, "{\"model\":\"p/waits\"}");
            assertTrue(reply.startsWith("HTTP/1.1 504"), reply);
            assertTrue(reply.contains("provider 'p' (plugin p.jar) took longer"), reply);
            assertEquals("interrupted", interrupted.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void interruptsTheCallOfAClientThatLeft() throws Exception {
        Socket socket = send(listener, PLAIN, "{\"model\":\"p/waits\"}");
        assertTrue(entered.await(20, TimeUnit.SECONDS));
        socket.close();
        assertEquals("interrupted", interrupted.get(20, TimeUnit.SECONDS));
    }

    @Test
    void breaksTheConnectionOffWhenAStreamBreaks() throws Exception {
        String reply = chat("{\"model\":\"p/breaks\",\"stream\":true}");
        assertTrue(reply.contains("word[FAILED PLUGIN_FAILED]") || reply.contains("word\r\n"), reply);
        assertTrue(reply.contains("[FAILED PLUGIN_FAILED]"), reply);
        assertFalse(reply.endsWith("0\r\n\r\n"), reply);
        assertFalse(reply.contains("[END]"), reply);
    }

    @Test
    void answersOnlyToNamesOfThisMachineAndNoForeignPages() throws Exception {
        String json = "\r\nContent-Type: application/json";
        String body = "{\"model\":\"p/echo\",\"say\":\"x\"}";
        assertTrue(
                ask("POST /plain HTTP/1.1\r\nHost: evil.example" + json, body).startsWith("HTTP/1.1 403"));
        assertTrue(ask("POST /plain HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example" + json, body)
                .startsWith("HTTP/1.1 403"));
        assertTrue(ask("POST /plain HTTP/1.1\r\nHost: 127.0.0.1:1\r\nOrigin: http://127.0.0.1:1" + json, body)
                .startsWith("HTTP/1.1 200"));
        assertTrue(ask("POST /plain HTTP/1.1\r\nHost: [::1]:80" + json, body).startsWith("HTTP/1.1 200"));
    }

    @Test
    void saysPreciselyWhatIsWrongWithARequest() throws Exception {
        assertTrue(chat("{\"model\":\"p/echo\",").startsWith("HTTP/1.1 400"));
        assertTrue(chat("{\"model\":\"p/echo\",\"model\":\"p/echo\"}").contains("'model' appears twice"));
        assertTrue(chat("{\"say\":\"x\"}").contains("INVALID_REQUEST: model is missing"));
        assertTrue(chat("{\"model\":\"nobody/x\"}").contains("UNKNOWN_TARGET: model 'nobody/x'"));
        assertTrue(chat("{\"model\":\"" + "x".repeat(1000) + "\"}").startsWith("HTTP/1.1 413"));
        String host = "HTTP/1.1\r\nHost: localhost";
        assertTrue(
                ask("POST /plain " + host + "\r\nContent-Type: text/plain", "x").startsWith("HTTP/1.1 415"));
        String wrong = ask("DELETE /plain " + host, "");
        assertTrue(wrong.startsWith("HTTP/1.1 405") && wrong.contains("Allow: POST"), wrong);
        assertTrue(ask("POST /plainer " + host, "").contains("UNKNOWN_PATH: nothing lives at POST /plainer"));
    }

    @Test
    void reloadsOnlyForWhoShowsTheToken() throws Exception {
        String head = "POST /api/reload HTTP/1.1\r\nHost: localhost";
        assertTrue(ask(head, "").startsWith("HTTP/1.1 401"));
        assertTrue(ask(head + "\r\nAuthorization: Bearer token", "")
                .contains("{\"reloaded\":true,\"changes\":[\"new: x\"]}"));
    }

    @Test
    void logsOneLineForEachRequest() throws Exception {
        assertTrue(chat("{\"model\":\"p/echo\",\"say\":\"canary-prompt\"}").endsWith("canary-prompt"));
        assertTrue(chat("{").startsWith("HTTP/1.1 400"));
        listener.close();
        log.close();
        List<String> lines = logged.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.getFirst().contains("\"target\":\"p/echo\",\"attempts\":1"), lines.getFirst());
        assertTrue(lines.getLast().contains("\"status\":400"), lines.getLast());
        assertFalse(logged.toString(StandardCharsets.UTF_8).contains("canary"));
    }
}
