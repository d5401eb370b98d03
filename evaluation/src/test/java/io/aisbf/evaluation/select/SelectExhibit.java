// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import io.aisbf.api.select.Standing;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.evaluation.Exhibit;
import io.aisbf.evaluation.Table;
import io.aisbf.selector.content.embedding.EmbeddingFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** How often the strategy {@code embedding}, as it is shipped, chooses the right route, and how soon. */
public final class SelectExhibit implements Exhibit {
    private static final int SEEDS = 5;
    private static final int[] EXAMPLES = {0, 3, 5, 10, 20};
    private static final Map<String, Object> ALONE = Map.of("sticky", false);
    private static final Call CALL = Call.start("evaluation", Duration.ofHours(10));

    @Override
    public String title() {
        return "S1 S2 S4 select: the right route by embedding";
    }

    @Override
    public List<Table> tables() throws IOException, InterruptedException {
        if (Domains.missing().isPresent()) {
            return List.of(Table.without("Nine routes", Domains.missing().get()));
        }
        try (LocalModels models = new LocalModels()) {
            Domains.Halves halves = new Domains().read();
            return List.of(
                    domains(halves, models),
                    robust(halves, models),
                    clinc(models),
                    Conversations.table(halves, models));
        }
    }

    private static Table domains(Domains.Halves halves, LocalModels models) throws IOException, InterruptedException {
        Table table = new Table(
                "Nine routes",
                List.of("examples a route", "right %", "p50 ms", "p99 ms"),
                List.of(),
                halves.report().size()
                        + " prompts, nine descriptions; examples from the other"
                        + " half; means of " + SEEDS
                        + " draws. Times are those of first sight (the first row), or of known texts.");
        for (int count : EXAMPLES) {
            table = domains(table, halves, models, count);
        }
        return table;
    }

    private static Table domains(Table table, Domains.Halves halves, LocalModels models, int count)
            throws IOException, InterruptedException {
        int right = 0;
        List<Long> nanos = new ArrayList<>();
        int seeds = count == 0 ? 1 : SEEDS;
        for (int seed = 0; seed < seeds; seed++) {
            List<Candidate> routes = routes(halves.tuning(), count, seed);
            try (Deciding strategy = strategy(models, ALONE)) {
                decide(strategy, routes, "warm");
                for (Prompt prompt : halves.report()) {
                    long begun = System.nanoTime();
                    Decision decision = decide(strategy, routes, prompt.text());
                    nanos.add(System.nanoTime() - begun);
                    right += first(decision).equals(prompt.route()) ? 1 : 0;
                }
            }
        }
        return table.row(
                Integer.toString(count),
                Table.percent(right, (long) seeds * halves.report().size()),
                millis(nanos, 0.5),
                millis(nanos, 0.99));
    }

    private static Table robust(Domains.Halves halves, LocalModels models) throws IOException, InterruptedException {
        Table table = new Table(
                "Decisions that noise leaves as they are, %",
                List.of("noise", "by descriptions", "with 20 examples a route"),
                List.of(),
                "One decision for each of " + halves.report().size() + " prompts as it is and changed.");
        for (Noise noise : Noise.values()) {
            List<String> cells = new ArrayList<>();
            for (int count : new int[] {0, 20}) {
                int same = 0;
                Random random = new Random(3);
                List<Candidate> routes = routes(halves.tuning(), count, 0);
                try (Deciding strategy = strategy(models, ALONE)) {
                    for (Prompt prompt : halves.report()) {
                        String before = first(decide(strategy, routes, prompt.text()));
                        same += first(decide(strategy, routes, noise.of(prompt.text(), random)))
                                        .equals(before)
                                ? 1
                                : 0;
                    }
                }
                cells.add(Table.percent(same, halves.report().size()));
            }
            table = table.row(noise.name().toLowerCase(Locale.ROOT), cells.toArray());
        }
        return table;
    }

