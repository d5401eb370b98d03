// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.request;

import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The members that say how the answer is to be drawn. */
public final class SamplingMembers {
    private SamplingMembers() {}

    static Sampling read(Members body) {
        return new Sampling(
                body.decimal("temperature"),
                body.decimal("top_p"),
                whole(body, "top_k"),
                whole(body, "max_tokens"),
                stops(body),
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /** The members that stand for what this protocol has words for. */
    public static Map<String, RawJson> write(Sampling sampling) {
        Map<String, RawJson> members = new LinkedHashMap<>();
        sampling.maxTokens().ifPresent(value -> members.put("max_tokens", RawJson.number(value)));
        sampling.temperature().ifPresent(value -> members.put("temperature", RawJson.number(value)));
        sampling.topP().ifPresent(value -> members.put("top_p", RawJson.number(value)));
        sampling.topK().ifPresent(value -> members.put("top_k", RawJson.number(value)));
        if (!sampling.stop().isEmpty()) {
            members.put(
                    "stop_sequences",
                    RawJson.array(sampling.stop().stream().map(RawJson::text).toList()));
        }
        return members;
    }

    /** A body with the members changed that differ between the two; the others keep their spelling. */
    static JsonObject patch(JsonObject body, Sampling before, Sampling after) {
        Map<String, RawJson> old = write(before);
        Map<String, RawJson> wanted = write(after);
        JsonObject patched = body;
        for (String name : old.keySet()) {
            // Without a limit there is no request in this protocol: the old one stays.
            patched = wanted.containsKey(name) || name.equals("max_tokens") ? patched : patched.without(name);
        }
        for (Map.Entry<String, RawJson> member : wanted.entrySet()) {
            boolean same = Optional.of(member.getValue()).equals(Optional.ofNullable(old.get(member.getKey())));
            patched = same ? patched : patched.with(member.getKey(), member.getValue());
        }
        return patched;
    }

    private static List<String> stops(Members body) {
        List<String> stops = new ArrayList<>();
        for (RawJson element : body.elements("stop_sequences")) {
            if (element.kind() != RawJson.Kind.STRING) {
                throw body.wrong("stop_sequences[" + stops.size() + "]", "is no string");
            }
            stops.add(body.json().text(element));
        }
        return stops;
    }

    private static OptionalInt whole(Members body, String name) {
        Optional<Integer> value = body.small(name);
        return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
    }
}
