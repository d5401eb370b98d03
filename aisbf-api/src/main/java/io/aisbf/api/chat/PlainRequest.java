// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A request with no wire behind it. */
record PlainRequest(
        String model,
        boolean streaming,
        List<Message> messages,
        List<Tool> tools,
        Optional<ToolChoice> toolChoice,
        Sampling sampling)
        implements ChatRequest {
    PlainRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    static PlainRequest of(String model, List<Message> messages) {
        return new PlainRequest(model, false, messages, List.of(), Optional.empty(), Sampling.DEFAULT);
    }

    @Override
    public Options options() {
        return Options.NONE;
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>());
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.empty();
    }

    @Override
    public ChatRequest withModel(String changed) {
        return new PlainRequest(changed, streaming, messages, tools, toolChoice, sampling);
    }

    @Override
    public ChatRequest withMessages(List<Message> changed) {
        return new PlainRequest(model, streaming, changed, tools, toolChoice, sampling);
    }

    @Override
    public ChatRequest withStreaming(boolean changed) {
        return new PlainRequest(model, changed, messages, tools, toolChoice, sampling);
    }

    @Override
    public ChatRequest withSampling(Sampling changed) {
        return new PlainRequest(model, streaming, messages, tools, toolChoice, changed);
    }
}
