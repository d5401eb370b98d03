// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A request that came in another protocol. */
record Foreign(
        WireName format,
        List<Message> messages,
        List<Tool> tools,
        Optional<ToolChoice> toolChoice,
        Sampling sampling,
        Options options,
        Map<String, RawJson> left,
        Set<String> binding)
        implements ChatRequest {
    /** One that says this and nothing else. */
    static Foreign of(Message... messages) {
        return new Foreign(
                WireName.ANTHROPIC_MESSAGES,
                List.of(messages),
                List.of(),
                Optional.empty(),
                Sampling.DEFAULT,
                Options.NONE,
                Map.of(),
                Set.of());
    }

    Foreign with(List<Tool> offered, ToolChoice choice) {
        return new Foreign(format, messages, offered, Optional.of(choice), sampling, options, left, binding);
    }

    Foreign with(Sampling drawn) {
        return new Foreign(format, messages, tools, toolChoice, drawn, options, left, binding);
    }

    Foreign with(Options asked) {
        return new Foreign(format, messages, tools, toolChoice, sampling, asked, left, binding);
    }

    Foreign with(WireName from, Map<String, RawJson> leftover, Set<String> bound) {
        return new Foreign(from, messages, tools, toolChoice, sampling, options, leftover, bound);
    }

    @Override
    public String model() {
        return "m";
    }

    @Override
    public boolean streaming() {
        return true;
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return new LinkedHashMap<>(left);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(format, JsonObject.EMPTY));
    }

    @Override
    public ChatRequest withModel(String changed) {
        throw new UnsupportedOperationException("this request is only written");
    }

    @Override
    public ChatRequest withMessages(List<Message> changed) {
        throw new UnsupportedOperationException("this request is only written");
    }

    @Override
    public ChatRequest withStreaming(boolean changed) {
        throw new UnsupportedOperationException("this request is only written");
    }

    @Override
    public ChatRequest withSampling(Sampling changed) {
        return with(changed);
    }
}
