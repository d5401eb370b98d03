// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Prompts of six kinds that we wrote ourselves, with what an operator would say of each kind and five examples that are
 * none of the prompts.
 *
 * @param candidates the kinds as candidates
 * @param prompts what is asked
 */
record Traffic(List<Candidate> candidates, List<Put> prompts) {
    /** A prompt and the kind it is of. */
    record Put(String route, String text) {}

    /** Reads them, the candidates with or without their examples. */
    static Traffic read(boolean examples) throws IOException {
        Map<String, String> descriptions = new LinkedHashMap<>();
        Map<String, List<String>> shown = new LinkedHashMap<>();
        List<Put> prompts = new ArrayList<>();
        for (String line : lines()) {
            String[] cells = line.split("\t", 3);
            String text = cells[2].replace("\\n", "\n");
            switch (cells[0]) {
                case "description" -> descriptions.put(cells[1], text);
                case "example" ->
                    shown.computeIfAbsent(cells[1], _ -> new ArrayList<>()).add(text);
                default -> prompts.add(new Put(cells[1], text));
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        descriptions.forEach((route, description) -> candidates.add(new Candidate(
                route, 1, description, examples ? shown.getOrDefault(route, List.of()) : List.of(), Standing.UNKNOWN)));
        return new Traffic(candidates, prompts);
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = Objects.requireNonNull(Traffic.class.getResourceAsStream("/select/stream.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
