// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.wire.Thoughts;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.Needle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A relayed body without the proofs that this gateway gave its client to keep for other providers. A body that holds
 * none, which a search through its bytes tells, stays as it is; in any other only the members that hold them are
 * changed.
 *
 * <p>Google's proof in {@code extra_content} goes with its tagged twin. One that stands alone stays, like every other
 * byte of a relayed body: nothing tells whether it was made for this gateway or by the upstream that is being asked,
 * and Google's own endpoint of this protocol refuses a call that comes back without it. To any other upstream it is a
 * sealed value that nobody else can open; one that takes no unknown members refuses the request and names the member,
 * which neither is silent nor spoils an answer.
 */
final class Untagged {
    private static final Needle TAG = new Needle(Part.Signature.TAG);

    private final Json json;
    private final Call call;

    private Untagged(Json json, Call call) {
        this.json = json;
        this.call = call;
    }

    /** The body as an upstream may see it; what is taken out is declared. */
    static JsonObject of(Json json, JsonObject body, Call call) {
        Optional<RawJson> messages = body.get("messages").filter(TAG::isIn);
        return messages.isEmpty() || messages.get().kind() != RawJson.Kind.ARRAY
                ? body
                : body.with("messages", new Untagged(json, call).messages(body));
    }

    private RawJson messages(JsonObject body) {
        List<RawJson> all = new ArrayList<>();
        for (Members message : Members.ofRequest(json, body).children("messages")) {
            RawJson same = message.object().raw();
            all.add(TAG.isIn(same) ? message(message).raw() : same);
        }
        return RawJson.array(all);
    }

    private JsonObject message(Members message) {
        boolean array = message.get(Thoughts.DETAILS)
                .filter(value -> value.kind() == RawJson.Kind.ARRAY)
                .isPresent();
        List<Members> details = array ? message.children(Thoughts.DETAILS) : List.of();
        List<RawJson> own = details.stream()
                .filter(detail -> !Thoughts.isTagged(detail))
                .map(detail -> detail.object().raw())
                .toList();
        JsonObject changed = message.object();
        if (own.size() < details.size()) {
            call.declareLoss(message.at(Thoughts.DETAILS), "another provider's proofs are never sent to this one");
            changed = own.isEmpty()
                    ? changed.without(Thoughts.DETAILS)
                    : changed.with(Thoughts.DETAILS, RawJson.array(own));
        }
        return calls(message, changed);
    }

    /** Google's proofs stand with their calls as well. */
    private JsonObject calls(Members message, JsonObject changed) {
        List<Members> calls = message.children("tool_calls");
        if (calls.stream().noneMatch(call -> call.get(Thoughts.EXTRA).isPresent())) {
            return changed;
        }
        return changed.with(
                "tool_calls",
                RawJson.array(calls.stream()
                        .map(one -> one.object().without(Thoughts.EXTRA).raw())
                        .toList()));
    }
}
