// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.conversational;

import io.aisbf.text.Cue;
import io.aisbf.text.Topics;
import io.aisbf.text.talk.Digest;
import io.aisbf.text.talk.Heading;
import io.aisbf.text.talk.Novelty;
import io.aisbf.text.talk.Pins;
import io.aisbf.text.talk.Reading;
import io.aisbf.text.talk.Room;
import io.aisbf.text.talk.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The sentences that tell most. What is pinned comes first; then, one by one, what is rare, weighty and new and least
 * like what was chosen already (maximal marginal relevance: Carbonell and Goldstein, "The Use of MMR, Diversity-Based
 * Reranking", SIGIR 1998, likeness being the share of a sentence's information that was told already), a subject of which
 * nothing was chosen yet being preferred. Lines of an earlier extract take
 * part again, but get no more than half of the room.
 */
final class Extract {
    private static final int LEAST_ROOM = 8;
    private static final int MOST_FAILURES = 200;
    private static final double PINS_SHARE = .55;
    private static final double GOAL_SHARE = .25;
    private static final double WEIGHT = .3;
    private static final double RECENT = .15;
    private static final double NEW_SUBJECT = .25;
    private static final double LIKENESS = .7;
    private static final double LEAST_VALUE = .05;

    private final Reading reading;
    private final int[] subjects;
    private final Set<Statement> chosen = new HashSet<>();

    Extract(Reading reading) {
        this.reading = reading;
        subjects = subjects(reading);
    }

    /** The lines that fit into the room, under their headings, in the order in which they were said. */
    List<Digest.Line> into(Room room) {
        long all = room.left();
        List<Digest.Line> lines = new ArrayList<>();
        Set<Statement> wanted = new HashSet<>();
        for (Statement statement : Pins.goal(reading)) {
            Digest.Line line = new Digest.Line(Heading.GOAL, statement.text());
            if (all - room.left() + room.size(line) <= all * GOAL_SHARE && room.take(line)) {
                lines.add(line);
                wanted.add(statement);
            }
        }
        chosen.addAll(wanted);
        for (Statement pin : Pins.of(reading, chosen)) {
            if (room.left() > all * (1 - PINS_SHARE) && take(pin, room)) {
                chosen.add(pin);
            }
        }
        carried(room, all);
        fresh(room);
        reading.statements().stream()
                .filter(statement -> chosen.contains(statement) && !wanted.contains(statement))
                .map(statement -> new Digest.Line(heading(statement), statement.line()))
                .forEach(lines::add);
        return lines;
    }

    private static boolean take(Statement statement, Room room) {
        return room.take(new Digest.Line(heading(statement), statement.line()));
    }

    /** Old lines, the weightiest first, until half of the room is gone. */
    private void carried(Room room, long all) {
        reading.statements().stream()
                .filter(statement -> statement.heading().isPresent() && !goal(statement) && !chosen.contains(statement))
                .sorted(Comparator.comparingDouble(this::worth).reversed())
                .takeWhile(_ -> room.left() > all / 2)
                .filter(statement -> take(statement, room))
                .forEach(chosen::add);
    }

    /** New statements, the best first; since what is left of a value only falls, most need not be looked at again. */
    private void fresh(Room room) {
        Novelty novelty = new Novelty(reading.vocabulary());
        Set<Integer> covered = new HashSet<>();
        for (Statement statement : chosen) {
            novelty.tell(statement);
            covered.add(subjects[statement.unit()]);
        }
        PriorityQueue<Candidate> queue = candidates();
        int failures = 0;
        while (!queue.isEmpty() && room.left() >= LEAST_ROOM && failures < MOST_FAILURES) {
            Candidate candidate = queue.remove();
            Statement statement = candidate.statement();
            int subject = subjects[statement.unit()];
            double value = candidate.worth()
                    - LIKENESS * (1 - novelty.of(statement))
                    + (covered.contains(subject) ? 0 : NEW_SUBJECT);
            if (!queue.isEmpty() && value < queue.element().value()) {
                queue.add(new Candidate(statement, candidate.worth(), value, candidate.order()));
            } else if (value > LEAST_VALUE && take(statement, room)) {
                chosen.add(statement);
                covered.add(subject);
                novelty.tell(statement);
            } else {
                failures++;
            }
        }
    }

    private PriorityQueue<Candidate> candidates() {
        PriorityQueue<Candidate> queue = new PriorityQueue<>();
        for (Statement statement : reading.statements()) {
            if (statement.heading().isEmpty() && !chosen.contains(statement)) {
                double worth = worth(statement);
                queue.add(new Candidate(statement, worth, worth + NEW_SUBJECT, queue.size()));
            }
        }
        return queue;
    }

    /**
     * A statement that may be chosen.
     *
     * @param worth what it is worth by itself
     * @param value what it is worth at most beside what was chosen
     * @param order which of them it is
     */
    private record Candidate(Statement statement, double worth, double value, int order)
            implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byValue = Double.compare(other.value, value);
            return byValue != 0 ? byValue : Integer.compare(order, other.order);
        }
    }

    private double worth(Statement statement) {
        double recent = RECENT * statement.unit() / Math.max(1, reading.units());
        return statement.information(reading.vocabulary()) + WEIGHT * statement.weight() + recent;
    }

    private static boolean goal(Statement statement) {
        return statement.heading().filter(heading -> heading == Heading.GOAL).isPresent();
    }

    /** What a statement is told under. */
    static Heading heading(Statement statement) {
        boolean asked = statement.has(Cue.OPEN);
        if (statement.has(Cue.DECISION) && !asked) {
            return Heading.DECISIONS;
        }
        if ((statement.has(Cue.PREFERENCE) || statement.has(Cue.LIKING) || statement.has(Cue.DEMAND)) && !asked) {
            return Heading.PREFERENCES;
        }
        return asked ? Heading.OPEN : Heading.FACTS;
    }

    /** The subject of each unit. */
    private static int[] subjects(Reading reading) {
        int[] begins = Topics.of(reading.bags(), reading.vocabulary());
        int[] subjects = new int[reading.units()];
        for (int i = 0, subject = 0; i < subjects.length; i++) {
            subject += subject + 1 < begins.length && begins[subject + 1] == i ? 1 : 0;
            subjects[i] = subject;
        }
        return subjects;
    }
}
