// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.util.List;
import java.util.Optional;

/**
 * One turn of a conversation. A message that came off the wire keeps its bytes, so that it goes out as it came in where
 * the format is the same; a changed copy drops them.
 */
public record Message(Role role, List<Part> parts, Optional<Origin> origin) {
    public Message {
        parts = List.copyOf(parts);
    }

    /** Who speaks. */
    public enum Role {
        /** The operator or developer, giving instructions. */
        SYSTEM,
        /** The person. */
        USER,
        /** The model. */
        ASSISTANT,
        /** A tool, answering a call. */
        TOOL
    }

    /** The bytes a message came as. */
    public record Origin(WireName format, RawJson json) {}

    /** A message of text, made rather than received. */
    public static Message of(Role role, String text) {
        return new Message(role, List.of(new Part.Text(text)), Optional.empty());
    }

    /** This message saying something else; its bytes are dropped. */
    public Message withParts(List<Part> changed) {
        return new Message(role, changed, Optional.empty());
    }

    /** All its text, parts joined by line breaks. */
    public String text() {
        StringBuilder all = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Text text) {
                all.append(all.isEmpty() ? "" : "\n").append(text.text());
            }
        }
        return all.toString();
    }
}
