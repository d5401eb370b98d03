// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text.talk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a conversation may not forget: what the user wanted first, and what was said to be so for good (must, never,
 * always, decided, call me) or names a value to be used. What was pinned once stays pinned as long as there is room,
 * however often the conversation is condensed.
 */
public final class Pins {
    private static final double LEAST_WEIGHT = 1.5;
    private static final int LEAST_WORDS = 3;
    private static final int MOST_SENTENCES = 4;
    private static final int LONGEST_GOAL = 400;

    private Pins() {}

    /** Whether a statement is one to be pinned. */
    public static boolean pinned(Statement statement) {
        return statement.weight() >= LEAST_WEIGHT
                || statement
                        .heading()
                        .filter(heading -> heading == Heading.KEPT)
                        .isPresent();
    }

    /** What the user wanted in the first place: as an earlier digest has it, or the beginning of what he said first. */
    public static List<Statement> goal(Reading reading) {
        List<Statement> goal = new ArrayList<>();
        int length = 0;
        for (Statement statement : reading.statements()) {
            boolean carried = statement
                    .heading()
                    .filter(heading -> heading == Heading.GOAL)
                    .isPresent();
            boolean first = statement.heading().isEmpty() && statement.speaker() == Statement.Speaker.USER;
            boolean over = !goal.isEmpty()
                    && !carried
                    && statement.unit() != goal.getFirst().unit();
            if (over || goal.size() == MOST_SENTENCES) {
                break;
            }
            boolean says = !goal.isEmpty() || carried || statement.length() >= LEAST_WORDS;
            if ((carried || first) && says && length + statement.text().length() <= LONGEST_GOAL) {
                length += statement.text().length();
                goal.add(statement);
            }
        }
        return goal;
    }

    /** The statements to be pinned, without those told elsewhere, what weighs most first; of two that say the same only the newer. */
    public static List<Statement> of(Reading reading, Collection<Statement> told) {
        List<Statement> candidates = new ArrayList<>();
        for (Statement statement : reading.statements().reversed()) {
            if (pinned(statement) && !told.contains(statement)) {
                candidates.add(statement);
            }
        }
        // Among equals the newer come first; what was pinned before weighs more than its equals.
        candidates.sort(Comparator.comparingDouble(Statement::weight).reversed());
        Set<String> said = new HashSet<>();
        candidates.removeIf(candidate -> !said.add(candidate.text().toLowerCase(Locale.ROOT)));
        return candidates;
    }
}
