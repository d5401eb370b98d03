// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What an operator says of a candidate.
 *
 * @param target its name
 * @param described whether there is a description; otherwise the words of its name must do
 * @param whole the description, in lower case
 * @param clauses its parts, each of which may be what a request is about
 * @param examples what is embedded of the examples, of {@link Excerpt#of}
 */
record Route(String target, boolean described, String whole, List<String> clauses, List<String> examples) {
    private static final int LONGEST = 2000;
    private static final int MOST_CLAUSES = 32;
    private static final int STAND_INS = 4;

    /** What its candidate says. */
    static Route of(Candidate candidate, List<String> examples) {
        List<String> asked = examples.stream()
                .map(Excerpt::of)
                .filter(text -> !text.isEmpty())
                .toList();
        String description = Excerpt.of(bounded(candidate.description()));
        if (!description.isEmpty()) {
            return new Route(candidate.target(), true, description, clauses(description), asked);
        }
        String name = candidate
                .target()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        List<String> clauses = asked.isEmpty()
                ? List.of(name)
                : asked.stream().limit(STAND_INS).toList();
        return new Route(candidate.target(), false, name, clauses, asked);
    }

    /** All that must be embedded to know it. */
    Stream<String> texts() {
        return Stream.concat(Stream.concat(Stream.of(whole), clauses.stream()), examples.stream())
                .map(Excerpt::window);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static List<String> clauses(String description) {
        List<String> clauses = Arrays.stream(description.split("[:;,.!?\\n()]+|\\b(?:and|or|und|oder|et|y)\\b"))
                .map(String::strip)
                .filter(clause -> clause.codePoints().anyMatch(Character::isLetterOrDigit))
                .distinct()
                .limit(MOST_CLAUSES)
                .toList();
        return clauses.isEmpty() ? List.of(description) : clauses;
    }
}
