// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.conversational;

import io.aisbf.text.Entities;
import io.aisbf.text.Evidence;
import io.aisbf.text.talk.Checked;
import io.aisbf.text.talk.Digest;
import io.aisbf.text.talk.Janitor;
import io.aisbf.text.talk.Pins;
import io.aisbf.text.talk.Reading;
import io.aisbf.text.talk.Room;
import io.aisbf.text.talk.Sizes;
import io.aisbf.text.talk.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A summary by a model of the summary before it and of what is new. Sentences with a number, name, path, link or
 * quotation that nobody said are left out; values of pinned statements that it forgot are added in the words in which
 * they were said. If nothing of it can be used there is none.
 */
final class Summary {
    private static final double PINS_SHARE = .35;
    private static final double READ_SHARE = .85;

    private final Janitor.Turn turn;
    private final int reads;
    private final Sizes sizes;

    /** Asks within one turn a model that reads so many tokens. */
    Summary(Janitor.Turn turn, int reads, Sizes sizes) {
        this.turn = turn;
        this.reads = reads;
        this.sizes = sizes;
    }

    /** The lines of the summary that fit into the room. */
    Optional<List<Digest.Line>> of(Reading reading, Room room) throws InterruptedException {
        String material = material(reading, room.left());
        Optional<String> answer = turn.ask(Prompt.text(), material, (int) Math.min(room.left(), Integer.MAX_VALUE));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Evidence evidence =
                Evidence.of(reading.statements().stream().map(Statement::line).toList());
        List<Digest.Line> told = Checked.lines(answer.get(), evidence);
        if (told.isEmpty()) {
            return Optional.empty();
        }
        List<Digest.Line> lines = new ArrayList<>(forgotten(reading, told, room));
        told.stream().filter(room::take).forEach(lines::add);
        lines.sort(Comparator.comparing(Digest.Line::heading));
        return Optional.of(lines);
    }

    /** Pinned statements whose words or values do not occur in what the model told, as many as there is room for. */
    private List<Digest.Line> forgotten(Reading reading, List<Digest.Line> told, Room room) {
        StringBuilder all = new StringBuilder();
        told.forEach(line -> all.append(line.text()).append('\n'));
        Set<String> known = entities(all.toString());
        long most = (long) (room.left() * PINS_SHARE);
        Set<Statement> missing = new HashSet<>();
        for (Statement pin : Pins.of(reading, List.of())) {
            Set<String> own = entities(pin.text());
            Digest.Line line = new Digest.Line(Extract.heading(pin), pin.line());
            if ((own.isEmpty() || !known.containsAll(own)) && room.size(line) <= most && room.take(line)) {
                most -= room.size(line);
                missing.add(pin);
            }
        }
        return reading.statements().stream()
                .filter(missing::contains)
                .map(pin -> new Digest.Line(Extract.heading(pin), pin.line()))
                .toList();
    }

    private static Set<String> entities(String text) {
        Set<String> entities = new HashSet<>();
        Entities.each(text, 0, text.length(), (kind, from, to) -> {
            if (kind.hard()) {
                entities.add(text.substring(from, to).toLowerCase(Locale.ROOT));
            }
        });
        return entities;
    }

    /** What the model is to read: all of it, or of what is too long for it an extract. */
    private String material(Reading reading, long room) {
        StringBuilder earlier = new StringBuilder();
        StringBuilder talk = new StringBuilder();
        List<Statement> statements = reading.statements();
        long size = statements.stream().mapToLong(s -> sizes.of(s.line()) + 1).sum();
        if (size > reads) {
            Room readable = new Room(sizes, "", (long) (reads * READ_SHARE));
            new Extract(reading)
                    .into(readable)
                    .forEach(line -> talk.append(line.text()).append('\n'));
        } else {
            for (Statement statement : statements) {
                boolean carried = statement.heading().isPresent();
                (carried ? earlier : talk).append(statement.line()).append('\n');
            }
        }
        return "<length words=\"" + Math.max(20, room / 2) + "\"/>\n<earlier_summary>\n"
                + Janitor.escaped(earlier.toString()) + "</earlier_summary>\n<conversation>\n"
                + Janitor.escaped(talk.toString()) + "</conversation>\n";
    }
}
