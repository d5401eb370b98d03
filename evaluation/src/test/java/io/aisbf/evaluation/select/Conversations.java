// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import io.aisbf.evaluation.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** How often a session moves: in conversations about one thing it should not, when something else is wanted it should. */
final class Conversations {
    private static final int COUNT = 180;
    private static final int TURNS = 8;
    private static final String[] ON = {
        "Go on, please.",
        "Why?",
        "Thanks, that helps.",
        "Are you sure?",
        "Make it shorter.",
        "And the other one?",
        "Yes"
    };

    /** Of all kinds but that of MT-Bench, whose questions are about anything. */
    private final List<String> names = Domains.DESCRIPTIONS.sequencedKeySet().stream()
            .filter(name -> !name.equals("writing"))
            .toList();

    private final Map<String, List<String>> kinds = new HashMap<>();
    private final Random random = new Random(5);
    private int moved;
    private int followed;

    private Conversations(List<Prompt> prompts) {
        prompts.forEach(prompt ->
                kinds.computeIfAbsent(prompt.route(), _ -> new ArrayList<>()).add(prompt.text()));
    }

    static Table table(Domains.Halves halves, LocalModels models) throws IOException, InterruptedException {
        Table table = new Table(
                "Sessions",
                List.of("examples a route", "moved without a new intent, % of turns", "moved for a new intent, %"),
                List.of(),
                COUNT + " conversations of " + TURNS
                        + " turns of one kind (not MT-Bench, which is of all kinds), every third a mere 'go on' or the"
                        + " like, and one of another kind in the end.");
        for (int count : new int[] {0, 20}) {
            Conversations talks = new Conversations(halves.report());
            try (Deciding strategy = SelectExhibit.strategy(models, Map.of())) {
                for (int talk = 0; talk < COUNT; talk++) {
                    talks.hold(strategy, SelectExhibit.routes(halves.tuning(), count, 0), talk);
                }
            }
            table = table.row(
                    Integer.toString(count),
                    Table.percent(talks.moved, (long) COUNT * (TURNS - 1)),
                    Table.percent(talks.followed, COUNT));
        }
        return table;
    }

    private void hold(Deciding strategy, List<Candidate> routes, int talk) throws IOException, InterruptedException {
        Call.Client client = new Call.Client(_ -> Optional.of("talk " + talk), Optional.empty());
        Call call = Call.start("talk", client, Duration.ofHours(1), System::nanoTime);
        String kind = names.get(talk % names.size());
        String other = names.get((talk + 1 + random.nextInt(names.size() - 1)) % names.size());
        List<Message> said = new ArrayList<>();
        String before = "";
        for (int turn = 0; turn <= TURNS; turn++) {
            said.add(Message.of(Message.Role.USER, turn(turn == TURNS ? other : kind, turn)));
            String given = SelectExhibit.first(
                    SelectExhibit.decide(strategy, routes, ChatRequest.of("autoselect/x", said), call));
            boolean moves = turn > 0 && !given.equals(before);
            moved += moves && turn < TURNS ? 1 : 0;
            followed += moves && turn == TURNS ? 1 : 0;
            before = given;
            said.add(Message.of(Message.Role.ASSISTANT, "Here you are."));
        }
    }

    private String turn(String kind, int turn) {
        List<String> texts = kinds.getOrDefault(kind, List.of());
        return turn < TURNS && turn % 3 == 2 ? ON[random.nextInt(ON.length)] : texts.get(random.nextInt(texts.size()));
    }
}
