// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
    private static final String ALL = "*5\r\n+OK\r\n$4\r\nä\r\n\r\n:-12\r\n$-1\r\n*1\r\n-ERR no\r\n";

    private static Reply read(String bytes) throws IOException {
        return new ReplyReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8))).read();
    }

    @Test
    void readsEveryKind() throws IOException {
        assertEquals(
                new Reply.Items(List.of(
                        new Reply.Text("OK"),
                        new Reply.Text("ä\r\n"),
                        new Reply.Whole(-12),
                        new Reply.Nothing(),
                        new Reply.Items(List.of(new Reply.Problem("ERR no"))))),
                read(ALL));
        assertEquals(new Reply.Nothing(), read("*-1\r\n"));
    }

    @Test
    void whateverIsCutIsRefused() {
        byte[] whole = ALL.getBytes(StandardCharsets.UTF_8);
        for (int end = 0; end < whole.length; end++) {
            ByteArrayInputStream cut = new ByteArrayInputStream(whole, 0, end);
            assertThrows(IOException.class, () -> new ReplyReader(cut).read());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n",
                "$3\r\nabcd\r\n",
                "$-2\r\n",
                "$1048577\r\n",
                "*20001\r\n",
                "*-5\r\n",
                ":x\r\n",
                ":99999999999999999999\r\n",
                "+OK\rx",
                "*1\r\n*1\r\n*1\r\n*1\r\n+deep\r\n"
            })
    void whatIsNoReplyIsRefused(String bytes) {
        assertThrows(IOException.class, () -> read(bytes));
    }

    @Test
    void aLineThatDoesNotEndIsRefused() {
        assertThrows(IOException.class, () -> read("+" + "x".repeat(5_000) + "\r\n"));
    }
}
