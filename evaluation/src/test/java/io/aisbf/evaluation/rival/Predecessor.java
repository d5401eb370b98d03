// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.rival;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.plugin.Models;
import java.util.ArrayList;
import java.util.List;

/**
 * What the methods of AISBF 0.3.2 do, made anew from how they behave: none of them looks at a goal, and each runs anew at
 * every request.
 */
public final class Predecessor {
    private static final int LAST = 4;
    private static final int SHORT = 10;

    private Predecessor() {}

    /** Changes nothing. */
    public static CondensationMethod hierarchical() {
        return (passage, _, _) -> passage.changeable();
    }

    /**
     * Makes every message anew of its role and its words, joined by single spaces; drops what is shorter than ten
     * characters, and what was said before word for word. Calls of tools are lost on the way.
     */
    public static CondensationMethod algorithmic() {
        return (passage, _, _) -> {
            List<Message> kept = new ArrayList<>();
            for (Message message : passage.changeable()) {
                String words = Texts.of(message).strip().replaceAll("\\s+", " ");
                Message plain = Message.of(message.role(), words);
                if (words.length() >= SHORT && !kept.contains(plain)) {
                    kept.add(plain);
                }
            }
            return List.copyOf(kept);
        };
    }

    /** Has a model summarise everything but the last four messages; without an answer everything stays. */
    public static CondensationMethod conversational(Models models, String model) {
        return (passage, _, call) -> {
            List<Message> all = passage.changeable();
            if (all.size() <= LAST) {
                return all;
            }
            List<Message> question = new ArrayList<>(all.subList(0, all.size() - LAST));
            question.add(Message.of(Role.USER, "Summarise the conversation."));
            String summary = models.ask(ChatRequest.of(model, question), call)
                    .choices()
                    .getFirst()
                    .message()
                    .text();
            List<Message> kept = new ArrayList<>();
            kept.add(Message.of(Role.SYSTEM, "[CONVERSATION SUMMARY]\n" + summary));
            kept.addAll(all.subList(all.size() - LAST, all.size()));
            return List.copyOf(kept);
        };
    }

    /** Has a model write down what matters, and keeps nothing else; a loop of tool calls is cut off. */
    public static CondensationMethod semantic(Models models, String model) {
        return (passage, _, call) -> {
            List<Message> question = new ArrayList<>(passage.changeable());
            question.add(Message.of(Role.USER, "Write down what matters for the last question."));
            String facts = models.ask(ChatRequest.of(model, question), call)
                    .choices()
                    .getFirst()
                    .message()
                    .text();
            return List.of(Message.of(Role.SYSTEM, "[RELEVANT FACTS]\n" + facts));
        };
    }
}
