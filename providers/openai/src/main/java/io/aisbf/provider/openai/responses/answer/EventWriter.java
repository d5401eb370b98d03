// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.json.JsonWriter;
import io.aisbf.wire.write.EventLines;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes server-sent events: those of this protocol bear their type twice and a number that rises by one. */
final class EventWriter {

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
        EventLines.write(out, Optional.of(type), writer.end().finish(), EventLines.End.LF);
    }
}
