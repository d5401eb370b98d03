// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.CallException.Details;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.wire.refuse.Redaction;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads an upstream's whole body as JSON: what is no JSON, such as a proxy's error page, never goes any further. */
public final class UpstreamBody {
    private static final int LIMIT = 256 << 20;
    private static final RawJson ERROR = RawJson.text("error");

    private final Json json;
    private final UpstreamFailure failures;

    /** Reads with this JSON, and tells failures this way. */
    public UpstreamBody(Json json, UpstreamFailure failures) {
        this.json = json;
        this.failures = failures;
    }

    /**
     * The object that an upstream answered with a status of success.
     *
     * @throws CallException if the status is none, the body is no object, or the object tells a failure
     */
    public JsonObject object(Upstream.Reply reply, Call call) throws IOException {
        byte[] body = bytes(reply, call);
        try {
            JsonObject object = json.object(body);
            if (tellsFailure(object)) {
                throw failures.within(object.raw(), call);
            }
            return object;
        } catch (JsonException e) {
            throw notJson(reply, body, Optional.of(e));
        }
    }

    /** The body of a reply with a status of success, as it is. */
    public byte[] bytes(Upstream.Reply reply, Call call) throws IOException {
        if (reply.status() / 100 != 2) {
            throw failures.of(reply, call);
        }
        byte[] body = reply.body().readNBytes(LIMIT);
        if (body.length == LIMIT) {
            throw new CallException(
                    Failure.MALFORMED_REPLY, "the provider's answer is larger than " + LIMIT + " bytes");
        }
        return body;
    }

    /**
     * Makes sure that an answer may follow, before any of its body is waited for.
     *
     * @param streaming whether a stream was asked for: a page for people is not read to its end then
     * @throws CallException if the status is none of success, or a page comes where a stream was asked for
     */
    public void refuseNone(Upstream.Reply reply, boolean streaming, Call call) throws IOException {
        if (reply.status() / 100 != 2) {
            throw failures.of(reply, call);
        }
        if (streaming && isPage(reply)) {
            int ready = Math.clamp(reply.body().available(), 0, 2048);
            throw notJson(reply, reply.body().readNBytes(ready), Optional.empty());
        }
    }

    /** Whether a reply says of itself that it is a page for people. */
    public static boolean isPage(Upstream.Reply reply) {
        return reply.header("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("text/html"))
                .isPresent();
    }

    /** Whether an object is a failure rather than an answer. */
    public static boolean tellsFailure(JsonObject object) {
        return object.present("error").isPresent()
                || object.get("object").filter(ERROR::equals).isPresent();
    }

    /** The failure that says what came instead of JSON. */
    public static CallException notJson(Upstream.Reply reply, byte[] start, Optional<JsonException> cause) {
        String type = reply.header("content-type").orElse("no content type").toLowerCase(Locale.ROOT);
        String what = start.length == 0 && !isPage(reply)
                ? "nothing"
                : "what is not valid JSON (" + Redaction.of(type, 60) + ")";
        String kept = new String(Arrays.copyOf(start, Math.min(start.length, 2048)), StandardCharsets.UTF_8);
        CallException failure = new CallException(
                Failure.MALFORMED_REPLY,
                "the provider answered HTTP " + reply.status() + " with " + what,
                Details.NONE.withUpstream(reply.status(), Redaction.of(kept)));
        cause.ifPresent(failure::initCause);
        return failure;
    }
}
