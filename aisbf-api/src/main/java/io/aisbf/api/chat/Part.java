// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

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

    /** What the model thought before it spoke, with the provider's opaque proof that the thought is its own. */
    record Reasoning(String text, Optional<String> signature) implements Part {}

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

    /** A part that this version does not know; it goes out as it came in where the format is the same. */
    record Other(WireName format, String type, RawJson json) implements Part {}

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
