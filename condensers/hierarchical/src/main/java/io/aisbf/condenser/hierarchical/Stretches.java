// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.text.Topics;
import io.aisbf.text.talk.Digest;
import io.aisbf.text.talk.Heading;
import io.aisbf.text.talk.Reading;
import io.aisbf.text.talk.Room;
import io.aisbf.text.talk.Sizes;
import io.aisbf.text.talk.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The aged middle of a passage, cut where its subject changes, each stretch with its share of the room: of the newest
 * quarter half, of the next a quarter, of the next an eighth, of the oldest a stub; all in proportion where the room is
 * smaller or larger than that. Lines of an earlier digest are stretches of their own, and the oldest.
 */
final class Stretches {
    private static final double[] KEPT_BY_AGE = {.5, .25, .125, .03};
    private static final int LEAST_TOLD = 12;

    private final List<Stretch> stretches;

    Stretches(Reading reading, Set<Statement> pinned, Sizes sizes) {
        stretches = cut(reading, pinned, sizes);
    }

    private static List<Stretch> cut(Reading reading, Set<Statement> pinned, Sizes sizes) {
        List<List<Statement>> units = new ArrayList<>();
        for (int i = 0; i < reading.units(); i++) {
            units.add(new ArrayList<>());
        }
        reading.statements().forEach(statement -> units.get(statement.unit()).add(statement));
        int carried = 0;
        while (carried < units.size()
                && units.get(carried).stream().anyMatch(s -> s.heading().isPresent())) {
            carried++;
        }
        List<Stretch> stretches = new ArrayList<>();
        for (List<Statement> unit : units.subList(0, carried)) {
            if (unit.stream().noneMatch(s -> s.heading().orElseThrow() == Heading.GOAL)) {
                stretches.add(new Stretch(unit, pinned, reading.vocabulary(), sizes));
            }
        }
        List<List<Statement>> fresh = units.subList(carried, units.size());
        int[] begins = Topics.of(reading.bags().subList(carried, units.size()), reading.vocabulary());
        for (int i = 0; i < begins.length; i++) {
            int end = i + 1 < begins.length ? begins[i + 1] : fresh.size();
            List<Statement> all = new ArrayList<>();
            fresh.subList(begins[i], end).forEach(all::addAll);
            stretches.add(new Stretch(all, pinned, reading.vocabulary(), sizes));
        }
        stretches.removeIf(stretch -> stretch.size() == 0);
        return stretches;
    }

    /**
     * Takes lines into the room, the newest first, as long as there is room.
     *
     * @return the lines, by the place of what they tell
     */
    Map<Integer, Digest.Line> tell(Room room, Abstracts abstracts) throws InterruptedException {
        long[] shares = shares(room.left());
        Map<Integer, String> told = abstracts.of(stretches, shares);
        Map<Integer, Digest.Line> lines = new TreeMap<>();
        Stub stub = new Stub();
        for (int i = stretches.size() - 1; i >= 0; i--) {
            Stretch stretch = stretches.get(i);
            String text = told.containsKey(i) ? told.get(i) : stretch.extract(shares[i] < LEAST_TOLD ? 0 : shares[i]);
            if (text.isEmpty()) {
                stub.add(stretch);
                continue;
            }
            stub.into(room, lines);
            stub = new Stub();
            take(text, stretch.place(), room, lines);
        }
        stub.into(room, lines);
        return lines;
    }

    static void take(String text, int place, Room room, Map<Integer, Digest.Line> lines) {
        Digest.Line line = new Digest.Line(Heading.EARLIER, text);
        if (room.take(line)) {
            lines.put(place, line);
        }
    }

    /** What each stretch may come to. */
    private long[] shares(long room) {
        long all = stretches.stream().mapToLong(Stretch::size).sum();
        double[] wanted = new double[stretches.size()];
        long newer = 0;
        double sum = 0;
        for (int i = stretches.size() - 1; i >= 0; i--) {
            long size = stretches.get(i).size();
            int age = (int) Math.min(KEPT_BY_AGE.length - 1, KEPT_BY_AGE.length * newer / Math.max(1, all));
            wanted[i] = size * KEPT_BY_AGE[age];
            sum += wanted[i];
            newer += size;
        }
        long[] shares = new long[wanted.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (long) (wanted[i] * Math.max(0, room) / Math.max(1, sum));
        }
        return shares;
    }
}
