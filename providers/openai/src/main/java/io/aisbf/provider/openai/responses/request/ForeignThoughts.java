// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.responses.item.Thoughts;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.Needle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the thoughts of other providers out of a body that is relayed: an upstream would refuse their proofs. Other
 * bodies are told apart by a search through the bytes, without decoding anything.
 */
final class ForeignThoughts {
    private static final Needle TAG = new Needle(Signature.TAG);

    private ForeignThoughts() {}

    /** The body without them; what is left out is declared. */
    static JsonObject without(Json json, JsonObject body, Call call) {
        Optional<RawJson> input = body.present("input").filter(value -> value.kind() == RawJson.Kind.ARRAY);
        if (input.isEmpty() || !TAG.isIn(input.get())) {
            return body;
        }
        Members members = Members.ofRequest(json, body);
        List<RawJson> kept = new ArrayList<>();
        List<RawJson> items = json.array(input.get());
        for (int i = 0; i < items.size(); i++) {
            RawJson item = items.get(i);
            boolean foreign = item.kind() == RawJson.Kind.OBJECT && Thoughts.foreign(members.element("input", i, item));
            if (foreign) {
                call.declareLoss("input[" + i + "].reasoning", "it is another provider's thought");
            } else {
                kept.add(item);
            }
        }
        return kept.size() == items.size() ? body : body.with("input", RawJson.array(kept));
    }
}
