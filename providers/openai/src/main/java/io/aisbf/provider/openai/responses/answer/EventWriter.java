// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes server-sent events: those of this protocol bear their type twice and a number that rises by one. */
final class EventWriter {
    private static final byte[] DATA = bytes("data: ");
    private static final byte[] END = bytes("\n\n");

    private final OutputStream out;
    private long number;

    /** A writer whose next event bears that number. */
    EventWriter(OutputStream out, long number) {
        this.out = out;
        this.number = number;
    }

    /** Writes an event with these members. */
    void send(String type, Consumer<JsonWriter> members) throws IOException {
        JsonWriter writer = new JsonWriter().object().name("type").text(type);
        writer.name("sequence_number").number(number++);
        members.accept(writer);
        write(out, Optional.of(type), writer.end().finish());
    }

    /** Writes an event as it is; JSON that stands on several lines goes out on as many {@code data} lines. */
    static void write(OutputStream out, Optional<String> name, RawJson data) throws IOException {
        if (name.isPresent()) {
            out.write(bytes("event: " + name.get() + "\n"));
        }
        out.write(DATA);
        if (data.read(EventWriter::hasLines)) {
            out.write(bytes(data.toString().replaceAll("\r\n|\r|\n", "\ndata: ")));
        } else {
            data.writeTo(out);
        }
        out.write(END);
    }

    private static boolean hasLines(byte[] source, int from, int to) {
        for (int at = from; at < to; at++) {
            if (source[at] == '\n' || source[at] == '\r') {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
