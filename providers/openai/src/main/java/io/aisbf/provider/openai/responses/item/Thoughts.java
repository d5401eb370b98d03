// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.item;

import io.aisbf.api.chat.Part.Reasoning;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.Members;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reasoning as items of type {@code reasoning}. The proof of this protocol is {@code encrypted_content} together with
 * the item's id, kept as {@code <id>:<encrypted_content>}; one of another protocol is shown to clients in the same
 * place, tagged.
 *
 * <p>A thought without any proof is shown with a tag too: the item's id is known to no upstream, so that it must be
 * recognised, and left out, when the client sends it back.
 */
public final class Thoughts {
    /** What parts of a summary are joined by. */
    public static final String BREAK = "\n\n";

    private static final WireName OWN = WireName.OPENAI_RESPONSES;
    private static final WireName NOBODY = new WireName("unsigned");

    private Thoughts() {}

    /** The thought behind an item: its summary, or the thought itself where an upstream tells that instead. */
    public static Reasoning read(Members item) {
        String summary = words(item, "summary");
        return new Reasoning(summary.isEmpty() ? words(item, "content") : summary, signature(item));
    }

    /** The proof in an item. */
    public static Optional<Signature> signature(Members item) {
        return item.words("encrypted_content").flatMap(opaque -> {
            Signature read = Signature.read(opaque, OWN);
            if (read.format().equals(OWN)) {
                return Optional.of(new Signature(OWN, item.text("id").orElse("") + ":" + opaque));
            }
            return read.format().equals(NOBODY) ? Optional.empty() : Optional.of(read);
        });
    }

    /** Whether an item is a thought that some other provider had, which no upstream of this protocol would know. */
    public static boolean foreign(Members item) {
        return item.text("type").filter("reasoning"::equals).isPresent()
                && item.text("encrypted_content")
                        .filter(opaque -> opaque.startsWith(Signature.TAG))
                        .isPresent();
    }

    /** Whether a proof is this protocol's own. */
    public static boolean own(Optional<Signature> signature) {
        return signature.filter(proof -> proof.format().equals(OWN)).isPresent();
    }

    /** The id of a thought's item: the one it had, if it was this protocol's. */
    public static String id(Optional<Signature> signature, String otherwise) {
        return own(signature)
                ? signature.map(Thoughts::id).filter(id -> !id.isEmpty()).orElse(otherwise)
                : otherwise;
    }

    /** The item, for a client as well as, where the proof is this protocol's own, for an upstream. */
    public static RawJson write(String id, String words, Optional<Signature> signature) {
        JsonWriter writer =
                new JsonWriter().object().name("id").text(id).name("type").text("reasoning");
        writer.name("summary").array();
        if (!words.isEmpty()) {
            writer.raw(summary(words));
        }
        writer.end().name("encrypted_content").text(sealed(signature));
        return writer.end().finish();
    }

    /** An element of a summary. */
    public static RawJson summary(String words) {
        return new JsonWriter()
                .object()
                .name("type")
                .text("summary_text")
                .name("text")
                .text(words)
                .end()
                .finish();
    }

    private static String sealed(Optional<Signature> signature) {
        return signature
                .map(proof ->
                        own(signature) ? proof.value().substring(proof.value().indexOf(':') + 1) : proof.carried(OWN))
                .orElseGet(() -> new Signature(NOBODY, "").carried(OWN));
    }

    private static String id(Signature proof) {
        return proof.value().substring(0, Math.max(0, proof.value().indexOf(':')));
    }

    private static String words(Members item, String name) {
        return item.children(name).stream()
                .map(part -> part.text("text").orElse(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(BREAK));
    }
}
