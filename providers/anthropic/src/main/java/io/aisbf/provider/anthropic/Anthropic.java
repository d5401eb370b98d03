// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.reach.Reach;
import io.aisbf.wire.reach.UpstreamSettings;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An upstream that speaks {@code anthropic-messages}: where it is and how it knows us; the protocol is the wire
 * format's.
 *
 * <p>A client of the same protocol chooses its version and its betas itself: both headers are passed on. Where other
 * protocols are translated, the version is {@value #VERSION}, the last one that knows all the sampling members.
 */
final class Anthropic implements Provider, Provider.Models, Provider.TokenCounting, Provider.Probe {
    static final String VERSION = "2023-06-01";

    private static final String VERSION_HEADER = "anthropic-version";
    private static final String BETA_HEADER = "anthropic-beta";
    private static final String LIST = "/models?limit=1000";
    private static final String ONE = "/models?limit=1";

    private final AnthropicMessages format;
    private final Reach reach;
    private final UpstreamBody bodies;
    private final String prefix;

    Anthropic(UpstreamSettings settings, AnthropicMessages format, PluginContext context) {
        this.format = format;
        this.reach = new Reach(settings, context.http());
        this.bodies = new UpstreamBody(context.json(), new UpstreamFailure(context.json(), context.clock()));
        this.prefix = settings.endpoint().endsWith("/v1") ? "" : "/v1";
    }

    @Override
    public ChatReply chat(ChatRequest request, Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        JsonObject body = reach.fitted(format.writeRequest(request, call).json(), call);
        String accept = request.streaming() ? "text/event-stream, application/json" : "application/json";
        Upstream.Reply reply = reach.post(prefix + "/messages", body, accept, about(request, call), call);
        try {
            return format.readReply(reply, request, call);
        } catch (CallException e) {
            reply.close();
            throw e;
        }
    }

    @Override
    public Optional<String> unavailable() {
        return reach.unavailable();
    }

    @Override
    public long countTokens(ChatRequest request, Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        JsonObject body = format.writeCountRequest(request, call).json();
        Upstream.Reply reply =
                reach.post(prefix + "/messages/count_tokens", body, "application/json", about(request, call), call);
        return format.readCount(reply, call);
    }

    @Override
    public List<ModelInfo> models(Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        return format.readModels(reach.get(prefix + LIST, Map.of(VERSION_HEADER, VERSION), call), call);
    }

    @Override
    public void probe(Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        reach.probe(prefix + ONE, Map.of(VERSION_HEADER, VERSION), bodies, call);
    }

    /** The headers of the protocol: those of a client that speaks it, word for word. */
    private static Map<String, String> about(ChatRequest request, Call call) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(VERSION_HEADER, VERSION);
        boolean same = request.wire()
                .filter(body -> body.format().equals(WireName.ANTHROPIC_MESSAGES))
                .isPresent();
        if (same) {
            call.client().header(VERSION_HEADER).ifPresent(version -> headers.put(VERSION_HEADER, version));
            call.client().header(BETA_HEADER).ifPresent(betas -> headers.put(BETA_HEADER, betas));
        }
        return headers;
    }
}