    private static Table clinc(LocalModels models) throws IOException, InterruptedException {
        Clinc clinc = Clinc.read();
        Map<String, List<String>> examples = new HashMap<>();
        clinc.training()
                .forEach(prompt -> examples.computeIfAbsent(prompt.route(), _ -> new ArrayList<>())
                        .add(prompt.text()));
        List<Candidate> routes = new ArrayList<>();
        examples.forEach((name, texts) -> routes.add(new Candidate(name, 1, "", texts, Standing.UNKNOWN)));
        Table table = new Table(
                "CLINC150, 100 examples an intent",
                List.of("refuse", "right in scope %", "out of scope known %", "falsely refused %"),
                List.of(),
                "Learned, and the distance of refusal set, on the training part alone; reported on the validation"
                        + " part.");
        for (double refuse : new double[] {2, 3}) {
            try (Deciding strategy = strategy(models, Map.of("sticky", false, "refuse", refuse))) {
                table = clinc(table, clinc, refuse, routes, strategy);
            }
        }
        return table;
    }

    private static Table clinc(Table table, Clinc clinc, double refuse, List<Candidate> routes, Deciding strategy)
            throws IOException, InterruptedException {
        int right = 0;
        int refused = 0;
        int found = 0;
        for (Prompt prompt : clinc.validation()) {
            Decision decision = decide(strategy, routes, prompt.text());
            right += first(decision).equals(prompt.route()) ? 1 : 0;
            refused += unlike(decision) ? 1 : 0;
        }
        for (Prompt prompt : clinc.strangers()) {
            found += unlike(decide(strategy, routes, prompt.text())) ? 1 : 0;
        }
        int asked = clinc.validation().size();
        return table.row(
                Double.toString(refuse),
                Table.percent(right, asked),
                Table.percent(found, clinc.strangers().size()),
                Table.percent(refused, asked));
    }

    private static boolean unlike(Decision decision) {
        return decision.reason().equals("unlike all routes");
    }

    /** Candidates with so many examples each, drawn with that seed. */
    static List<Candidate> routes(List<Prompt> from, int count, int seed) {
        List<Prompt> drawn = new ArrayList<>(from);
        Collections.shuffle(drawn, new Random(seed));
        Map<String, List<String>> examples = new HashMap<>();
        for (Prompt prompt : drawn) {
            List<String> own = examples.computeIfAbsent(prompt.route(), _ -> new ArrayList<>());
            if (own.size() < count) {
                own.add(prompt.text());
            }
        }
        List<Candidate> routes = new ArrayList<>();
        Domains.DESCRIPTIONS.forEach((name, text) ->
                routes.add(new Candidate(name, 1, text, examples.getOrDefault(name, List.of()), Standing.UNKNOWN)));
        return routes;
    }

    static Deciding strategy(LocalModels models, Map<String, Object> settings) {
        FixedContext context = FixedContext.of(new PlainJson()).withModels(models);
        return (Deciding) new EmbeddingFactory().create(MapSettings.of(settings), context);
    }

    private static Decision decide(Deciding strategy, List<Candidate> routes, String text)
            throws IOException, InterruptedException {
        ChatRequest request = ChatRequest.of("autoselect/x", List.of(Message.of(Message.Role.USER, text)));
        return decide(strategy, routes, request, CALL);
    }

    /** What it decides, once it has learned. */
    static Decision decide(Deciding strategy, List<Candidate> routes, ChatRequest request, Call call)
            throws IOException, InterruptedException {
        Decision decision = strategy.decide(request, routes, call);
        while (decision.reason().contains("still being learned")) {
            decision = strategy.decide(request, routes, call);
        }
        return decision;
    }

    static String first(Decision decision) {
        return decision.decided() ? decision.order().getFirst().target() : "";
    }

    private static String millis(List<Long> nanos, double share) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return String.format(Locale.ROOT, "%.1f", sorted.get((int) (share * (sorted.size() - 1))) / 1e6);
    }
}
