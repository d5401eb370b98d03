// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.dispatch.Dispatcher;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * What the plugins of one generation are lent. The formats are there before the providers are made, the dispatcher
 * after all are.
 */
record Lent(
        Upstream http,
        Json json,
        TokenCounter tokens,
        InstantSource clock,
        RandomGenerator random,
        Map<WireName, WireFormat> formats,
        AtomicReference<Dispatcher> dispatcher)
        implements PluginContext {
    /** The same, tokens being counted otherwise. */
    Lent counting(TokenCounter other) {
        return new Lent(http, json, other, clock, random, formats, dispatcher);
    }

    @Override
    public Models models() {
        return new Nested(this);
    }

    private Dispatcher asked() {
        Dispatcher now = dispatcher.get();
        if (now == null) {
            throw new IllegalStateException("models can be asked once calls come in, not while plugins are made");
        }
        return now;
    }

    /** The models as a plugin reaches them: one level deeper than the call on whose behalf it asks. */
    private record Nested(Lent lent) implements Models {
        @Override
        public ChatResponse ask(ChatRequest request, Call call) throws InterruptedException {
            return lent.asked().ask(request, call.nested());
        }

        @Override
        public EmbeddingReply embed(EmbeddingRequest request, Call call) throws InterruptedException {
            return lent.asked().embed(request, call.nested());
        }
    }

    @Override
    public WireFormat format(WireName name) {
        WireFormat format = formats.get(name);
        if (format == null) {
            throw new SettingsException(
                    "no plugin brought the wire format '" + name + "'; there are " + formats.keySet());
        }
        return format;
    }
}
