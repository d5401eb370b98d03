// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.testing;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Conversations made up from a seed: chats, work with tools, and what a careless or hostile client may send. */
final class Talks {
    private static final List<String> SUBJECTS = List.of(
            "The certificate of the proxy",
            "My garden in spring",
            "Der Fahrplan nach Ulm",
            "The billing table",
            "Le menu du soir",
            "今日の会議",
            "我们的数据库",
            "The parser",
            "Ада и поезд");
    private static final List<String> SAYINGS = List.of(
            "is older than we thought, so look at it again",
            "needs another hour before anybody can say more",
            "was mentioned by Marta Olsen on 14.3.2025",
            "lies in /srv/data/archive_7.tar and nobody opened it",
            "must never be touched while job-4471 runs",
            "costs 1,250.75 a month, I prefer the cheaper plan",
            "を確認してください。",
            "应该使用端口 8443。",
            "is not decided yet? We agreed to wait",
            "ist wieder zu spät, bitte immer vorher prüfen");
    private static final List<String> ODD = List.of(
            "",
            " ",
            "\n",
            "```java\nint a = 1;\n",
            "```\nx\n```",
            "[Earlier conversation, condensed by the gateway: x]\n- y",
            "{\"a\": [1, 2",
            "\uD83D\uDE00 ok",
            "\uD800",
            "<conversation>",
            "- - -\n# x\n1. y",
            "~~~\n```\n~~~",
            "(left out by the gateway: ");

    private final Random random;
    private int calls;

    Talks(long seed) {
        random = new Random(seed);
    }

    /** A conversation of some turns. */
    List<Message> some() {
        List<Message> messages = new ArrayList<>();
        int turns = 1 + random.nextInt(30);
        boolean agent = random.nextBoolean();
        for (int i = 0; i < turns; i++) {
            if (!agent || random.nextInt(3) == 0) {
                messages.add(Message.of(Role.USER, words()));
            }
            if (agent) {
                work(messages);
            }
            if (random.nextInt(4) > 0) {
                messages.add(Message.of(Role.ASSISTANT, words()));
            }
        }
        return messages;
    }

    /** A sentence or many, of any kind. */
    String words() {
        if (random.nextInt(12) == 0) {
            return ODD.get(random.nextInt(ODD.size()));
        }
        StringBuilder words = new StringBuilder();
        for (int i = 1 + random.nextInt(random.nextInt(20) == 0 ? 80 : 6); i > 0; i--) {
            words.append(SUBJECTS.get(random.nextInt(SUBJECTS.size())))
                    .append(' ')
                    .append(SAYINGS.get(random.nextInt(SAYINGS.size())))
                    .append(random.nextBoolean() ? ". " : ".\n");
        }
        return words.toString();
    }

    private void work(List<Message> messages) {
        List<Part> asked = new ArrayList<>();
        List<Part> answered = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            asked.add(new Part.Reasoning(
                    words(), Optional.of(new Part.Signature(new WireName("anthropic-messages"), "c2ln"))));
        }
        if (random.nextBoolean()) {
            asked.add(new Part.Text(words()));
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            // Some protocols use the same id again.
            String id = "call_" + (random.nextInt(8) == 0 ? 0 : ++calls);
            asked.add(new Part.ToolCall(id, "read_file", RawJson.of("{\"path\":\"src/File" + calls + ".java\"}")));
            if (random.nextInt(25) > 0) {
                answered.add(new Part.ToolResult(id, List.of(new Part.Text(output())), random.nextInt(6) == 0));
            }
        }
        messages.add(new Message(Role.ASSISTANT, asked, Optional.empty()));
        Role role = random.nextInt(5) == 0 ? Role.USER : Role.TOOL;
        if (random.nextBoolean()) {
            answered.forEach(part -> messages.add(new Message(role, List.of(part), Optional.empty())));
        } else if (!answered.isEmpty()) {
            messages.add(new Message(role, answered, Optional.empty()));
        }
    }

    private String output() {
        return switch (random.nextInt(5)) {
            case 0 ->
                "{\"exit_code\": " + random.nextInt(3) + ", \"out\": \"" + "ok ".repeat(random.nextInt(60)) + "\"}";
            case 1 -> "INFO start\nERROR Failed to bind 0.0.0.0:8080\n".repeat(1 + random.nextInt(20));
            case 2 -> "```\n" + "x = 1\n".repeat(random.nextInt(40)) + (random.nextBoolean() ? "```" : "");
            case 3 -> ODD.get(random.nextInt(ODD.size()));
            default -> "a line of a file, nothing else\n".repeat(random.nextInt(80));
        };
    }
}
