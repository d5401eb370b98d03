// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

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

/** A request with tools and extras, as one off the wire would have. */
record Asked(
        String model,
        boolean streaming,
        List<Message> messages,
        List<Tool> tools,
        Optional<ToolChoice> toolChoice,
        Sampling sampling,
        Options options,
        Map<String, RawJson> others)
        implements ChatRequest {
    static Asked of(String text) {
        return of(Message.of(Message.Role.USER, text));
    }

    static Asked of(Message... messages) {
        return new Asked(
                "test-model",
                false,
                List.of(messages),
                List.of(),
                Optional.empty(),
                Sampling.DEFAULT,
                Options.NONE,
                Map.of());
    }

    Asked withTools(ToolChoice choice, Tool... changed) {
        return new Asked(model, streaming, messages, List.of(changed), Optional.of(choice), sampling, options, others);
    }

    Asked withOptions(Options changed) {
        return new Asked(model, streaming, messages, tools, toolChoice, sampling, changed, others);
    }

    Asked withExtra(String name, String json) {
        Map<String, RawJson> more = new LinkedHashMap<>(others);
        more.put(name, RawJson.of(json));
        return new Asked(model, streaming, messages, tools, toolChoice, sampling, options, more);
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
        return new Asked(changed, streaming, messages, tools, toolChoice, sampling, options, others);
    }

    @Override
    public Asked withMessages(List<Message> changed) {
        return new Asked(model, streaming, changed, tools, toolChoice, sampling, options, others);
    }

    @Override
    public Asked withStreaming(boolean changed) {
        return new Asked(model, changed, messages, tools, toolChoice, sampling, options, others);
    }

    @Override
    public Asked withSampling(Sampling changed) {
        return new Asked(model, streaming, messages, tools, toolChoice, changed, options, others);
    }
}
