// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A request of a client of some other protocol. */
record Asked(
        List<Message> messages,
        List<Tool> tools,
        Optional<ToolChoice> toolChoice,
        Sampling sampling,
        Options options,
        SequencedMap<String, RawJson> extras,
        Set<String> binding)
        implements ChatRequest {
    /** One that says these parts in one message of that role. */
    static Asked of(Message.Role role, Part... parts) {
        return saying(new Message(role, List.of(parts), Optional.empty()));
    }

    /** One with this conversation. */
    static Asked saying(Message... messages) {
        return new Asked(
                List.of(messages),
                List.of(),
                Optional.empty(),
                Sampling.DEFAULT,
                Options.NONE,
                new LinkedHashMap<>(),
                Set.of());
    }

    Asked with(List<Tool> offered, ToolChoice choice) {
        return new Asked(messages, offered, Optional.of(choice), sampling, options, extras, binding);
    }

    Asked with(Options asked) {
        return new Asked(messages, tools, toolChoice, sampling, asked, extras, binding);
    }

    Asked drawn(Sampling asked) {
        return new Asked(messages, tools, toolChoice, asked, options, extras, binding);
    }

    Asked with(String extra, Set<String> bound) {
        SequencedMap<String, RawJson> more = new LinkedHashMap<>();
        more.put(extra, RawJson.number(1));
        return new Asked(messages, tools, toolChoice, sampling, options, more, bound);
    }

    @Override
    public String model() {
        return "m";
    }

    @Override
    public boolean streaming() {
        return false;
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.empty();
    }

    @Override
    public ChatRequest withModel(String model) {
        throw new AssertionError("nobody changes this request");
    }

    @Override
    public ChatRequest withMessages(List<Message> changed) {
        throw new AssertionError("nobody changes this request");
    }

    @Override
    public ChatRequest withStreaming(boolean streaming) {
        throw new AssertionError("nobody changes this request");
    }

    @Override
    public ChatRequest withSampling(Sampling changed) {
        throw new AssertionError("nobody changes this request");
    }
}
