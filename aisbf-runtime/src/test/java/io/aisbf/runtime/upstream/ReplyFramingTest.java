// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import static io.aisbf.runtime.upstream.FaultyUpstream.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Upstream.Reply;
import io.aisbf.runtime.upstream.FaultyUpstream.Act;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as they come back: cut, split, contradictory, endless. */
@Timeout(60)
class ReplyFramingTest {
    private static final String BODY = "data: {\"text\":\"h\u00e9\"}\n\ndata: [DONE]\n\n";
    private static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
            + BODY.length() + "\r\n\r\n" + BODY;
    private static final String CHUNKED =
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nX: \t y z \r\n\r\n"
                    + "A;name=\"v\"\r\n" + BODY.substring(0, 10) + "\r\n001\r\n" + BODY.charAt(10) + "\r\n"
                    + Integer.toHexString(BODY.length() - 11)
                    + " ; a\r\n" + BODY.substring(11) + "\r\n000\r\nTrailer: t\r\n\r\n";

    static List<String> answers() {
        return List.of(SIZED, CHUNKED);
    }

    private final FaultyUpstream server = new FaultyUpstream();
    private final Client client = new Client();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("answers")
    void neverTakesACutForAnEnd(String answer) throws Exception {
        for (Act end : List.of(Act.FIN, Act.RESET, Act.HALF_CLOSE)) {
            for (int cut = 0; cut < answer.length(); cut++) {
                server.otherwise(send(answer.substring(0, cut)), end);
                client.fails(Failure.MALFORMED_REPLY, "localhost:" + server.port(), () -> client.get(server.uri("/")));
            }
        }
        server.otherwise(send(answer));
        assertEquals(BODY, client.get(server.uri("/")), "whole, it is an answer");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsTheSameBytesHoweverTheyAreSplit(String answer) throws Exception {
        byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 1; cut < bytes.length; cut++) {
            server.otherwise(send(answer.substring(0, cut)), send(answer.substring(cut)));
            assertEquals(BODY, client.get(server.uri("/")), "split after " + cut);
        }
        for (int piece = 1; piece < 9; piece++) {
            server.otherwise(new FaultyUpstream.Send(bytes, piece));
            assertEquals(BODY, client.get(server.uri("/")), "in pieces of " + piece);
        }
        assertEquals(1, server.connections());
    }

