// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.repeat;

import io.aisbf.condenser.algorithmic.text.Handle;
import io.aisbf.condenser.algorithmic.text.Lines;
import io.aisbf.condenser.algorithmic.text.NumberedLines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has been said so far, to say the same again by pointing there: an exact repetition is one line, a text of which
 * half was there before is its differences to the earlier one. The earlier text stays as it is, so that what a provider
 * has cached stays valid. Grows with one passage; for one thread.
 */
public final class Earlier {
    private static final int SHORTEST = 240;
    private static final double CONTAINED = .5;
    private static final double WORTH = .6;
    private static final double NUMBERED = .8;
    private static final int FEWEST_SHINGLES = 3;

    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<Long, Integer> owners = new HashMap<>();
    private final List<Known> known = new ArrayList<>();

    /** Nothing has been said so far. */
    public Earlier() {}

    /**
     * A text that stands there in full.
     *
     * @param owner whose it is, in the numbers of the caller
     * @param name how a reader finds it
     */
    private record Known(int owner, String name, List<String> lines, Set<Long> shingles) {}

    /**
     * A shorter way to say a text.
     *
     * @param owner whose text must stay as it is for this to be understood
     * @param whole whether all of the text is a repetition, which stays true when the earlier one is digested
     */
    public record Reference(String text, int owner, boolean whole) {}

    /** Remembers a text that stands in full. */
    public void add(int owner, String name, String text) {
        if (text.length() < SHORTEST) {
            return;
        }
        List<String> lines = said(text);
        Set<Long> shingles = Shingles.of(lines);
        int number = known.size();
        known.add(new Known(owner, name, lines, shingles));
        exact.putIfAbsent(text, number);
        shingles.forEach(shingle -> owners.putIfAbsent(shingle, number));
    }

    /** The text as a repetition, if it is one. */
    public Optional<Reference> repetition(String text) {
        Integer number = text.length() < SHORTEST ? null : exact.get(text);
        if (number == null) {
            return Optional.empty();
        }
        Known same = known.get(number);
        String mark = Handle.of(text) + " the same " + text.length() + " characters as " + same.name();
        return Optional.of(new Reference(mark, same.owner(), true));
    }

    /** The text as differences to one that is much the same, if there is one and they are shorter. */
    public Optional<Reference> differences(String text) {
        if (text.length() < SHORTEST) {
            return Optional.empty();
        }
        List<String> lines = said(text);
        Optional<Known> like = like(Shingles.of(lines));
        if (like.isEmpty()) {
            return Optional.empty();
        }
        Known earlier = like.get();
        List<LineDiff.Change> changes = LineDiff.of(earlier.lines(), lines);
        StringBuilder said = new StringBuilder(Handle.of(text));
        said.append(' ').append(lines.size()).append(" lines, as ").append(earlier.name());
        said.append(changes.isEmpty() ? ", only spaced or numbered otherwise" : ", with these changes:");
        for (LineDiff.Change change : changes) {
            said.append("\n@@ -").append(range(change.oldFrom(), change.oldTo()));
            said.append(" +").append(range(change.newFrom(), change.newTo())).append(" @@");
            earlier.lines()
                    .subList(change.oldFrom(), change.oldTo())
                    .forEach(l -> said.append("\n-").append(l));
            lines.subList(change.newFrom(), change.newTo())
                    .forEach(l -> said.append("\n+").append(l));
        }
        return said.length() < text.length() * WORTH
                ? Optional.of(new Reference(said.toString(), earlier.owner(), false))
                : Optional.empty();
    }

    /** The lines; without their numbers where nearly all have one, since an inserted line changes all that follow. */
    private static List<String> said(String text) {
        List<String> lines = Lines.of(text);
        long numbered =
                lines.stream().filter(line -> NumberedLines.prefix(line) > 0).count();
        return numbered < lines.size() * NUMBERED
                ? lines
                : lines.stream().map(NumberedLines::said).toList();
    }

    /** As {@code diff} counts: from one, and an empty range names the line before it. */
    private static String range(int from, int to) {
        return to == from ? from + ",0" : to - from == 1 ? "" + (from + 1) : from + 1 + "," + (to - from);
    }

    /** The earlier text that has most of these shingles, if it has half of them, or they have half of its own. */
    private Optional<Known> like(Set<Long> shingles) {
        if (shingles.size() < FEWEST_SHINGLES) {
            return Optional.empty();
        }
        Map<Integer, Integer> shared = new HashMap<>();
        for (long shingle : shingles) {
            Integer owner = owners.get(shingle);
            if (owner != null) {
                shared.merge(owner, 1, Integer::sum);
            }
        }
        int best = -1;
        for (Map.Entry<Integer, Integer> entry : shared.entrySet()) {
            int count = entry.getValue();
            int most = best < 0 ? 0 : shared.getOrDefault(best, 0);
            best = count > most || (count == most && entry.getKey() < best) ? entry.getKey() : best;
        }
        if (best < 0) {
            return Optional.empty();
        }
        Known candidate = known.get(best);
        int smaller = Math.min(shingles.size(), candidate.shingles().size());
        return shared.getOrDefault(best, 0) >= smaller * CONTAINED ? Optional.of(candidate) : Optional.empty();
    }
}
