// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.EventReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventLinesTest {
    @Test
    void writesTheNameBeforeTheDataAndAnEmptyLineBehind() throws IOException {
        assertEquals("event: ping\ndata: {}\n\n", written(Optional.of("ping"), RawJson.of("{}"), EventLines.End.LF));
        assertEquals("data: {}\r\n\r\n", written(Optional.empty(), RawJson.of("{}"), EventLines.End.CRLF));
    }

    @ParameterizedTest
    @EnumSource
    void whatStandsOnSeveralLinesGoesOutOnOne(EventLines.End end) throws IOException {
        String pretty = "{\n  \"a\": 1,\r\n  \"b\": 2,\r  \"c\": \"x\"\n}";
        byte[] bytes = written(Optional.empty(), RawJson.of(pretty), end).getBytes(StandardCharsets.UTF_8);
        EventReader reader = new EventReader(new ByteArrayInputStream(bytes));
        String read = new String(reader.next().orElseThrow().data(), StandardCharsets.UTF_8);
        assertEquals(pretty.replace('\r', ' ').replace('\n', ' '), read);
        assertEquals(Optional.empty(), reader.next());
    }

    private static String written(Optional<String> name, RawJson data, EventLines.End end) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventLines.write(out, name, data, end);
        return out.toString(StandardCharsets.UTF_8);
    }
}
