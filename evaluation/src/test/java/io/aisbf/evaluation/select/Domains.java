// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.evaluation.Data;
import io.aisbf.runtime.json.JacksonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;

/**
 * Prompts of nine kinds, in two halves: one to take examples from, one to report on. Which half
 * a prompt is in is drawn with a fixed seed.
 */
final class Domains {
    private static final String WORDS = """
        coding=Programming: writes, completes, explains and debugs code, functions and scripts in Python, Java and other languages.
        maths=Mathematics: word problems and arithmetic, worked out step by step with numbers, money, time and quantities.
        science=Natural science and engineering: physics, chemistry, astronomy and electrical circuits.
        medicine=Medicine, biology and psychology: health, diseases, genetics, nutrition, ageing and behaviour.
        law=Law and politics: legal cases, contracts, crimes and courts, international law, security and foreign policy.
        humanities=Humanities: history, prehistory and archaeology, religions, ethics, philosophy and logic.
        economy=Economics and business: markets, prices, trade, money and management.
        writing=Open-ended and creative writing: essays, emails, stories, blog posts, role play, advice and discussion.
        assistant=Everyday personal assistant: banking, credit cards, travel, restaurants, recipes, reminders, calendar, music, \
        weather, car and small talk.\
        """;

    /** What an operator would write of each route. */
    static final SequencedMap<String, String> DESCRIPTIONS = descriptions();

    private static final Map<String, List<String>> SUBJECTS = Map.of(
            "science",
            List.of(
                    "astronomy",
                    "college_chemistry",
                    "college_physics",
                    "conceptual_physics",
                    "electrical_engineering"),
            "medicine",
            List.of(
                    "clinical_knowledge",
                    "medical_genetics",
                    "nutrition",
                    "human_aging",
                    "high_school_biology",
                    "high_school_psychology",
                    "professional_psychology"),
            "law",
            List.of("international_law", "professional_law", "security_studies", "us_foreign_policy"),
            "humanities",
            List.of("high_school_us_history", "prehistory", "world_religions", "moral_disputes", "logical_fallacies"),
            "economy",
            List.of("high_school_macroeconomics", "high_school_microeconomics", "management"));
    private static final String[] FILES = {
        "humaneval.jsonl",
        "routellm/gsm8k_responses-dev.csv",
        "routellm/mt_bench_question.jsonl",
        "routellm/mmlu",
        "clinc150/clinc150-dev.json"
    };
    private static final int EACH = 161;
    private static final long SEED = 7;

    private final Json json = new JacksonJson();

    /**
     * The two halves.
     *
     * @param tuning examples are taken from these; whoever tunes, tunes on them
     * @param report what figures are told of; no example is among them
     */
    record Halves(List<Prompt> tuning, List<Prompt> report) {}

    /** What is missing; empty if all is there. */
    static Optional<String> missing() {
        for (String file : FILES) {
            if (Data.find(file).isEmpty()) {
                return Optional.of(Data.missing(file));
            }
        }
        return Optional.empty();
    }

    /** Reads all. */
    Halves read() throws IOException {
        List<Prompt> tuning = new ArrayList<>();
        List<Prompt> report = new ArrayList<>();
        Random random = new Random(SEED);
        for (Map.Entry<String, List<String>> pool : pools().entrySet()) {
            List<String> texts = new ArrayList<>(pool.getValue());
            Collections.shuffle(texts, random);
            int half = Math.min(EACH, texts.size() / 2);
            texts.subList(0, half).forEach(text -> tuning.add(new Prompt(pool.getKey(), text)));
            texts.subList(half, 2 * half).forEach(text -> report.add(new Prompt(pool.getKey(), text)));
        }
        return new Halves(tuning, report);
    }

    private SequencedMap<String, List<String>> pools() throws IOException {
        SequencedMap<String, List<String>> pools = new LinkedHashMap<>();
        for (String route : DESCRIPTIONS.sequencedKeySet()) {
            pools.put(
                    route,
                    switch (route) {
                        case "coding" -> lines("humaneval.jsonl", "prompt");
                        case "maths" -> first("routellm/gsm8k_responses-dev.csv");
                        case "writing" -> lines("routellm/mt_bench_question.jsonl", "turns");
                        case "assistant" ->
                            Clinc.read().validation().stream().map(Prompt::text).toList();
                        default -> subjects(SUBJECTS.getOrDefault(route, List.of()));
                    });
        }
        return pools;
    }

    private static List<String> subjects(List<String> names) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String name : names) {
            texts.addAll(first("routellm/mmlu/mmlu_" + name + ".csv"));
        }
        return texts;
    }

    /** A member of each line's object; of a list its first. */
    private List<String> lines(String file, String member) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(path(file))) {
            JsonObject object = json.object(line.getBytes(StandardCharsets.UTF_8));
            RawJson value = object.get(member).orElseThrow();
            texts.add(json.text(member.equals("turns") ? json.array(value).getFirst() : value));
        }
        return texts;
    }

    private static List<String> first(String file) throws IOException {
        return Csv.rows(path(file)).stream().map(List::getFirst).toList();
    }

    private static Path path(String file) {
        return Data.find(file).orElseThrow();
    }

    private static SequencedMap<String, String> descriptions() {
        SequencedMap<String, String> descriptions = new LinkedHashMap<>();
        for (String line : WORDS.lines().toList()) {
            String[] parts = line.split("=", 2);
            descriptions.put(parts[0], parts[1]);
        }
        return descriptions;
    }
}
