// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;

/** A request as any other protocol may have brought it. */
record Asked(
        String model,
        List<Message> messages,
        List<Tool> tools,
        Optional<ToolChoice> toolChoice,
        Sampling sampling,
        Options options,
        Map<String, RawJson> others,
        Set<String> binding)
        implements ChatRequest {
    static final RawJson OBJECT = RawJson.of("{\"type\":\"object\"}");

    static Asked of(String model, Message... messages) {
        return new Asked(
                model,
                List.of(messages),
                List.of(),
                Optional.empty(),
                Sampling.DEFAULT,
                Options.NONE,
                Map.of(),
                Set.of());
    }

    static Message said(Role role, Part... parts) {
        return new Message(role, List.of(parts), Optional.empty());
    }

    static Message user(String text) {
        return Message.of(Role.USER, text);
    }

    static Part call(String id, String tool) {
        return new Part.ToolCall(id, tool, RawJson.of("{}"));
    }

    static Part result(String id, Part... content) {
        return new Part.ToolResult(id, List.of(content), false);
    }

    Asked withTools(String... names) {
        List<Tool> list = List.of(names).stream()
                .map(name -> new Tool(name, Optional.empty(), OBJECT))
                .toList();
        return new Asked(model, messages, list, toolChoice, sampling, options, others, binding);
    }

    Asked withTool(Tool tool) {
        return new Asked(model, messages, List.of(tool), toolChoice, sampling, options, others, binding);
    }

    Asked choosing(ToolChoice choice) {
        return new Asked(model, messages, tools, Optional.of(choice), sampling, options, others, binding);
    }

    Asked with(Options changed) {
        return new Asked(model, messages, tools, toolChoice, sampling, changed, others, binding);
    }

    Asked drawn(Sampling changed) {
        return new Asked(model, messages, tools, toolChoice, changed, options, others, binding);
    }

    Asked withOthers(Map<String, RawJson> members, Set<String> bound) {
        return new Asked(model, messages, tools, toolChoice, sampling, options, members, bound);
    }

    Asked thinking(Options.Effort effort) {
        return thinking(new Options.Thinking(Optional.of(effort), OptionalInt.empty(), Optional.empty()));
    }

    Asked thinking(Options.Thinking thinking) {
        return with(new Options(
                Optional.empty(),
                Optional.of(thinking),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty()));
    }

    static Sampling drawing(double temperature, double topP, int topK, int maxTokens) {
        return new Sampling(
                temperature < 0 ? OptionalDouble.empty() : OptionalDouble.of(temperature),
                topP < 0 ? OptionalDouble.empty() : OptionalDouble.of(topP),
                topK < 0 ? OptionalInt.empty() : OptionalInt.of(topK),
                maxTokens < 0 ? OptionalInt.empty() : OptionalInt.of(maxTokens),
                List.of(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    @Override
    public boolean streaming() {
        return false;
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
    public ChatRequest withModel(String changed) {
        return new Asked(changed, messages, tools, toolChoice, sampling, options, others, binding);
    }

    @Override
    public ChatRequest withMessages(List<Message> changed) {
        return new Asked(model, changed, tools, toolChoice, sampling, options, others, binding);
    }

    @Override
    public ChatRequest withStreaming(boolean changed) {
        return this;
    }

    @Override
    public ChatRequest withSampling(Sampling changed) {
        return drawn(changed);
    }
}
