// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.plugin.TokenCounter;
import io.aisbf.condenser.semantic.unit.Fences;
import io.aisbf.condenser.semantic.unit.Piece;
import io.aisbf.condenser.semantic.unit.Turns;
import io.aisbf.condenser.semantic.unit.Unit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Writes down what is kept of a passage, in the order in which it was said. */
final class Digest {
    private static final String DOTS = "\u2026";
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
            int end = unit;
            while (end < to && units.get(end).sameText(units.get(unit))) {
                end++;
            }
            Piece piece = units.get(unit).piece();
            String turn = turn(piece, kept, unit, end);
            if (!asThere(turn, piece)) {
                turn = turn(piece, withoutFences(kept, unit, end), unit, end);
            }
            text.append(turn.isEmpty() ? "" : Turns.turn(piece.mark(), turn));
            unit = kept.nextSetBit(end);
        }
        return text.toString();
    }

    /** What is kept of one piece, with dots for what is not; a fence has a line of its own. Empty if nothing is kept. */
    private String turn(Piece piece, BitSet kept, int from, int to) {
        StringBuilder turn = new StringBuilder();
        boolean fence = false;
        int end = 0;
        int unit = kept.nextSetBit(from);
        while (unit >= 0 && unit < to) {
            int after = Math.min(kept.nextClearBit(unit), to);
            int start = units.get(unit).from();
            String run = piece.text().substring(start, units.get(after - 1).to());
            boolean whole = piece.text().substring(end, start).isBlank();
            if (!whole) {
                turn.append(turn.isEmpty() ? "" : fence ? "\n" : " ")
                        .append(DOTS)
                        .append(Fences.begins(run) ? '\n' : ' ');
            }
            turn.append(run);
            fence = Fences.ends(run);
            end = units.get(after - 1).to();
            unit = kept.nextSetBit(after);
        }
        if (!turn.isEmpty() && !piece.text().substring(end).isBlank()) {
            turn.append(fence ? '\n' : ' ').append(DOTS);
        }
        return turn.toString().stripTrailing();
    }

    /** Whether all code of a turn is code of its piece too. */
    private static boolean asThere(String turn, Piece piece) {
        List<Fences.Block> blocks = Fences.in(turn);
        return blocks.isEmpty()
                || (blocks.stream().allMatch(Fences.Block::closed)
                        && Fences.in(piece.text()).containsAll(blocks));
    }

    private BitSet withoutFences(BitSet kept, int from, int to) {
        BitSet rest = kept.get(0, to);
        for (int i = from; i < to; i++) {
            if (Fences.mayBeIn(units.get(i).text())) {
                rest.clear(i);
            }
        }
        return rest;
    }
}
