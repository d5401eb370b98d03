// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.reach;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.plugin.Upstream.Deadlines;
import io.aisbf.wire.read.UpstreamBody;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sends requests to one configured endpoint, with its key and its headers. Used from many threads at once. */
public final class Reach {
    /** Who does not answer such a small question at once is not well. */
    private static final Deadlines PROBE =
            new Deadlines(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(15));
    /** Statuses by which an endpoint says that it is there but has no such thing. */
    private static final Set<Integer> HAS_NONE = Set.of(404, 405, 501);

    private final UpstreamSettings settings;
    private final Upstream http;

    /** Reaches the endpoint of these settings. */
    public Reach(UpstreamSettings settings, Upstream http) {
        this.settings = settings;
        this.http = http;
    }

    /**
     * Why this endpoint cannot be asked at all: a variable that is configured and not set. Where no key is configured, a
     * client may still bring its own.
     */
    public Optional<String> unavailable() {
        return settings.key().isPresent() || !settings.keyRequired() ? Optional.empty() : settings.missingKey();
    }

    /** A configured key that is refused is not the client's fault, even if the client showed a key of its own. */
    public Call withOneKey(Call call) {
        return settings.key().isPresent() ? call.withoutClientKey() : call;
    }

    /** The body without what this endpoint does not support, and with what its operator forces. */
    public JsonObject fitted(JsonObject written, Call call) {
        JsonObject body = written;
        for (String member : settings.unsupported()) {
            if (body.get(member).isPresent()) {
                body = body.without(member);
                call.declareLoss(member, settings.name() + " does not support it");
            }
        }
        for (Map.Entry<String, RawJson> member : settings.forced().entrySet()) {
            body = body.with(member.getKey(), member.getValue());
        }
        return body;
    }

    /**
     * Posts a body.
     *
     * @param path what follows the endpoint, beginning with a slash, already encoded
     * @param accept the media types that are understood
     * @param about further headers, which the operator's own override
     */
    public Upstream.Reply post(String path, JsonObject body, String accept, Map<String, String> about, Call call)
            throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(about);
        headers.put("content-type", "application/json");
        headers.put("accept", accept);
        return send("POST", path, headers, body.slices(), call);
    }

    /** Asks for something without sending anything. */
    public Upstream.Reply get(String path, Map<String, String> about, Call call)
            throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(about);
        headers.put("accept", "application/json");
        return send("GET", path, headers, List.of(), call);
    }

    /**
     * Asks for something that costs nothing, to see whether the endpoint lives and takes the key. An endpoint that has no
     * such thing, or answers it in some form of its own, lives as well.
     *
     * @throws CallException saying why it cannot be asked: the key is refused, nobody is there, a page for people comes
     */
    public void probe(String path, Map<String, String> about, UpstreamBody bodies, Call call)
            throws IOException, InterruptedException {
        try (Upstream.Reply reply = get(path, about, call.within(PROBE))) {
            if (!HAS_NONE.contains(reply.status())) {
                bodies.refuseNone(reply, true, call);
            }
        }
    }

    private Upstream.Reply send(String method, String path, Map<String, String> about, List<ByteBuffer> body, Call call)
            throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        String auth = settings.authHeader();
        key(call)
                .ifPresent(key ->
                        headers.put(auth, auth.equals("authorization") ? "Bearer " + key.reveal() : key.reveal()));
        headers.putAll(about);
        settings.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        URI uri = URI.create(settings.endpoint() + path + query(path));
        return http.send(new Upstream.Request(method, uri, headers, body, settings.deadlines()), call);
    }

    private String query(String path) {
        return path.contains("?") ? settings.query().replaceFirst("^\\?", "&") : settings.query();
    }

    /** The configured key, or else the client's own. */
    private Optional<Secret> key(Call call) {
        Optional<Secret> key = settings.key().or(() -> call.client().key());
        if (key.isEmpty() && settings.keyRequired()) {
            throw new CallException(
                    Failure.UNAVAILABLE,
                    "the provider " + settings.name() + " cannot be asked: "
                            + settings.missingKey()
                                    .orElse("no key (its operator sets api_key, or you send your own as bearer"
                                            + " token)"));
        }
        return key;
    }
}
