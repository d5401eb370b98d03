// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.unit;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was said in a passage, in order. Reads digests of this method's own as the turns they were made of. */
public final class Pieces {
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<String, String> tools = new HashMap<>();

    private Pieces() {}

    /**
     * The pieces of messages.
     *
     * @param before messages before them, in which the tools of open calls are looked up
     * @param digested how many of the messages are digests
     */
    public static List<Piece> of(List<Message> before, List<Message> messages, int digested) {
        Pieces read = new Pieces();
        before.forEach(read::learnTools);
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (i < digested && Turns.isDigest(message.text())) {
                Turns.read(message.text(), i, read.pieces);
            } else {
                read.add(message, i);
            }
        }
        return List.copyOf(read.pieces);
    }

    private void learnTools(Message message) {
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolCall call) {
                tools.put(call.id(), call.tool());
            }
        }
    }

    private void add(Message message, int at) {
        String mark = Turns.mark(message.role());
        for (Part part : message.parts()) {
            switch (part) {
                case Part.Text text -> add(at, Piece.Kind.SAID, mark, text.text());
                case Part.Refusal refusal -> add(at, Piece.Kind.SAID, mark, refusal.text());
                case Part.ToolCall call -> {
                    tools.put(call.id(), call.tool());
                    add(at, Piece.Kind.CALL, "Call", call.tool() + " " + call.arguments());
                }
                case Part.ToolResult result -> {
                    String tool = Turns.tool(tools.getOrDefault(result.callId(), ""));
                    result.content().forEach(content -> {
                        if (content instanceof Part.Text text) {
                            add(at, Piece.Kind.RESULT, tool, text.text());
                        }
                    });
                }
                default -> {}
            }
        }
    }

    private void add(int message, Piece.Kind kind, String mark, String text) {
        if (!text.isBlank()) {
            pieces.add(new Piece(pieces.size(), message, kind, mark, text));
        }
    }
}
