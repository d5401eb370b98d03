// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.condensation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.aisbf.distribution.doubles.Tree;
import java.util.List;

/**
 * An agent at work, as a client would send it request by request: instructions, a goal, and at every step a call and
 * what the tool answered; every tenth time the user says something.
 */
final class Conversation {
    private static final int LINES = 40;
    private static final int USER_EVERY = 10;
    private static final String INSTRUCTIONS = "You are a careful helper. " + "Read before you write. ".repeat(60);

    private static final List<String> WORDS = List.of(
            "harbour", "lantern", "window", "garden", "letter", "bridge", "winter", "basket", "market", "silver",
            "corner", "shadow", "engine", "paper", "river", "summer", "pocket", "kitchen", "island");

    private final boolean anthropic;
    private final ArrayNode messages = Tree.array();
    private int step;

    private Conversation(boolean anthropic) {
        this.anthropic = anthropic;
        if (!anthropic) {
            messages.add(Tree.object("role", "system", "content", INSTRUCTIONS));
        }
        user("Find out why part 7 fails when part 12 is renamed to north-wind-4711, and mend it.");
    }

    /** In OpenAI's words. */
    static Conversation openAi() {
        return new Conversation(false);
    }

    /** In Anthropic's. */
    static Conversation anthropic() {
        return new Conversation(true);
    }

    /** The body of the next request. */
    String next(String model) {
        if (step > 0) {
            work();
        }
        step++;
        return anthropic
                ? Tree.object("model", model, "max_tokens", 100, "system", INSTRUCTIONS, "messages", messages)
                        .toString()
                : Tree.object("model", model, "messages", messages).toString();
    }

    private void work() {
        String id = "call_" + step;
        String path = "src/part" + step % 13 + ".txt";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("line ").append(i).append(": the ").append(word(step + i));
            text.append(" of the ")
                    .append(word(step * i + 3))
                    .append(" is as the ")
                    .append(word(i * 5 + step));
            text.append(" wants it, and nothing is wrong with it\n");
        }
        if (anthropic) {
            said(Tree.object("type", "tool_use", "id", id, "name", "read_file", "input", Tree.object("path", path)));
            heard(Tree.object("type", "tool_result", "tool_use_id", id, "content", text.toString()));
        } else {
            call(id, Tree.object("path", path).toString());
            messages.add(Tree.object("role", "tool", "tool_call_id", id, "content", text.toString()));
        }
        if (step % USER_EVERY == 0) {
            messages.add(Tree.object("role", "assistant", "content", "Part " + step % 13 + " is fine."));
            user("Go on with the parts after " + step + ". What was part 12 renamed to?");
        }
    }

    private static String word(int number) {
        return WORDS.get(Math.floorMod(number, WORDS.size()));
    }

    private void user(String text) {
        messages.add(Tree.object("role", "user", "content", text));
    }

    private void said(Object block) {
        Object text = Tree.object("type", "text", "text", "I look at the next part, number " + step + ".");
        messages.add(Tree.object("role", "assistant", "content", Tree.array(text, block)));
    }

    private void heard(Object block) {
        messages.add(Tree.object("role", "user", "content", Tree.array(block)));
    }

    private void call(String id, String arguments) {
        Object function = Tree.object("name", "read_file", "arguments", arguments);
        messages.add(Tree.object(
                "role",
                "assistant",
                "content",
                "I look at the next part, number " + step + ".",
                "tool_calls",
                Tree.array(Tree.object("id", id, "type", "function", "function", function))));
    }
}
