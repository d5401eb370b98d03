// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.transcript;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A model that works with tools: reads and rereads files, runs things that fail, several at a time. */
final class Agent {
    private static final int MOST_STEPS = 25;
    private static final List<String> TOOLS =
            List.of("read_file", "run_command", "search", "list_items", "edit_file", "http_get");

    private final Dice dice;
    private final Prose prose;
    private final Materials materials;
    private final Oddities oddities;
    private final List<Message> messages = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    /** Some clients number the calls of every turn from 0. */
    private final boolean sameIds;

    Agent(Dice dice) {
        this.dice = dice;
        this.prose = new Prose(dice);
        this.materials = new Materials(dice);
        this.oddities = new Oddities(dice);
        this.sameIds = dice.chance(4);
    }

    /** Ends with a question, or with what tools answered to the last calls. */
    List<Message> transcript() {
        if (dice.chance(85)) {
            messages.add(oddities.instructions());
        }
        messages.add(oddities.user());
        int steps = dice.scaled(2, MOST_STEPS);
        for (int step = 0; step < steps; step++) {
            step(step);
            if (dice.chance(12)) {
                messages.add(oddities.assistant());
                oddities.between(messages);
                messages.add(oddities.user());
            }
        }
        if (dice.chance(40)) {
            messages.add(oddities.assistant());
            messages.add(Message.of(Role.USER, prose.question()));
        }
        return messages;
    }

    private void step(int step) {
        List<Part> said = new ArrayList<>();
        if (dice.chance(30)) {
            said.add(oddities.thought());
        }
        if (dice.chance(50)) {
            said.add(new Part.Text(prose.sentences(dice.between(1, 3))));
        }
        int calls = dice.chance(25) ? dice.between(2, 4) : 1;
        List<Part> results = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            String id = sameIds ? "call_" + i : "call_" + step + "_" + i + "_" + dice.hex(6);
            said.add(new Part.ToolCall(id, dice.pick(TOOLS), arguments()));
            results.add(result(id));
        }
        messages.add(new Message(Role.ASSISTANT, said, Optional.empty()));
        if (dice.chance(10)) {
            Collections.reverse(results);
        }
        if (dice.chance(30)) {
            messages.add(new Message(Role.TOOL, results, Optional.empty()));
        } else {
            results.forEach(result -> messages.add(new Message(Role.TOOL, List.of(result), Optional.empty())));
        }
    }

    private RawJson arguments() {
        return RawJson.of(
                switch (dice.between(0, 5)) {
                    case 0 -> "{}";
                    case 1 -> "{\"path\":\"src\\/Part%d.java\",  \"n\":1e2}".formatted(dice.between(1, 9));
                    case 2 ->
                        "{\"command\": \"grep -rn '%s' . | head -%d\"}".formatted(dice.hex(3), dice.between(5, 50));
                    case 3 ->
                        "{\"path\":\"a.md\",\"text\":"
                                + RawJson.text("```\n" + materials.file(dice.scaled(2, 40)) + "```\n")
                                + "}";
                    default -> "{\"q\":\"%s\",\"deep\":{\"a\":[1,2.50,null]}}".formatted(dice.hex(5));
                });
    }

    private Part result(String id) {
        String text;
        if (!seen.isEmpty() && dice.chance(20)) {
            String again = dice.pick(seen);
            text = dice.chance(50) ? again : again.replaceFirst("\\d", "7");
        } else {
            text = materials.any(dice.scaled(1, dice.chance(5) ? 400 : 60));
            seen.add(text);
        }
        List<Part> content = new ArrayList<>(List.of(new Part.Text(text)));
        if (dice.chance(4)) {
            content.add(new Part.Text(prose.sentence()));
        }
        if (dice.chance(1)) {
            content.clear();
        }
        return new Part.ToolResult(id, content, dice.chance(8));
    }
}
