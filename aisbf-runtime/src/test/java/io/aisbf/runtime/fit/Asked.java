// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** "hello", with tools and a shape for the answer. */
record Asked(List<Tool> tools, Optional<Options.Shape> shape) implements ChatRequest {
    private static final ChatRequest PLAIN = ChatRequest.of("p/m", List.of(Message.of(Message.Role.USER, "hello")));

    @Override
    public String model() {
        return PLAIN.model();
    }

    @Override
    public boolean streaming() {
        return false;
    }

    @Override
    public List<Message> messages() {
        return PLAIN.messages();
    }

    @Override
    public Optional<ToolChoice> toolChoice() {
        return Optional.empty();
    }

    @Override
    public Sampling sampling() {
        return PLAIN.sampling();
    }

    @Override
    public Options options() {
        Options none = Options.NONE;
        return new Options(
                shape,
                none.thinking(),
                none.parallelCalls(),
                none.logprobs(),
                none.user(),
                Map.of(),
                none.tier(),
                none.cacheKey());
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return new LinkedHashMap<>();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.empty();
    }

    @Override
    public ChatRequest withModel(String model) {
        return this;
    }

    @Override
    public ChatRequest withMessages(List<Message> messages) {
        return this;
    }

    @Override
    public ChatRequest withStreaming(boolean streaming) {
        return this;
    }

    @Override
    public ChatRequest withSampling(Sampling sampling) {
        return this;
    }
}
