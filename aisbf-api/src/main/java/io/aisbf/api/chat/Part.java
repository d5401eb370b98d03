// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One piece of a message. A later version of the API may know more kinds: a plugin's {@code switch} over parts has a
 * {@code default} that does what it does for {@link Other}.
 */
public sealed interface Part {
    /** What is said in words. */
    record Text(String text) implements Part {}

    /** A picture; {@code detail} is OpenAI's hint at the resolution. */
    record Image(Source source, Optional<String> detail) implements Part {}

    /** A recording. */
    record Audio(Source source) implements Part {}

    /** A file to be read, such as a PDF. */
    record Document(Source source, Optional<String> title) implements Part {}

    /**
     * What the model thought before it spoke, with its provider's opaque proof that the thought is its own. A proof
     * without words is one that belongs to the part after it, or a thought that the provider does not show.
     */
    record Reasoning(String text, Optional<Signature> signature) implements Part {}

    /**
     * The proof of a thought. Only the protocol that made it understands it: one that came from elsewhere is never sent
     * to a provider, but every client gets it, {@linkplain #carried tagged} with its origin, and brings it back.
     *
     * @param format the protocol that made it
     * @param value what that protocol wants to see again, unchanged
     */
    record Signature(WireName format, String value) {
        /** What every tagged signature begins with. */
        public static final String TAG = "aisbf1:";

        /** The signature behind a text of a client's history: a tagged one says whose it is, any other is {@code own}. */
        public static Signature read(String text, WireName own) {
            int end = text.indexOf(':', TAG.length());
            return text.startsWith(TAG) && end > TAG.length()
                    ? new Signature(new WireName(text.substring(TAG.length(), end)), text.substring(end + 1))
                    : new Signature(own, text);
        }

        /** This signature as a client of that protocol is to keep it: tagged, unless it is the protocol's own. */
        public String carried(WireName own) {
            return format.equals(own) ? value : TAG + format.id() + ":" + value;
        }
    }

    /** The model's refusal, where the protocol keeps it apart from text. */
    record Refusal(String text) implements Part {}

    /** The model wants a tool called; {@code arguments} is a JSON object, kept as it was spelled. */
    record ToolCall(String id, String tool, RawJson arguments) implements Part {}

    /** What a tool answered to the call of that id. */
    record ToolResult(String callId, List<Part> content, boolean failed) implements Part {
        public ToolResult {
            content = List.copyOf(content);
        }
    }

    /**
     * A source for the text before it.
     *
     * @param url where it is
     * @param title what it is called
     * @param quote the words of the source
     * @param from where in the answer's text the supported words begin, in UTF-16 units
     * @param to where they end
     * @param origin how the provider spelled it
     */
    record Citation(
            Optional<String> url,
            Optional<String> title,
            Optional<String> quote,
            OptionalInt from,
            OptionalInt to,
            Optional<Message.Origin> origin)
            implements Part {}

    /**
     * Up to here the provider is asked to keep the prompt in its cache; belongs to the part before it, or to the
     * message.
     *
     * @param lifetime how long, in the protocol's words, such as {@code 1h}
     */
    record CachePoint(Optional<String> lifetime) implements Part {}

    /**
     * A part that this version does not know; it goes out as it came in where the format is the same.
     *
     * @param hint whether the question stays the same question without it: a format that cannot carry a hint drops and
     *     declares it, one that cannot carry anything else refuses
     */
    record Other(WireName format, String type, RawJson json, boolean hint) implements Part {
        /** A part without which the question would be another one. */
        public Other(WireName format, String type, RawJson json) {
            this(format, type, json, false);
        }
    }

    /** Where the bytes of a picture, recording or document are. */
    sealed interface Source {
        /** Behind a link that the provider is to follow. */
        record Link(URI uri) implements Source {}

        /** Here, in base64. */
        record Inline(String mediaType, String base64) implements Source {}

        /** At the provider, uploaded before. */
        record Uploaded(String fileId) implements Source {}
    }
}
