// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.condenser.semantic.unit.Piece;
import io.aisbf.condenser.semantic.unit.Turns;
import io.aisbf.condenser.semantic.unit.Unit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Writes down what is kept of a passage, in the order in which it was said. */
final class Digest {
    private static final String GAP = " \u2026 ";
    private static final long FRAME = 4;

    private final List<Unit> units;
    private final Layout layout;
    private final List<Message> messages;

    Digest(List<Unit> units, Layout layout, List<Message> messages) {
        this.units = units;
        this.layout = layout;
        this.messages = messages;
    }

    /** What stays whatever is kept: messages that may not be cut, and the first line. */
    long overhead(TokenCounter counter, String model) {
        long tokens = FRAME + counter.count(model, Turns.FIRST_LINE);
        for (int i = 0; i < messages.size(); i++) {
            tokens += layout.cuts(i) ? 0 : size(messages.get(i), counter, model);
        }
        return tokens;
    }

    /** What messages come to. */
    long size(List<Message> result, TokenCounter counter, String model) {
        return result.stream()
                .mapToLong(message -> size(message, counter, model))
                .sum();
    }

    private static long size(Message message, TokenCounter counter, String model) {
        long tokens = FRAME;
        for (Part part : message.parts()) {
            tokens += switch (part) {
                case Part.Text text -> counter.count(model, text.text());
                case Part.ToolCall call -> counter.count(model, call.tool() + call.arguments());
                case Part.ToolResult result ->
                    result.content().stream()
                            .mapToLong(content ->
                                    content instanceof Part.Text text ? counter.count(model, text.text()) : FRAME)
                            .sum();
                default -> FRAME;
            };
        }
        return tokens;
    }

    /** The passage with nothing but these units and the messages that may not be cut. */
    List<Message> messages(BitSet kept) {
        List<Message> result = new ArrayList<>();
        int unit = 0;
        int at = 0;
        while (at < messages.size()) {
            if (!layout.cuts(at)) {
                result.add(messages.get(at));
                at++;
                continue;
            }
            while (at < messages.size() && layout.cuts(at)) {
                at++;
            }
            int end = unit;
            while (end < units.size() && units.get(end).piece().message() < at) {
                end++;
            }
            int next = kept.nextSetBit(unit);
            if (next >= 0 && next < end) {
                result.add(Message.of(Message.Role.USER, text(kept, unit, end)));
            }
            unit = end;
        }
        return List.copyOf(result);
    }

    private String text(BitSet kept, int from, int to) {
        StringBuilder text = new StringBuilder(Turns.FIRST_LINE);
        int unit = kept.nextSetBit(from);
        while (unit >= 0 && unit < to) {
            Unit first = units.get(unit);
            Piece piece = first.piece();
            StringBuilder turn = new StringBuilder();
            int end = 0;
            while (unit >= 0 && unit < to && units.get(unit).sameText(first)) {
                int after = kept.nextClearBit(unit);
                while (!units.get(after - 1).sameText(first)) {
                    after--;
                }
                String run = piece.text()
                        .substring(units.get(unit).from(), units.get(after - 1).to());
                turn.append(gap(piece, end, units.get(unit).from(), run)).append(run);
                end = units.get(after - 1).to();
                unit = kept.nextSetBit(after);
            }
            if (!piece.text().substring(end).isBlank()) {
                turn.append(GAP.stripTrailing());
            }
            text.append(Turns.turn(piece.mark(), turn.toString().strip()));
        }
        return text.toString();
    }

    /** What stands for the words left out between two runs; a fence begins a line. */
    private static String gap(Piece piece, int from, int to, String run) {
        String dots = piece.text().substring(from, to).isBlank() ? "" : GAP;
        return run.startsWith("```") || run.startsWith("~~~") ? dots.stripTrailing() + "\n" : dots;
    }
}
