// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.google.part.PartWriter;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.ModelName;
import io.aisbf.provider.google.wire.Signatures;
import io.aisbf.wire.read.Needle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has to be mended in a relayed conversation before Gemini takes it: signatures that another provider made are
 * taken out, and results that a client sent in contents of their own are joined into one. A conversation without either,
 * which a search through its bytes tells, is not decoded.
 */
final class Repairs {
    private static final Needle TAG = new Needle(Signatures.TAG);
    private static final Needle RESULT = new Needle("functionResponse\"");
    private static final Needle SNAKE_RESULT = new Needle("function_response\"");
    private static final int STRICT = 30;

    private final Fields body;
    private final boolean strict;
    private final Call call;
    private final List<RawJson> contents = new ArrayList<>();
    private boolean changed;
    private boolean results;

    private Repairs(Fields body, String model, Call call) {
        this.body = body;
        this.strict = ModelName.generation(model) >= STRICT;
        this.call = call;
    }

    /** The body, mended if need be. */
    static JsonObject of(Fields body, String model, Call call) {
        JsonObject object = body.members().object();
        Optional<RawJson> contents = body.get("contents").filter(value -> value.kind() == RawJson.Kind.ARRAY);
        if (contents.isEmpty() || !(TAG.isIn(contents.get()) || hasSeveralResults(contents.get()))) {
            return object;
        }
        Repairs repairs = new Repairs(body, model, call);
        body.children("contents").forEach(repairs::content);
        return repairs.changed ? object.with(body.spelled("contents"), RawJson.array(repairs.contents)) : object;
    }

    private void content(Fields content) {
        List<Fields> parts = content.children("parts");
        boolean onlyResults = !parts.isEmpty() && parts.stream().allMatch(part -> part.has("functionResponse"));
        if (onlyResults && results) {
            join(parts);
            return;
        }
        results = onlyResults;
        boolean foreign = parts.stream().anyMatch(Repairs::isForeign);
        contents.add(foreign ? cleaned(content, parts) : content.raw());
    }

    private void join(List<Fields> parts) {
        JsonObject before = body.json().object(contents.removeLast());
        List<RawJson> all = new ArrayList<>();
        before.present("parts").ifPresent(value -> {
            if (value.kind() == RawJson.Kind.ARRAY) {
                all.addAll(body.json().array(value));
            } else {
                all.add(value);
            }
        });
        parts.forEach(part -> all.add(part.raw()));
        contents.add(before.with("parts", RawJson.array(all)).raw());
        changed = true;
    }

    private RawJson cleaned(Fields content, List<Fields> parts) {
        List<RawJson> kept = new ArrayList<>();
        boolean called = false;
        for (Fields part : parts) {
            boolean calls = part.has("functionCall");
            if (!isForeign(part)) {
                kept.add(part.raw());
            } else {
                cleaned(part, strict && calls && !called).ifPresent(kept::add);
            }
            called = called || calls;
        }
        changed = true;
        if (kept.isEmpty()) {
            kept.add(PartWriter.text(" ", Optional.empty()));
        }
        return content.members().object().with("parts", RawJson.array(kept)).raw();
    }

    private Optional<RawJson> cleaned(Fields part, boolean needsOne) {
        String name = part.spelled("thoughtSignature");
        Part.Signature signature =
                Signatures.read(part.words("thoughtSignature").orElse(""));
        JsonObject object = part.members().object();
        if (Signatures.isOwn(signature)) {
            return Optional.of(
                    object.with(name, RawJson.text(signature.value())).raw());
        }
        call.declareLoss(part.at("thoughtSignature"), "Gemini takes back only thoughts of its own");
        boolean empty = part.text("text").filter(String::isEmpty).isPresent();
        if (empty || part.isTrue("thought")) {
            return Optional.empty();
        }
        return Optional.of(
                needsOne
                        ? object.with(name, RawJson.text(Signatures.SKIP)).raw()
                        : object.without(name).raw());
    }

    private static boolean isForeign(Fields part) {
        return part.words("thoughtSignature")
                .filter(value -> value.startsWith(Signatures.TAG))
                .isPresent();
    }

    private static boolean hasSeveralResults(RawJson contents) {
        return RESULT.count(contents, 2) + SNAKE_RESULT.count(contents, 2) > 1;
    }
}
