// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of JSON, however they arrive. */
class LineReaderTest {
    private static List<String> lines(InputStream in) throws IOException {
        LineReader reader = new LineReader(in);
        List<String> lines = new ArrayList<>();
        for (Optional<LineReader.Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(new String(line.get().data(), StandardCharsets.UTF_8)
                    + (line.get().cut() ? " (cut)" : ""));
        }
        assertEquals(Optional.empty(), reader.next());
        assertTrue(reader.ready());
        return lines;
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}\n{\"b\":\"\u00e9\uD83D\uDE00\"}\n",
                "{\"a\":1}\r\n{\"b\":\"\u00e9\uD83D\uDE00\"}\r\n",
                "\uFEFF{\"a\":1}\n{\"b\":\"\u00e9\uD83D\uDE00\"}\n",
                "\n\r\n \t\n  {\"a\":1} \r\n\n\n\t{\"b\":\"\u00e9\uD83D\uDE00\"}\n \n"
            })
    void givesTheSameLinesWhereverTheyAreSplit(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> expected = List.of("{\"a\":1}", "{\"b\":\"\u00e9\uD83D\uDE00\"}");
        for (int at = 0; at <= bytes.length; at++) {
            InputStream first = new ByteArrayInputStream(bytes, 0, at);
            InputStream rest = new ByteArrayInputStream(bytes, at, bytes.length - at);
            assertEquals(expected, lines(new SequenceInputStream(first, rest)), "split at " + at);
        }
    }

    @Test
    void saysThatTheLastLineHasNoEnd() throws IOException {
        assertEquals(List.of("{}", "{\"a\" (cut)"), lines(in("{}\n{\"a\"")));
        assertEquals(List.of("{} (cut)"), lines(in("{}")));
        assertEquals(List.of("{} (cut)"), lines(in("\uFEFF{}\r")));
        assertEquals(List.of("{}"), lines(in("{}\n  ")));
        assertEquals(List.of(), lines(in("")));
    }

    @Test
    void aMarkInTheMiddleIsNoMark() throws IOException {
        assertEquals(List.of("{}", "\uFEFF{}"), lines(in("{}\n\uFEFF{}\n")));
    }

    @Test
    void readsLinesLongerThanItsBuffer() throws IOException {
        String line = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
        assertEquals(List.of("{}", line, "[]", line), lines(in("{}\n" + line + "\n[]\n" + line + "\n")));
    }

    @Test
    void aLineWithoutEndIsGivenUp() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, (byte) 'x');
                return length;
            }
        };
        CallException broken = assertThrows(CallException.class, () -> new LineReader(endless).next());
        assertEquals(Failure.MALFORMED_REPLY, broken.failure());
        assertTrue(broken.getMessage().contains(Integer.toString(LineReader.LIMIT)), broken::getMessage);
    }

    @Test
    void isReadyAsLongAsALineIsAtHand() throws IOException {
        InputStream waiting = new SequenceInputStream(in("{}\n[]\n"), new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("it waits although a line is at hand");
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return read();
            }
        });
        LineReader reader = new LineReader(waiting);
        reader.next();
        assertTrue(reader.ready());
        reader.next();
        assertFalse(reader.ready());
    }

    @Test
    void whatBreaksOffIsPassedOn() throws IOException {
        LineReader reader = new LineReader(new SequenceInputStream(in("{}\n{\"a\":"), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the line is dead");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        }));
        assertTrue(reader.next().isPresent());
        assertThrows(IOException.class, reader::next);
    }
}
