// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.select;

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
import java.util.function.Supplier;

/** A request whose options and messages are what the test says, or throw what it throws. */
record Asked(Supplier<Options> wishes, Supplier<List<Message>> conversation) implements ChatRequest {
    static Asked with(Options options) {
        return new Asked(() -> options, List::of);
    }

    static Asked saying(Message... messages) {
        return new Asked(() -> Options.NONE, () -> List.of(messages));
    }

    static Options options(Optional<String> user, Map<String, String> metadata, Optional<String> cacheKey) {
        Options none = Options.NONE;
        return new Options(
                none.shape(),
                none.thinking(),
                none.parallelCalls(),
                none.logprobs(),
                user,
                metadata,
                none.tier(),
                cacheKey);
    }

    @Override
    public Options options() {
        return wishes.get();
    }

    @Override
    public List<Message> messages() {
        return conversation.get();
    }

    @Override
    public String model() {
        return "rotation/test";
    }

    @Override
    public boolean streaming() {
        return false;
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public Optional<ToolChoice> toolChoice() {
        return Optional.empty();
    }

    @Override
    public Sampling sampling() {
        return Sampling.DEFAULT;
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
        return new Asked(wishes, () -> messages);
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
