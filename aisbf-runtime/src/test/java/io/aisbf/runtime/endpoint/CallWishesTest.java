// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client says besides its question: its key, that it wants no loss; and what it hears while it waits. */
@Timeout(60)
class CallWishesTest {
    private static final String ECHO = "{\"model\":\"p/echo\",\"say\":\"hello\"}";
    private static final String STREAM = "{\"model\":\"p/echo\",\"stream\":true}";

    private final CountDownLatch heard = new CountDownLatch(1);

    private static Door door(boolean strict, io.aisbf.api.provider.Provider provider) {
        return new Door(provider, strict, Duration.ofMillis(30), new PlainFormat());
    }

    private static ChatReply tellsKey(ChatRequest request, Call call) {
        return Door.whole(call.client().key().map(Secret::reveal).orElse("none")
                + call.client().header("x-api-key").orElse(""));
    }

    private static ChatReply loses(ChatRequest request, Call call) {
        call.declareLoss("seed", "there are no seeds here");
        return Door.whole("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "/plain, Authorization: Bearer a, a",
        "/plain, Authorization: bearer  a , a",
        "/plain, Authorization: Basic a, none",
        "/plain, X-Api-Key: b, b",
        "/plain, Authorization: Bearer a|X-Api-Key: b, b",
        "/plain, Authorization: Bearer a|X-Goog-Api-Key: g, a",
        "/plain, X-Goog-Api-Key: g, g",
        "/plain, Api-Key: z, z",
        "/plain?alt=sse&key=q%2D1, Accept: */*, q-1",
        "/plain?key=q, X-Goog-Api-Key: g, g",
        "/plain?key=a%0D%0AEvil:1, Accept: */*, none",
        "/plain?key=, Accept: */*, none"
    })
    void takesTheClientsKeyFromWhereverItsProtocolHasIt(String path, String headers, String key) throws IOException {
        try (Door door = door(false, CallWishesTest::tellsKey)) {
            String answer = door.ask("POST " + path, headers.replace("|", "\r\n") + "\r\n", ECHO);
            assertTrue(answer.endsWith("\r\n\r\n" + key), answer);
        }
    }

    @Test
    void tellsALossInAHeaderAndInTheLog() throws IOException {
        Door door = door(false, CallWishesTest::loses);
        String answer = door.ask("POST /plain", "", ECHO);
        assertTrue(answer.toLowerCase(Locale.ROOT).contains("x-aisbf-lossy: seed\r\n"), answer);
        assertTrue(door.log().contains("\"lossy\":\"seed\""));
    }

    @Test
    void refusesALossWhereTheClientOrTheOperatorWantsNone() throws IOException {
        try (Door door = door(false, CallWishesTest::loses)) {
            String answer = door.ask("POST /plain", "x-aisbf-strict: true\r\n", ECHO);
            assertTrue(answer.startsWith("HTTP/1.1 400") && answer.contains("CANNOT_CARRY: seed cannot"), answer);
            assertTrue(
                    door.ask("POST /plain", "x-aisbf-strict: false\r\n", ECHO).startsWith("HTTP/1.1 200"));
        }
        try (Door door = door(true, CallWishesTest::loses)) {
            assertTrue(door.ask("POST /plain", "", ECHO).startsWith("HTTP/1.1 400"));
        }
    }

    /** One word, then silence until the client has heard a sign of life, then a loss. */
    private final class Slow implements ChatReply.Stream {
        private final Call call;
        private int asked;

        private Slow(Call call) {
            this.call = call;
        }

        @Override
        public Optional<Frame> next() throws InterruptedException {
            asked++;
            if (asked == 2) {
                heard.await();
                call.declareLoss("logprobs", "told too late for a header");
            }
            return asked > 2
                    ? Optional.empty()
                    : Optional.of(Frame.of(List.of(new ChatEvent.TextDelta(0, "word" + asked))));
        }

        @Override
        public void close() {}
    }

    @Test
    void letsAClientHearSomethingWhileAStreamIsSilent() throws IOException {
        Door door = door(false, (_, call) -> new Slow(call));
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(30_000);
            String request = "POST /plain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                    + STREAM.length() + "\r\n\r\n" + STREAM;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            StringBuilder got = new StringBuilder();
            while (!got.toString().endsWith("\r\n1\r\n \r\n")) {
                int next = in.read();
                assertTrue(next >= 0, () -> "it ended with " + got);
                got.append((char) next);
            }
            heard.countDown();
            got.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(got.toString().contains("word1"), got.toString());
            assertTrue(got.toString().contains("word2"), got.toString());
            assertTrue(got.toString().endsWith("[END]\r\n0\r\n\r\n"), got.toString());
            assertFalse(got.toString().contains("lossy"), got.toString());
        }
        String log = door.log();
        assertTrue(log.contains("\"lossy\":\"logprobs\""), log);
        assertEquals(1, log.lines().count());
    }
}
