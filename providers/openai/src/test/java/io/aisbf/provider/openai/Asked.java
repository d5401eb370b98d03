// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A request that came in some other protocol. */
record Asked(
        String model,
        boolean streaming,
        List<Message> messages,
        List<Tool> tools,
        Optional<ToolChoice> toolChoice,
        Sampling sampling,
        Options options,
        Map<String, RawJson> others,
        Set<String> binding)
        implements ChatRequest {
    static final Asked PLAIN = new Asked(
            "m", false, List.of(), List.of(), Optional.empty(), Sampling.DEFAULT, Options.NONE, Map.of(), Set.of());

    Asked saying(Role role, Part... parts) {
        List<Message> more = new ArrayList<>(messages);
        more.add(new Message(role, List.of(parts), Optional.empty()));
        return withMessages(more);
    }

    Asked with(Options changed) {
        return new Asked(model, streaming, messages, tools, toolChoice, sampling, changed, others, binding);
    }

    Asked with(Tool... changed) {
        return new Asked(model, streaming, messages, List.of(changed), toolChoice, sampling, options, others, binding);
    }

    Asked with(Sampling changed) {
        return new Asked(model, streaming, messages, tools, toolChoice, changed, options, others, binding);
    }

    Asked with(String extra, Set<String> bound) {
        Map<String, RawJson> more = Map.of(extra, RawJson.of("1"));
        return new Asked(model, streaming, messages, tools, toolChoice, sampling, options, more, bound);
    }

    Asked choosing(ToolChoice choice) {
        return new Asked(model, streaming, messages, tools, Optional.of(choice), sampling, options, others, binding);
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return new LinkedHashMap<>(others);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.empty();
    }

    @Override
    public Asked withModel(String changed) {
        return new Asked(changed, streaming, messages, tools, toolChoice, sampling, options, others, binding);
    }

    @Override
    public Asked withMessages(List<Message> changed) {
        return new Asked(model, streaming, changed, tools, toolChoice, sampling, options, others, binding);
    }

    @Override
    public Asked withStreaming(boolean changed) {
        return new Asked(model, changed, messages, tools, toolChoice, sampling, options, others, binding);
    }

    @Override
    public Asked withSampling(Sampling changed) {
        return with(changed);
    }
}
