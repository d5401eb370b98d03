// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import java.util.List;

/**
 * What is asked: the newest words of the user, and what he said before that they may refer to.
 *
 * @param parts texts, the newest first
 */
public record Question(List<Part> parts) {
    public Question {
        parts = List.copyOf(parts);
    }

    /**
     * One text of a question.
     *
     * @param text its words
     * @param weight how much they count, 1 for the newest
     */
    public record Part(String text, double weight) {}

    /** A question of one text. */
    public static Question of(String text) {
        return new Question(List.of(new Part(text, 1)));
    }

    /** Whether nothing is asked. */
    public boolean isEmpty() {
        return parts.stream().allMatch(part -> part.text().isBlank());
    }
}
