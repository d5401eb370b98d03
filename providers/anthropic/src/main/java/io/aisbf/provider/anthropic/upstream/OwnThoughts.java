// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.Needle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes out of a relayed request what Anthropic would refuse and the client cannot know of, since another provider
 * answered in between: thoughts and sources of others, and the wish for thoughts where the call of tools that is gone
 * on from has none. A request without such goes out as it is.
 */
final class OwnThoughts {
    /** A string that begins like a foreign signature; looked for in bytes that are relayed. */
    static final Needle TAG = new Needle('"' + Signature.TAG);

    private static final Set<String> THOUGHTS = Set.of("thinking", "redacted_thinking");

    private final Json json;
    private final Call call;

    OwnThoughts(Json json, Call call) {
        this.json = json;
        this.call = call;
    }

    /** The body without what is foreign; the very same one if there is nothing. */
    JsonObject only(JsonObject body) {
        Optional<RawJson> messages = body.present("messages").filter(value -> value.kind() == RawJson.Kind.ARRAY);
        if (messages.isEmpty()) {
            return body;
        }
        JsonObject clean = body;
        if (TAG.isIn(messages.get())) {
            clean = body.with("messages", RawJson.array(clean(messages.get())));
        }
        return isTrapped(clean) ? unthinking(clean) : clean;
    }

    private List<RawJson> clean(RawJson messages) {
        List<RawJson> kept = new ArrayList<>();
        int index = 0;
        for (RawJson message : json.array(messages)) {
            if (TAG.isIn(message) && message.kind() == RawJson.Kind.OBJECT) {
                clean(json.object(message), "messages[" + index + "]").ifPresent(kept::add);
            } else {
                kept.add(message);
            }
            index++;
        }
        return kept;
    }

    /** Nothing, if nothing is left to be said. */
    private Optional<RawJson> clean(JsonObject message, String place) {
        Optional<RawJson> content = message.get("content").filter(value -> value.kind() == RawJson.Kind.ARRAY);
        if (content.isEmpty()) {
            return Optional.of(message.raw());
        }
        List<RawJson> blocks = new ArrayList<>();
        for (RawJson raw : json.array(content.get())) {
            boolean suspicious = TAG.isIn(raw) && raw.kind() == RawJson.Kind.OBJECT;
            if (!suspicious) {
                blocks.add(raw);
            } else if (isForeignThought(json.object(raw))) {
                call.declareLoss(place + ".reasoning", "Anthropic takes back only the thoughts that it signed");
            } else {
                blocks.add(withoutForeignSources(json.object(raw), place));
            }
        }
        return blocks.isEmpty()
                ? Optional.empty()
                : Optional.of(message.with("content", RawJson.array(blocks)).raw());
    }

    private boolean isForeignThought(JsonObject block) {
        Members members = Members.ofRequest(json, block);
        boolean thought = members.text("type").filter(THOUGHTS::contains).isPresent();
        return thought
                && members.text("signature")
                        .or(() -> members.text("data"))
                        .filter(proof -> proof.startsWith(Signature.TAG))
                        .isPresent();
    }

    private RawJson withoutForeignSources(JsonObject block, String place) {
        Optional<RawJson> sources = block.get("citations").filter(value -> value.kind() == RawJson.Kind.ARRAY);
        if (sources.isEmpty()) {
            return block.raw();
        }
        List<RawJson> own = json.array(sources.get()).stream()
                .filter(source -> !TAG.isIn(source))
                .toList();
        call.declareLoss(place + ".citations", "Anthropic takes back only the sources that it named");
        return (own.isEmpty() ? block.without("citations") : block.with("citations", RawJson.array(own))).raw();
    }

    /** Whether thoughts are wished for with a budget, and the calls that were answered last had none before them. */
    private boolean isTrapped(JsonObject body) {
        boolean enabled = body.present("thinking")
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .flatMap(value -> json.object(value).get("type"))
                .filter(RawJson.text("enabled")::equals)
                .isPresent();
        if (!enabled) {
            return false;
        }
        List<RawJson> messages = body.present("messages").map(json::array).orElse(List.of());
        int last = messages.size() - 1;
        return last > 0
                && first(messages.get(last)).equals("tool_result")
                && !THOUGHTS.contains(first(messages.get(last - 1)));
    }

    /** The type of a message's first block; nothing for one that has no blocks. */
    private String first(RawJson message) {
        if (message.kind() != RawJson.Kind.OBJECT) {
            return "";
        }
        Optional<RawJson> content = json.object(message).get("content");
        return content.filter(value -> value.kind() == RawJson.Kind.ARRAY)
                .flatMap(value -> json.array(value).stream().findFirst())
                .filter(block -> block.kind() == RawJson.Kind.OBJECT)
                .flatMap(block -> json.object(block).get("type"))
                .filter(type -> type.kind() == RawJson.Kind.STRING)
                .map(json::text)
                .orElse("");
    }

    private JsonObject unthinking(JsonObject body) {
        call.declareLoss(
                "thinking", "tools were called without a thought of this model's own, so it cannot go on in thoughts");
        JsonObject silent = body.without("thinking");
        boolean clears = body.present("context_management")
                .filter(edits -> edits.toString().contains("clear_thinking"))
                .isPresent();
        if (!clears) {
            return silent;
        }
        call.declareLoss("context_management", "without thoughts there are none to clear, and Anthropic refuses to");
        return silent.without("context_management");
    }
}
