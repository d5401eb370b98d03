// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What echo says, in words, before it is cut into frames: the same for the same question.
 *
 * @param reasoning what it thinks first
 * @param text what it says
 * @param calls the tools it wants called
 */
record Answer(List<String> reasoning, List<String> text, List<Part.ToolCall> calls, FinishReason finish, Usage usage) {

    /** The answer to a question. */
    static Answer to(Question question, Json json) {
        Manner manner = question.manner();
        int most = question.most();
        List<String> thought = Words.of(manner.reasoning().orElse(""));
        List<String> reasoning = first(thought, most);
        List<Part.ToolCall> calls = ToolCalls.wanted(question, json);
        if (!calls.isEmpty()) {
            return new Answer(
                    reasoning,
                    List.of(),
                    calls,
                    FinishReason.Known.TOOL_CALLS,
                    usage(question, reasoning.size(), ToolCalls.words(calls)));
        }
        List<String> said = said(question, json);
        List<String> text = first(said, most - reasoning.size());
        boolean cut = text.size() < said.size() || reasoning.size() < thought.size();
        return new Answer(
                reasoning,
                text,
                List.of(),
                cut ? FinishReason.Known.LENGTH : FinishReason.Known.STOP,
                usage(question, reasoning.size(), text.size()));
    }

    /** This answer as one message. */
    Message message() {
        List<Part> parts = new ArrayList<>();
        if (!reasoning.isEmpty()) {
            parts.add(new Part.Reasoning(String.join("", reasoning), Optional.empty()));
        }
        if (!text.isEmpty()) {
            parts.add(new Part.Text(String.join("", text)));
        }
        parts.addAll(calls);
        return new Message(Message.Role.ASSISTANT, parts, Optional.empty());
    }

    private static List<String> said(Question question, Json json) {
        Manner manner = question.manner();
        Optional<String> format = manner.reply().isPresent() ? Optional.empty() : ResponseFormat.answer(question, json);
        List<String> words = Words.of(format.or(() -> manner.reply().map(reply -> filled(reply, question)))
                .orElseGet(question::text));
        if (manner.length().isPresent() && format.isEmpty()) {
            words = stretched(words, manner.length().getAsInt());
        }
        return question.request().sampling().stop().isEmpty() ? words : stopped(words, question);
    }

    /** The text goes in last, so that braces in what a person wrote are left alone. */
    private static String filled(String reply, Question question) {
        return reply.replace("{model}", question.request().model())
                .replace(
                        "{messages}",
                        String.valueOf(question.request().messages().size()))
                .replace("{text}", question.text());
    }

    private static List<String> stretched(List<String> words, int length) {
        List<String> source = words.isEmpty() ? List.of("echo") : words;
        List<String> stretched = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            String word = source.get(i % source.size());
            boolean again = i > 0 && i % source.size() == 0;
            stretched.add(again && !Character.isWhitespace(word.charAt(0)) ? " " + word : word);
        }
        return stretched;
    }

    private static List<String> stopped(List<String> words, Question question) {
        String text = String.join("", words);
        int end = text.length();
        for (String stop : question.request().sampling().stop()) {
            int at = stop.isEmpty() ? -1 : text.indexOf(stop);
            end = at < 0 ? end : Math.min(end, at);
        }
        return end == text.length() ? words : Words.of(text.substring(0, end));
    }

    private static <T> List<T> first(List<T> list, int most) {
        return list.size() <= most ? list : list.subList(0, most);
    }

    private static Usage usage(Question question, int reasoning, int said) {
        return question.manner().usage().orElseGet(() -> {
            long output = ((long) reasoning + said) * question.choices();
            return new Usage(question.words(), 0, 0, output, (long) reasoning * question.choices());
        });
    }
}
