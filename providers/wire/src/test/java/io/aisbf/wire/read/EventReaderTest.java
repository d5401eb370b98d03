// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        data: a;;data: b;;                     | a,b
        data:a;;                               | a
        data:  a;;                             | ` a`
        data: a;data: b;data;data:;data: c;;   | a/b///c
        : comment;data: a;: comment;;          | a
        event: x;data: a;;data: b;;            | x=a,b
        event: x;;data: b;;                    | b
        event: x;event:;data: b;;              | b
        id: 1;retry: 5;what: ever;data: a;;    | a
        datas: x;dat: y;data: a;;              | a
        data: ;;data: a;;;;                    | a
        data: a                                | a!
        data: a;                               | a!
        event: x;;                             | ``
        data: a:b: c;;                         | a:b: c
        """)
    void readsEventsAsTheStandardSaysAtAnyLineEnd(String lines, String expected) throws Exception {
        for (String end : List.of("\n", "\r\n", "\r")) {
            for (String mark : List.of("", "\ufeff")) {
                byte[] bytes = (mark + lines.replace(";", end)).getBytes(StandardCharsets.UTF_8);
                for (int size = 1; size <= bytes.length; size++) {
                    assertEquals(expected, read(new Trickle(bytes, size)), "in pieces of " + size);
                }
            }
        }
    }

    @Test
    void anEventMayBeLargeButNotEndless() throws Exception {
        String large = "x".repeat(1 << 20);

        assertEquals(
                large, read(new ByteArrayInputStream(("data: " + large + "\n\n").getBytes(StandardCharsets.UTF_8))));
        InputStream oneLine = new Endless("data: x", "x");
        InputStream manyLines = new Endless("data: xxxxxxxxxxxxxxxxx", "x".repeat(1 << 16) + "\ndata: ");
        for (InputStream endless : List.of(oneLine, manyLines)) {
            CallException broken = assertThrows(CallException.class, () -> read(endless));
            assertEquals(Failure.MALFORMED_REPLY, broken.failure());
        }
    }

    @Test
    void whatReadyMeetsNextTells() throws Exception {
        EventReader reader = new EventReader(new Trickle("data: a\n\ndata: b".getBytes(StandardCharsets.UTF_8), 100) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int count = super.read(into, from, length);
                if (count < 0) {
                    throw new IOException("reset");
                }
                return count;
            }

            @Override
            public int available() {
                return 1;
            }
        });

        assertTrue(reader.ready());
        assertEquals("a", text(reader.next().orElseThrow()));
        assertTrue(reader.ready());
        assertThrows(IOException.class, reader::next);
    }

    @Test
    void aCommentIsNoReasonToBeReady() throws Exception {
        EventReader reader = new EventReader(new Trickle(": c\n\n: d\n\n".getBytes(StandardCharsets.UTF_8), 100));

        assertFalse(reader.ready());
        assertEquals(Optional.empty(), reader.next());
    }

    @Test
    void noiseIsReadTheSameInAnyPiecesAndNeverBreaksIt() throws Exception {
        Random random = new Random(20261122);
        String[] alphabet = {
            "data:", "data: ", "event:", "\n", "\r", "\r\n", "\n\n", ":", " ", "x", "é", "\ufeff", "🙂", "id", "\0"
        };
        for (int round = 0; round < 3000; round++) {
            StringBuilder noise = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                noise.append(alphabet[random.nextInt(alphabet.length)]);
            }
            byte[] bytes = noise.toString().getBytes(StandardCharsets.UTF_8);
            String whole = read(new ByteArrayInputStream(bytes));
            assertEquals(whole, read(new Trickle(bytes, 1 + random.nextInt(7))), noise::toString);
        }
    }

    private static String read(InputStream in) throws IOException {
        EventReader reader = new EventReader(in);
        List<String> events = new ArrayList<>();
        for (Optional<EventReader.Event> event = reader.next(); event.isPresent(); event = reader.next()) {
            events.add(text(event.get()));
            reader.ready();
        }
        return String.join(",", events);
    }

    private static String text(EventReader.Event event) {
        String data = new String(event.data(), StandardCharsets.UTF_8).replace('\n', '/');
        return event.name().map(name -> name + "=").orElse("") + data + (event.cut() ? "!" : "");
    }

    /** Gives at most so many bytes at a time. */
    private static class Trickle extends FilterInputStream {
        private final int size;

        Trickle(byte[] bytes, int size) {
            super(new ByteArrayInputStream(bytes));
            this.size = size;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return super.read(into, from, Math.min(size, length));
        }
    }

    /** A line that begins and never ends. */
    private static final class Endless extends InputStream {
        private final byte[] rest;
        private byte[] bytes;
        private int at;

        Endless(String start, String rest) {
            this.bytes = start.getBytes(StandardCharsets.UTF_8);
            this.rest = rest.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            read(one, 0, 1);
            return one[0];
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == bytes.length) {
                bytes = rest;
                at = 0;
            }
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, from, count);
            at += count;
            return count;
        }
    }
}
