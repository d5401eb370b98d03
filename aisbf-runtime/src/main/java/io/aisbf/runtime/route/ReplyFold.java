// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts a whole answer together from the events of a stream: what a client gets that did not ask for a stream. One
 * thread, one answer.
 */
final class ReplyFold {
    private String id = "";
    private String model = "";
    private Usage usage = Usage.NONE;
    private final TreeMap<Integer, Choice> choices = new TreeMap<>();

    /** One answer as far as it has come. */
    private static final class Choice {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder refusal = new StringBuilder();
        private Optional<String> signature = Optional.empty();
        private final TreeMap<Integer, Tool> tools = new TreeMap<>();
        private FinishReason finish = FinishReason.Known.STOP;
    }

    /** One tool call as far as it has come. */
    private static final class Tool {
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    /** Takes the next event in. */
    void add(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started started -> {
                id = started.id();
                model = started.model();
            }
            case ChatEvent.TextDelta delta -> choice(delta.choice()).text.append(delta.text());
            case ChatEvent.RefusalDelta delta -> choice(delta.choice()).refusal.append(delta.text());
            case ChatEvent.ReasoningDelta delta -> {
                Choice choice = choice(delta.choice());
                choice.reasoning.append(delta.text());
                choice.signature = delta.signature().or(() -> choice.signature);
            }
            case ChatEvent.ToolCallDelta delta -> {
                Tool tool = choice(delta.choice()).tools.computeIfAbsent(delta.call(), index -> new Tool());
                delta.id().ifPresent(value -> tool.id = value);
                delta.tool().ifPresent(value -> tool.name = value);
                tool.arguments.append(delta.argumentsFragment());
            }
            case ChatEvent.Finished finished -> choice(finished.choice()).finish = finished.reason();
            case ChatEvent.Counted counted -> usage = counted.usage();
            case ChatEvent.Other _ -> {}
        }
    }

    /** The whole answer. */
    ChatResponse whole() {
        List<ChatResponse.Choice> all = new ArrayList<>();
        choices.forEach((index, choice) -> all.add(new ChatResponse.Choice(
                index, new Message(Message.Role.ASSISTANT, parts(choice), Optional.empty()), choice.finish)));
        return ChatResponse.of(id, model, all, usage);
    }

    private Choice choice(int index) {
        return choices.computeIfAbsent(index, i -> new Choice());
    }

    private static List<Part> parts(Choice choice) {
        List<Part> parts = new ArrayList<>();
        if (!choice.reasoning.isEmpty() || choice.signature.isPresent()) {
            parts.add(new Part.Reasoning(choice.reasoning.toString(), choice.signature));
        }
        if (!choice.text.isEmpty()) {
            parts.add(new Part.Text(choice.text.toString()));
        }
        if (!choice.refusal.isEmpty()) {
            parts.add(new Part.Refusal(choice.refusal.toString()));
        }
        choice.tools.forEach((_, tool) -> parts.add(new Part.ToolCall(
                tool.id, tool.name, RawJson.of(tool.arguments.isEmpty() ? "{}" : tool.arguments.toString()))));
        return parts;
    }
}
