// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.wire;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Thoughts and their proofs, for which this protocol has no words of its own but habits: {@code reasoning_content}
 * (DeepSeek) or {@code reasoning} (OpenRouter) for the words, {@code reasoning_details} (<a
 * href="https://openrouter.ai/docs/use-cases/reasoning-tokens">OpenRouter</a>) for the proofs, and {@code
 * tool_calls[].extra_content.google.thought_signature} for the proof of a call (<a
 * href="https://ai.google.dev/gemini-api/docs/openai">Google</a>).
 *
 * <p>What an upstream of this protocol sent as proofs is a signature of this protocol, whose value is what goes back to
 * it: the array of {@code reasoning_details}, or the object {@code extra_content} of the call that follows. Proofs of
 * other protocols stand tagged in an element of {@code reasoning_details}, which tells in {@code id} the call it belongs
 * to; Google's stand in {@code extra_content} as well, where clients of Google's look for them.
 */
public final class Thoughts {
    /** The member that holds proofs. */
    public static final String DETAILS = "reasoning_details";

    /** The member of a call that holds Google's. */
    public static final String EXTRA = "extra_content";

    private Thoughts() {}

    /**
     * A thought of a message.
     *
     * @param call the id of the call before which it belongs; empty where it comes before everything
     */
    public record Placed(Part.Reasoning thought, Optional<String> call) {}

    /** The words of a thought, under both names. */
    public static Optional<String> words(Members said) {
        return said.words("reasoning_content")
                .or(() -> said.get("reasoning")
                        .filter(value -> value.kind() == RawJson.Kind.STRING)
                        .flatMap(value -> said.words("reasoning")));
    }

    /** The thoughts of a whole message, in order. */
    public static List<Placed> read(Members said) {
        List<Members> details = said.children(DETAILS);
        if (details.stream().noneMatch(Thoughts::isTagged)) {
            Optional<Signature> own = said.get(DETAILS)
                    .filter(json -> !details.isEmpty())
                    .map(json -> new Signature(WireName.OPENAI_CHAT, json.toString()));
            String words = words(said).orElseGet(() -> text(details));
            return own.isEmpty() && words.isEmpty() ? List.of() : List.of(first(new Part.Reasoning(words, own)));
        }
        List<Placed> placed = new ArrayList<>();
        for (Members detail : details) {
            Part.Reasoning thought = new Part.Reasoning(text(List.of(detail)), proof(detail));
            placed.add(new Placed(thought, detail.words("id")));
        }
        boolean silent = placed.stream().allMatch(one -> one.thought().text().isEmpty());
        words(said)
                .filter(words -> silent)
                .ifPresent(words -> placed.addFirst(first(new Part.Reasoning(words, Optional.empty()))));
        return placed;
    }

    /** The words of some elements of {@code reasoning_details}. */
    public static String text(List<Members> details) {
        StringBuilder words = new StringBuilder();
        for (Members detail : details) {
            detail.words("text").or(() -> detail.words("summary")).ifPresent(words::append);
        }
        return words.toString();
    }

    /** Whether an element was made here for a proof of another protocol. */
    public static boolean isTagged(Members detail) {
        return detail.words("signature")
                .or(() -> detail.words("data"))
                .filter(value -> value.startsWith(Signature.TAG))
                .isPresent();
    }

    /** The proof that an element holds, if it holds one. */
    public static Optional<Signature> proof(Members detail) {
        return detail.words("signature")
                .or(() -> detail.words("data"))
                .map(value -> value.startsWith(Signature.TAG)
                        ? Signature.read(value, WireName.OPENAI_CHAT)
                        : new Signature(
                                WireName.OPENAI_CHAT,
                                RawJson.array(List.of(detail.object().raw())).toString()));
    }

    /** The proof in a call: Google's own in a client's history; what an upstream sent is that upstream's. */
    public static Optional<Signature> proofOfCall(Members call, boolean upstreams) {
        Optional<Members> extra = call.get(EXTRA)
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .flatMap(value -> call.child(EXTRA));
        Optional<String> google = extra.flatMap(members -> members.child("google"))
                .flatMap(members -> members.words("thought_signature"));
        return upstreams
                ? extra.map(members -> new Signature(
                        WireName.OPENAI_CHAT, members.object().raw().toString()))
                : google.map(value -> Signature.read(value, WireName.GEMINI_CONTENT));
    }

    /** The elements of {@code reasoning_details} that a signature of this protocol stands for; none if for a call's. */
    public static List<RawJson> elements(Json json, Signature own) {
        return checked(json, own, RawJson.Kind.ARRAY).map(json::array).orElse(List.of());
    }

    /** The object {@code extra_content} that a signature of this protocol stands for, if it stands for one. */
    public static Optional<RawJson> extra(Json json, Signature own) {
        return checked(json, own, RawJson.Kind.OBJECT);
    }

    /** A signature may come from a client's history: it is not written anywhere before it proves to be JSON. */
    private static Optional<RawJson> checked(Json json, Signature own, RawJson.Kind kind) {
        if (!own.format().equals(WireName.OPENAI_CHAT)) {
            return Optional.empty();
        }
        try {
            JsonObject wrapped = json.object(("{\"v\":" + own.value() + "}").getBytes(StandardCharsets.UTF_8));
            return wrapped.members().size() == 1
                    ? wrapped.get("v").filter(value -> value.kind() == kind)
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** A thought as an element of {@code reasoning_details} for a client. */
    public static RawJson detail(Part.Reasoning thought, Optional<String> call, int index) {
        Optional<String> proof = thought.signature().map(signature -> signature.carried(WireName.OPENAI_CHAT));
        boolean shown = !thought.text().isEmpty() || proof.isEmpty();
        JsonWriter writer = new JsonWriter().object();
        writer.name("type").text(shown ? "reasoning.text" : "reasoning.encrypted");
        if (shown) {
            writer.name("text").text(thought.text());
        }
        proof.ifPresent(value -> writer.name(shown ? "signature" : "data").text(value));
        call.ifPresent(id -> writer.name("id").text(id));
        return writer.name("format")
                .text("unknown")
                .name("index")
                .number(index)
                .end()
                .finish();
    }

    /** The object {@code extra_content} for the call after a proof of Google's. */
    public static Optional<RawJson> googles(Signature signature) {
        if (!signature.format().equals(WireName.GEMINI_CONTENT)) {
            return Optional.empty();
        }
        JsonWriter writer = new JsonWriter().object().name("google").object();
        return Optional.of(writer.name("thought_signature")
                .text(signature.value())
                .end()
                .end()
                .finish());
    }

    private static Placed first(Part.Reasoning thought) {
        return new Placed(thought, Optional.empty());
    }
}
