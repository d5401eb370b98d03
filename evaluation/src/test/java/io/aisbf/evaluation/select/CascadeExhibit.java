// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.evaluation.Data;
import io.aisbf.evaluation.Exhibit;
import io.aisbf.evaluation.Table;
import io.aisbf.selector.content.cascade.CascadeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much of the strong model's lead is kept at each share of calls to it, by RouteLLM's answers of GPT-4 and Mixtral:
 * APGR, the mean over all shares of (quality - weak) / (strong - weak), arXiv 2406.18665.
 */
public final class CascadeExhibit implements Exhibit {
    private static final int SPLITS = 5;
    private static final int STEPS = 100;
    private static final int POLL = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final List<Candidate> BOTH = List.of(new Candidate("strong", 1, ""), new Candidate("weak", 1, ""));

    /** For {@link io.aisbf.evaluation.Evaluation}. */
    public CascadeExhibit() {}

    /** A prompt and whether the two answered right. */
    private record Judged(String prompt, boolean strong, boolean weak) {}

    @Override
    public String title() {
        return "S3 select: strong or weak";
    }

    @Override
    public List<Table> tables() throws IOException, InterruptedException {
        Table table = new Table(
                "APGR (area under quality against share of strong calls), mean of " + SPLITS + " splits",
                List.of(
                        "prompts",
                        "labels",
                        "tested",
                        "random",
                        "by length",
                        "cascade",
                        "lead",
                        "least lead of a split"),
                List.of(),
                "RouteLLM's answers, gpt-4-1106-preview and Mixtral-8x7B, development half; labels and tested prompts"
                        + " are drawn anew for each of the seeds 1 to " + SPLITS
                        + " and never overlap. RouteLLM's own split is another one. How far neighbours reach and what"
                        + " length counts was chosen on seeds 11 to 25 of the same prompts.");
        Optional<Path> mmlu = Data.find("routellm/mmlu");
        Optional<Path> gsm = Data.find("routellm/gsm8k_responses-dev.csv");
        if (mmlu.isEmpty() || gsm.isEmpty()) {
            return List.of(Table.without(table.title(), Data.missing("routellm")));
        }
        try (LocalModels models = new LocalModels()) {
            table = row(table, "MMLU", mmlu(mmlu.get()), 1500, models);
            return List.of(row(table, "GSM8K", read(gsm.get()), 300, models));
        }
    }

    private static List<Judged> mmlu(Path folder) throws IOException {
        List<Judged> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                all.addAll(read(file));
            }
        }
        return all;
    }

    private static List<Judged> read(Path file) throws IOException {
        return Csv.rows(file).stream()
                .filter(row -> row.size() >= 3)
                .map(row -> new Judged(
                        row.get(0), row.get(2).equals("True"), row.get(1).equals("True")))
                .toList();
    }

    private static Table row(Table table, String name, List<Judged> all, int labels, LocalModels models)
            throws IOException, InterruptedException {
        double random = 0;
        double length = 0;
        double cascade = 0;
        double least = 1;
        for (int split = 1; split <= SPLITS; split++) {
            List<Judged> mixed = new ArrayList<>(all);
            Collections.shuffle(mixed, new Random(split));
            List<Judged> tested = mixed.subList(labels, mixed.size());
            List<Double> dice = new Random(split).doubles(tested.size()).boxed().toList();
            random += apgr(tested, dice);
            double byLength = apgr(tested, scores(tested, one -> one.prompt().length()));
            double ours = apgr(tested, decided(mixed.subList(0, labels), tested, models));
            length += byLength;
            cascade += ours;
            least = Math.min(least, ours - byLength);
        }
        return table.row(
                name,
                labels,
                all.size() - labels,
                figure(random / SPLITS),
                figure(length / SPLITS),
                figure(cascade / SPLITS),
                figure((cascade - length) / SPLITS),
                figure(least));
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static List<Double> scores(List<Judged> tested, ToDoubleFunction<Judged> score) {
        return tested.stream().map(score::applyAsDouble).toList();
    }

    /** What the strategy says of the strong model, as it is shipped. */
    private static List<Double> decided(List<Judged> labels, List<Judged> tested, LocalModels models)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("labels", ".jsonl");
        try {
            Files.write(file, labels.stream().map(CascadeExhibit::line).toList());
            MapSettings settings = MapSettings.of(
                    Map.of("strong", "strong", "weak", "weak", "sticky", false, "labels", file.toString()));
            FixedContext context = FixedContext.of(new PlainJson()).withModels(models);
            try (SelectionStrategy strategy = new CascadeFactory().create(settings, context)) {
                SelectionStrategy.Deciding cascade = (SelectionStrategy.Deciding) strategy;
                awaitLabels(cascade, labels.size());
                List<Double> scores = new ArrayList<>();
                for (Judged one : tested) {
                    scores.add(decide(cascade, one.prompt()).scores().getFirst().value());
                }
                return scores;
            }
        } finally {
            Files.delete(file);
        }
    }

    /** It studies them in a thread of its own, and says of how many it knows. */
    private static void awaitLabels(SelectionStrategy.Deciding cascade, int labels)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!decide(cascade, "Are they known?").reason().contains(" of " + labels + " labelled")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the labels are not known after " + PATIENCE);
            }
            Thread.sleep(POLL);
        }
    }

    private static Decision decide(SelectionStrategy.Deciding cascade, String prompt)
            throws IOException, InterruptedException {
        ChatRequest request = ChatRequest.of("autoselect/x", List.of(Message.of(Message.Role.USER, prompt)));
        return cascade.decide(request, BOTH, Call.start("evaluation", PATIENCE).rehearsed());
    }

    private static String line(Judged one) {
        return new JsonWriter()
                .object()
                .name("prompt")
                .text(one.prompt())
                .name("strong")
                .bool(one.strong())
                .name("weak")
                .bool(one.weak())
                .end()
                .finish()
                .toString();
    }

    /** The area under the share of the lead that is kept, the prompts of the highest scores going to the strong model. */
    private static double apgr(List<Judged> tested, List<Double> scores) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, tested.size()).boxed().toList());
        order.sort(Comparator.comparing(i -> -scores.get(i)));
        double weak = tested.stream().filter(Judged::weak).count();
        double strong = tested.stream().filter(Judged::strong).count();
        double area = 0;
        double right = weak;
        int sent = 0;
        for (int step = 0; step <= STEPS; step++) {
            for (; sent < (long) tested.size() * step / STEPS; sent++) {
                Judged one = tested.get(order.get(sent));
                right += (one.strong() ? 1 : 0) - (one.weak() ? 1 : 0);
            }
            area += (right - weak) / (strong - weak) * (step == 0 || step == STEPS ? 0.5 : 1);
        }
        return area / STEPS;
    }
}
