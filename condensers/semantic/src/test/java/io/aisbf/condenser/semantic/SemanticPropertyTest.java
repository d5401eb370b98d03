// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import static io.aisbf.condenser.semantic.Given.condensed;
import static io.aisbf.condenser.semantic.Given.tokens;
import static io.aisbf.condenser.semantic.Given.tool;
import static io.aisbf.condenser.semantic.Given.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.condenser.semantic.unit.Fences;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any conversation, shown on generated ones. */
class SemanticPropertyTest {
    private static final int CONVERSATIONS = 25;
    private static final List<String> WORDS = List.of(
            "boat",
            "harbour",
            "invoice",
            "server",
            "deploy",
            "timeout",
            "Anna",
            "garden",
            "42",
            "the",
            "of",
            "is",
            "über",
            "港口",
            "```",
            "\n",
            "\nUser: ",
            "... ",
            "? ",
            ". ",
            "[",
            "{\"a\": 1}",
            "snake_case",
            "camelCase",
            "\n\n",
            "# Title\n",
            "Bob: ",
            "8 May 2023",
            "<keep>1</keep>",
            "\ud83d\ude00",
            "\u2026",
            "error");
    private static final Pattern MARK = Pattern.compile("\\n(?:User|Assistant|Tool(?: \\S+)?|Call):[ \\n]");

    @ParameterizedTest
    @ValueSource(longs = {2, 4, 8, 20})
    void whateverIsKeptWasSaidAndFits(long ratio) throws Exception {
        for (int seed = 0; seed < CONVERSATIONS; seed++) {
            Random random = new Random(seed * 31L + ratio);
            List<Message> messages = conversation(random);
            Passage passage = passage(random, messages, 0);
            List<Message> result = condensed(passage, ratio);
            check(messages, result, ratio, seed);
            assertEquals(result, condensed(passage, ratio), "seed " + seed);

            List<Message> later = new ArrayList<>(result);
            later.addAll(conversation(random));
            check(later, condensed(passage(random, later, result.size()), ratio), ratio, seed);
        }
    }

    private static void check(List<Message> before, List<Message> after, long ratio, int seed) {
        if (after.equals(before)) {
            return;
        }
        String where = "seed " + seed + ", ratio " + ratio + ": ";
        assertTrue(tokens(after) < tokens(before), where + "it grew");
        String source = said(before);
        Set<Fences.Block> blocks = new HashSet<>();
        before.forEach(message -> message.parts().forEach(part -> blocks.addAll(Fences.in(words(part)))));
        for (Message message : after) {
            assertEquals(Role.USER, message.role(), where);
            String text = message.text();
            for (Fences.Block block : Fences.in(text)) {
                assertTrue(blocks.contains(block), where + "no such code: " + block + " in " + text);
            }
            for (String turn : MARK.split(text.substring(text.indexOf('\n')), -1)) {
                for (String run : turn.split("[ \n]?\u2026[ \n]?", -1)) {
                    String bare = run.strip();
                    boolean said = source.contains(bare) || source.contains(bare.replace("\n User:", "\nUser:"));
                    assertTrue(said, where + "nobody said: " + run);
                }
            }
        }
    }

    private static Passage passage(Random random, List<Message> messages, int digested) {
        List<Message> after = random.nextInt(4) == 0 ? List.of() : List.of(user(words(random, 8)));
        return new Passage(List.of(), messages, after, digested);
    }

    private static List<Message> conversation(Random random) {
        List<Message> messages = new ArrayList<>();
        int turns = 5 + random.nextInt(30);
        for (int i = 0; i < turns; i++) {
            if (random.nextInt(4) == 0) {
                messages.addAll(
                        tool("call_" + i, "look", "{\"n\":" + i + "}", words(random, 10 + random.nextInt(300))));
            } else {
                Role role = random.nextBoolean() ? Role.USER : Role.ASSISTANT;
                messages.add(Message.of(role, words(random, 1 + random.nextInt(random.nextInt(6) == 0 ? 400 : 30))));
            }
        }
        return messages;
    }

    private static String words(Random random, int count) {
        return random.ints(count, 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" "));
    }

    private static String words(Part part) {
        return switch (part) {
            case Part.Text text -> text.text();
            case Part.ToolCall call -> call.tool() + " " + call.arguments();
            case Part.ToolResult result -> ((Part.Text) result.content().getFirst()).text();
            default -> part.toString();
        };
    }

    private static String said(List<Message> messages) {
        StringBuilder all = new StringBuilder();
        for (Message message : messages) {
            for (Part part : message.parts()) {
                switch (part) {
                    case Part.Text text -> all.append(text.text());
                    case Part.ToolCall call ->
                        all.append(call.tool()).append(' ').append(call.arguments());
                    case Part.ToolResult result ->
                        all.append(((Part.Text) result.content().getFirst()).text());
                    default -> all.append(part);
                }
                all.append('\n');
            }
        }
        return all.toString();
    }
}
