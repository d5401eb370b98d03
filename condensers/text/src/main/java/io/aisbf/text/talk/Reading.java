// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.text.Cue;
import io.aisbf.text.Entities;
import io.aisbf.text.Flat;
import io.aisbf.text.Sentence;
import io.aisbf.text.Sentences;
import io.aisbf.text.Vocabulary;
import io.aisbf.text.talk.Statement.Speaker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A conversation, read sentence by sentence. Code is told by its first line, results of tools by one line each, thoughts
 * not at all; the lines of an earlier digest are statements again. Made and used by one thread.
 */
public final class Reading {
    private static final Pattern MARK = Pattern.compile("^(?:[-*\u2022>#|]+|\\d{1,3}[.)])\\s+");
    private static final int SHORTEST = 2;
    private static final int LONGEST = 500;

    private final List<Statement> statements = new ArrayList<>();
    private final Vocabulary vocabulary = new Vocabulary();

    private int unit;

    private Reading() {}

    /** Reads messages. */
    public static Reading of(List<Message> messages) {
        Reading reading = new Reading();
        Map<String, Part.ToolCall> calls = new HashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            Optional<Digest> digest = Digest.read(message);
            if (digest.isPresent()) {
                reading.digest(i, digest.get());
            } else if (message.role() != Role.SYSTEM) {
                reading.message(i, message, calls);
            }
        }
        return reading;
    }

    /** What was said, in order. */
    public List<Statement> statements() {
        return List.copyOf(statements);
    }

    /** The words of all statements. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** How many stretches of speech there are. */
    public int units() {
        return unit;
    }

    /** The words of each stretch of speech, by their numbers in the vocabulary. */
    public List<int[]> bags() {
        int[] lengths = new int[unit];
        statements.forEach(statement -> lengths[statement.unit()] += statement.length());
        List<int[]> bags = new ArrayList<>();
        for (int length : lengths) {
            bags.add(new int[length]);
        }
        for (Statement statement : statements.reversed()) {
            int[] bag = bags.get(statement.unit());
            lengths[statement.unit()] -= statement.length();
            statement.copyWords(bag, lengths[statement.unit()]);
        }
        return bags;
    }

    private void digest(int place, Digest digest) {
        for (Digest.Line line : digest.lines()) {
            Speaker speaker = Speaker.ASSISTANT;
            for (Sentence sentence : Sentences.of(line.text())) {
                String text = sentence.in(line.text());
                Optional<Speaker> marked = Arrays.stream(Speaker.values())
                        .filter(known -> text.regionMatches(
                                true, 0, known.mark(), 0, known.mark().length()))
                        .findFirst();
                speaker = marked.orElse(speaker);
                int from = marked.map(known -> known.mark().length()).orElse(0);
                add(place, speaker, Optional.of(line.heading()), text.substring(from));
            }
            unit++;
        }
    }

    private void message(int place, Message message, Map<String, Part.ToolCall> calls) {
        Speaker speaker = message.role() == Role.USER ? Speaker.USER : Speaker.ASSISTANT;
        for (Part part : message.parts()) {
            switch (part) {
                case Part.Text text -> text(place, speaker, text.text());
                case Part.Refusal refusal -> text(place, speaker, refusal.text());
                case Part.ToolCall call -> calls.put(call.id(), call);
                case Part.ToolResult result -> result(place, calls, result);
                default -> {}
            }
        }
        unit++;
    }

    private void result(int place, Map<String, Part.ToolCall> calls, Part.ToolResult result) {
        Optional.ofNullable(calls.remove(result.callId()))
                .ifPresent(call -> add(place, Speaker.TOOL, Optional.empty(), ToolLine.of(call, result)));
    }

    private void text(int place, Speaker speaker, String text) {
        for (Sentence sentence : Sentences.of(text)) {
            if (!sentence.code()) {
                add(place, speaker, Optional.empty(), bare(sentence.in(text)));
            }
        }
    }

    /** Without the mark of an item or heading, on one line. */
    private static String bare(String sentence) {
        return Flat.of(
                "-*\u2022>#|0123456789".indexOf(sentence.charAt(0)) < 0
                        ? sentence
                        : MARK.matcher(sentence).replaceFirst(""));
    }

    private void add(int place, Speaker speaker, Optional<Heading> heading, String text) {
        boolean fenced = text.contains("```") || text.contains("~~~");
        if (text.length() < SHORTEST || text.length() > 2 * LONGEST || fenced) {
            return;
        }
        int[] values = {0};
        Entities.each(text, 0, text.length(), (kind, from, to) -> values[0] += kind.hard() ? 1 : 0);
        int[] words = vocabulary.read(text, 0, text.length());
        statements.add(new Statement(place, unit, speaker, heading, text, words, values[0], Cue.of(text)));
    }
}