    @Test
    void readsTheSameBytesHoweverSmallTheReads() throws Exception {
        String large = "0123456789".repeat(10_000);
        StringBuilder chunked = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int at = 0, size = 1; at < large.length(); at += size, size = size * 3 % 7919) {
            String chunk = large.substring(at, Math.min(large.length(), at + size));
            chunked.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        server.otherwise(send(chunked + "0\r\n\r\n"));
        for (int length : List.of(1, 2, 7, 4096, 16 * 1024, 40_000)) {
            try (Reply reply = client.open(server.uri("/"))) {
                StringBuilder read = new StringBuilder();
                byte[] into = new byte[length];
                for (int count = reply.body().read(into);
                        count >= 0;
                        count = reply.body().read(into)) {
                    assertTrue(count > 0);
                    read.append(new String(into, 0, count, StandardCharsets.ISO_8859_1));
                }
                assertEquals(large, read.toString());
            }
        }
        assertEquals(1, server.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 3",
                "Content-Length: 2, 3",
                "Content-Length: +2",
                "Content-Length: -2",
                "Content-Length: 0x2",
                "Content-Length: ",
                "Content-Length: 2 2",
                "Content-Length: 2,",
                "Content-Length: 9999999999999999999",
                "Content-Length: 2\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 2",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding:\u000bchunked",
                "Content-Length : 2",
                " Content-Length: 2",
                "X: a\r\n b\r\nContent-Length: 2",
                "X: a\nContent-Length: 2",
                "X: a\u0000\r\nContent-Length: 2",
                "X: a\rb\r\nContent-Length: 2",
                "no colon\r\nContent-Length: 2",
                ": empty\r\nContent-Length: 2",
                "X\u00e9: a\r\nContent-Length: 2"
            })
    void refusesHeadersThatContradictOrBreakTheRules(String headers) {
        server.otherwise(send("HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\nok"), Act.FIN);
        client.fails(Failure.MALFORMED_REPLY, "localhost:", () -> client.get(server.uri("/")));
        assertEquals(0, client.http().idleConnections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+2\r\nok\r\n0\r\n\r\n",
                "-2\r\nok\r\n0\r\n\r\n",
                "0x2\r\nok\r\n0\r\n\r\n",
                "\r\nok\r\n0\r\n\r\n",
                "2\nok\r\n0\r\n\r\n",
                "2\r\nok\n0\r\n\r\n",
                "2\r\nokay\r\n0\r\n\r\n",
                "3\r\nok\r\n0\r\n\r\n",
                "2 2\r\nok\r\n0\r\n\r\n",
                "8000000000000002\r\nok\r\n0\r\n\r\n",
                "2\r\nok\r\n0\r\nno trailer\r\n\r\n",
                "2\r\nok\r\n0\r\n\n",
                "2;\rx\r\nok\r\n0\r\n\r\n",
                "2\r\nok0\r\n\r\n",
                "g\r\n"
            })
    void refusesChunksThatBreakTheRules(String chunks) {
        server.otherwise(send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks), Act.FIN);
        client.fails(Failure.MALFORMED_REPLY, "localhost:", () -> client.get(server.uri("/")));
        assertEquals(0, client.http().idleConnections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.2 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 999 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "http/1.1 200 OK\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "\r\n\r\n",
                "HTTP/1.1 200 O\u0000K\r\n\r\n",
                "HTTP/1.1 101 Switch\r\n\r\n",
                "\u0015\u0003\u0003\u0000\u0002\u0002F"
            })
    void refusesWhatIsNotHttp(String answer) {
        // Not closed: it must be noticed from the bytes alone.
        server.otherwise(send(answer), Act.STALL);
        client.fails(Failure.MALFORMED_REPLY, "localhost:", () -> client.get(server.uri("/")));
    }

    @Test
    void boundsTheHead() throws Exception {
        String fields = "X-Padding: " + "a".repeat(1000) + "\r\n";
        server.on(1, send("HTTP/1.1 200 OK\r\n" + fields.repeat(60) + "Content-Length: 2\r\n\r\nok"));
        assertEquals("ok", client.get(server.uri("/")));
        for (String bomb : List.of(fields.repeat(100), "X: " + "a".repeat(200_000), "X: a\r\n".repeat(257))) {
            server.otherwise(send("HTTP/1.1 200 OK\r\n" + bomb + "\r\n\r\n"), Act.STALL);
            client.fails(Failure.MALFORMED_REPLY, "more than", () -> client.get(server.uri("/")));
        }
        for (String endless : List.of(
                "HTTP/1.1 103 Hint\r\n\r\n".repeat(18),
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;" + "x".repeat(5000),
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "X: y\r\n".repeat(65))) {
            server.otherwise(send(endless), Act.STALL);
            client.fails(Failure.MALFORMED_REPLY, "", () -> client.get(server.uri("/")));
        }
    }

    @Test
    void readsBodilessAnswersAndThoseThatEndWithTheConnection() throws Exception {
        server.on(1, send("HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n"));
        assertEquals("", client.get(server.uri("/")));
        server.on(2, send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"));
        assertEquals("", client.text(client.request("HEAD", server.uri("/"), Map.of(), List.of())));
        server.on(3, send("HTTP/1.1 200\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\nEmpty:\r\n\r\nok"));
        try (Reply reply = client.open(server.uri("/"))) {
            assertEquals(Optional.of(""), reply.header("eMPTY"));
            assertEquals(Optional.empty(), reply.header("other"));
            assertEquals("ok", new String(reply.body().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        assertEquals(1, server.connections());
        server.on(4, send("HTTP/1.1 200 OK\r\n\r\nuntil the end"), Act.FIN);
        try (Reply reply = client.open(server.uri("/"))) {
            assertFalse(reply.delimited());
            assertEquals("until the end", new String(reply.body().readAllBytes(), StandardCharsets.ISO_8859_1));
            assertEquals(-1, reply.body().read());
        }
        assertEquals(0, client.http().idleConnections());
    }

    @Test
    void messagesHoldNothingOfTheAnswer() {
        server.otherwise(send("HTTP/1.1 200 OK\r\nX-Secret : sk-canary\r\n\r\n"), Act.FIN);
        CallException e =
                client.fails(Failure.MALFORMED_REPLY, "header 1", () -> client.get(server.uri("/?key=sk-canary")));
        assertFalse(e.getMessage().contains("canary"), e.getMessage());
    }
}
