// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.recall;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.json.JacksonJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Long conversations of two people with questions and the turns that answer them (A. Maharana et al., "Evaluating very
 * long-term conversational memory of LLM agents", ACL 2024). Questions of the categories 1 to 4; those of the fifth
 * have no answer.
 */
final class Locomo {
    /** The questions of these were looked at while the ranker's weights were chosen. */
    static final List<String> TUNED_ON = List.of("conv-26", "conv-30", "conv-41");

    private static final Pattern TURN = Pattern.compile("D\\d+:\\d+");
    private static final int CATEGORIES = 4;

    private final Json json = new JacksonJson();

    /**
     * A conversation.
     *
     * @param messages one a turn, and one before each session that tells its date
     */
    record Conversation(String id, List<Message> messages, List<Question> questions) {}

    /**
     * A question.
     *
     * @param evidence the texts of the turns that answer it
     */
    record Question(String text, List<String> evidence) {}

    static List<Conversation> read(Path file) throws IOException {
        Locomo reader = new Locomo();
        List<Conversation> conversations = new ArrayList<>();
        for (RawJson sample : reader.array(Files.readString(file))) {
            conversations.add(reader.conversation(reader.json.object(sample)));
        }
        return conversations;
    }

    /** A document that is an array, which the reader takes as a member only. */
    private List<RawJson> array(String document) {
        return json.array(RawJson.of(document));
    }

    private Conversation conversation(JsonObject sample) {
        JsonObject talk = json.object(value(sample, "conversation"));
        String first = json.text(value(talk, "speaker_a"));
        List<Message> messages = new ArrayList<>();
        Map<String, String> turns = new HashMap<>();
        for (int session = 1; talk.get("session_" + session).isPresent(); session++) {
            messages.add(Message.of(Role.USER, json.text(value(talk, "session_" + session + "_date_time"))));
            for (RawJson element : json.array(value(talk, "session_" + session))) {
                JsonObject turn = json.object(element);
                String text = said(turn);
                Role role = text.startsWith(first + ":") ? Role.USER : Role.ASSISTANT;
                messages.add(Message.of(role, text));
                turns.put(json.text(value(turn, "dia_id")), text);
            }
        }
        List<Question> questions = new ArrayList<>();
        for (RawJson element : json.array(value(sample, "qa"))) {
            JsonObject asked = json.object(element);
            List<String> evidence = evidence(asked, turns);
            if (json.integer(value(asked, "category")) <= CATEGORIES && !evidence.isEmpty()) {
                questions.add(new Question(json.text(value(asked, "question")), evidence));
            }
        }
        return new Conversation(json.text(value(sample, "sample_id")), messages, questions);
    }

    private String said(JsonObject turn) {
        String caption = turn.get("blip_caption")
                .map(value -> " [shares " + json.text(value) + "]")
                .orElse("");
        return json.text(value(turn, "speaker")) + ": "
                + json.text(value(turn, "text")).strip() + caption;
    }

    private List<String> evidence(JsonObject asked, Map<String, String> turns) {
        return json.array(value(asked, "evidence")).stream()
                .flatMap(ids -> TURN.matcher(json.text(ids)).results())
                .map(MatchResult::group)
                .distinct()
                .filter(turns::containsKey)
                .map(turns::get)
                .toList();
    }

    private static RawJson value(JsonObject object, String name) {
        return object.get(name).orElseThrow(() -> new IllegalArgumentException("there is no " + name));
    }
}
