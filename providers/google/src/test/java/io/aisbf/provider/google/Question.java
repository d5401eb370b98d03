// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;

/** A question that came in some other format. */
record Question(
        String model,
        boolean streaming,
        List<Message> messages,
        List<Tool> tools,
        Optional<ToolChoice> toolChoice,
        Sampling sampling,
        Options options,
        Map<String, RawJson> hints,
        Set<String> binding)
        implements ChatRequest {
    static Question of(String model, Message... messages) {
        return new Question(
                model,
                false,
                List.of(messages),
                List.of(),
                Optional.empty(),
                Sampling.DEFAULT,
                Options.NONE,
                Map.of(),
                Set.of());
    }

    static Message said(Message.Role role, Part... parts) {
        return new Message(role, List.of(parts), Optional.empty());
    }

    static Sampling drawn(double temperature, List<String> stop, long seed, int choices) {
        return new Sampling(
                OptionalDouble.of(temperature),
                OptionalDouble.of(0.5),
                OptionalInt.of(40),
                OptionalInt.of(100),
                stop,
                OptionalLong.of(seed),
                OptionalInt.of(choices),
                OptionalDouble.of(0.25),
                OptionalDouble.of(-0.5));
    }

    static Options thinking(Optional<Options.Effort> effort, OptionalInt budget, Optional<Boolean> shown) {
        return new Options(
                Optional.empty(),
                Optional.of(new Options.Thinking(effort, budget, shown)),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    Question withTools(Optional<ToolChoice> choice, Tool... offered) {
        return new Question(model, streaming, messages, List.of(offered), choice, sampling, options, hints, binding);
    }

    Question withOptions(Options changed) {
        return new Question(model, streaming, messages, tools, toolChoice, sampling, changed, hints, binding);
    }

    Question withExtras(Map<String, RawJson> extras, Set<String> bound) {
        return new Question(model, streaming, messages, tools, toolChoice, sampling, options, extras, bound);
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(hints));
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.empty();
    }

    @Override
    public Question withModel(String changed) {
        return new Question(changed, streaming, messages, tools, toolChoice, sampling, options, hints, binding);
    }

    @Override
    public Question withMessages(List<Message> changed) {
        return new Question(model, streaming, changed, tools, toolChoice, sampling, options, hints, binding);
    }

    @Override
    public Question withStreaming(boolean changed) {
        return new Question(model, changed, messages, tools, toolChoice, sampling, options, hints, binding);
    }

    @Override
    public Question withSampling(Sampling changed) {
        return new Question(model, streaming, messages, tools, toolChoice, changed, options, hints, binding);
    }
}
