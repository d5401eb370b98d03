// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.text.Entities;
import io.aisbf.text.Entity;
import io.aisbf.text.Vocabulary;
import io.aisbf.text.talk.Sizes;
import io.aisbf.text.talk.Statement;
import io.aisbf.text.talk.Statement.Speaker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What was said on one subject. */
final class Stretch {
    private static final double WEIGHT = .25;
    private static final int NAMES = 3;
    private static final int LONGEST_NAME = 60;
    private static final double LEAST_RARE = .75;

    private final List<Statement> statements;
    private final long[] sizes;
    private final Vocabulary vocabulary;
    private final int messages;
    private final int place;

    /** Of these statements, without the pinned ones, which are told elsewhere. */
    Stretch(List<Statement> all, Set<Statement> pinned, Vocabulary vocabulary, Sizes sizes) {
        statements =
                all.stream().filter(statement -> !pinned.contains(statement)).toList();
        this.sizes = statements.stream().mapToLong(s -> sizes.of(s.line()) + 1).toArray();
        this.vocabulary = vocabulary;
        messages = (int) all.stream().mapToInt(Statement::message).distinct().count();
        place = all.isEmpty() ? 0 : all.getFirst().unit();
    }

    /** Where it begins. */
    int place() {
        return place;
    }

    /** What it comes to in tokens, said in full. */
    long size() {
        long sum = 0;
        for (long size : sizes) {
            sum += size;
        }
        return sum;
    }

    /** All of it, to be read by a model or to check it by. */
    String text() {
        return told(statements);
    }

    /** The sentences that tell most, in the order in which they were said, as many as fit; empty if none does. */
    String extract(long most) {
        double[] worth = statements.stream().mapToDouble(this::worth).toArray();
        List<Integer> best = new ArrayList<>();
        for (int i = 0; i < worth.length; i++) {
            best.add(i);
        }
        best.sort(Comparator.comparingDouble((Integer i) -> -worth[i]));
        Set<Integer> chosen = new TreeSet<>();
        long left = most;
        for (int i : best) {
            if (sizes[i] <= left) {
                chosen.add(i);
                left -= sizes[i];
            }
        }
        return told(chosen.stream().map(statements::get).toList());
    }

    private double worth(Statement statement) {
        return statement.information(vocabulary) + WEIGHT * statement.weight();
    }

    /** Who said what, his name once for all he said in a row. */
    private static String told(List<Statement> some) {
        StringBuilder told = new StringBuilder();
        Optional<Speaker> before = Optional.empty();
        for (Statement statement : some) {
            told.append(told.isEmpty() ? "" : " ")
                    .append(before.equals(Optional.of(statement.speaker())) ? statement.text() : statement.line());
            before = Optional.of(statement.speaker());
        }
        return told.toString();
    }

    /** How many messages it was said in; none if it is a line of an earlier digest. */
    int messages() {
        return carried() ? 0 : messages;
    }

    private boolean carried() {
        return statements.isEmpty() || statements.getFirst().heading().isPresent();
    }

    /** The names and values in it that are rarest in all that was said, as they were written. */
    List<String> names() {
        Map<String, Double> rare = new LinkedHashMap<>();
        for (Statement statement : carried() ? List.<Statement>of() : statements) {
            for (Entity entity : Entities.of(statement.text())) {
                String name = entity.in(statement.text());
                double bits = vocabulary.rarest(name);
                boolean told = entity.kind() == Entity.Kind.FIRST_WORD || entity.kind() == Entity.Kind.QUOTATION;
                if (!told && name.length() <= LONGEST_NAME && bits > vocabulary.totalBits() * LEAST_RARE) {
                    rare.put(name, bits);
                }
            }
        }
        return rare.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(NAMES)
                .map(Map.Entry::getKey)
                .toList();
    }
}
