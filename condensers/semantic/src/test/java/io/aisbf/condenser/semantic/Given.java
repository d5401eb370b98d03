// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Excerpt;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conversations and what becomes of them. */
final class Given {
    static final String MODEL = "test/model";

    private static final List<String> SMALL_TALK = List.of(
            "That sounds lovely, thank you for telling me all about it.",
            "I was at the market this morning and it was very crowded.",
            "We should have lunch together some day soon.",
            "My neighbour painted his fence again, in green this time.",
            "The weather has been rather mild for the season.",
            "I am still reading that long novel about the sea.",
            "Did you hear the noise from the street last night?",
            "The train was late, as it always is on Mondays.");

    private Given() {}

    /** Small talk of that many turns. */
    static List<Message> talk(int turns) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            String text = SMALL_TALK.get(i % SMALL_TALK.size()) + " (" + (i + 1) + ")";
            messages.add(Message.of(i % 2 == 0 ? Role.USER : Role.ASSISTANT, text));
        }
        return messages;
    }

    /** Small talk with something said in the midst of it. */
    static List<Message> talkWith(int turns, String... said) {
        List<Message> messages = talk(turns);
        for (int i = 0; i < said.length; i++) {
            messages.add((i + 1) * turns / (said.length + 1), Message.of(Role.USER, said[i]));
        }
        return messages;
    }

    static Message user(String text) {
        return Message.of(Role.USER, text);
    }

    static List<Message> tool(String id, String name, String arguments, String answer) {
        Part call = new Part.ToolCall(id, name, RawJson.of(arguments));
        Part result = new Part.ToolResult(id, List.of(new Part.Text(answer)), false);
        return List.of(
                new Message(Role.ASSISTANT, List.of(call), Optional.empty()),
                new Message(Role.TOOL, List.of(result), Optional.empty()));
    }

    static Passage asking(List<Message> messages, String question) {
        return new Passage(List.of(), messages, List.of(user(question)));
    }

    static long tokens(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .mapToLong(part -> (part.toString().length() + 3) / 4)
                .sum();
    }

    static List<Message> condensed(Passage passage, long ratio) throws Exception {
        return condensed(passage, ratio, FixedContext.REFUSING, Map.of());
    }

    static List<Message> condensed(Passage passage, long ratio, Models models, Map<String, Object> settings)
            throws Exception {
        long now = tokens(passage.changeable());
        try (CondensationMethod method = method(models, settings)) {
            return method.condense(passage, new Budget(MODEL, now, now / ratio), call());
        }
    }

    static List<String> recalled(Passage passage, long tokens) throws Exception {
        try (CondensationMethod method = method(FixedContext.REFUSING, Map.of())) {
            return ((CondensationMethod.Recalling) method)
                    .recall(passage, new Budget(MODEL, tokens(passage.changeable()), tokens), call()).stream()
                            .map(Excerpt::text)
                            .toList();
        }
    }

    static CondensationMethod method(Models models, Map<String, Object> settings) {
        FixedContext context = FixedContext.of(new PlainJson()).withModels(models);
        return new SemanticFactory().create(MapSettings.of(settings), context);
    }

    static Call call() {
        return Call.start("test", Duration.ofMinutes(1));
    }

    static String text(List<Message> messages) {
        return String.join("\n", messages.stream().map(Message::text).toList());
    }
}
