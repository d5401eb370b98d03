// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.repeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.condenser.algorithmic.repeat.LineDiff.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void namesTheLinesThatChanged() {
        assertEquals(
                List.of(new Change(1, 2, 1, 3), new Change(4, 4, 5, 6)),
                LineDiff.of(List.of("a", "b", "c", "d"), List.of("a", "x", "y", "c", "d", "e")));
        assertEquals(List.of(), LineDiff.of(List.of("a"), List.of("a")));
    }

    @Test
    void changesMakeTheNewTextOfTheOld() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 3000; i++) {
            List<String> old = lines(random, random.nextInt(2, 40));
            List<String> fresh = random.nextBoolean() ? lines(random, 20) : edited(old, random);
            List<String> made = new ArrayList<>();
            int copied = 0;
            for (Change change : LineDiff.of(old, fresh)) {
                assertTrue(change.oldFrom() > copied || change.oldFrom() == 0 || copied == 0, "changes touch");
                made.addAll(old.subList(copied, change.oldFrom()));
                made.addAll(fresh.subList(change.newFrom(), change.newTo()));
                copied = change.oldTo();
            }
            made.addAll(old.subList(copied, old.size()));

            assertEquals(fresh, made);
        }
    }

    @Test
    void largeTextsTakeNoLongerThanTheirSize() {
        List<String> same = Collections.nCopies(200_000, "the same line");
        List<String> other = new ArrayList<>(same.subList(0, 150_000));
        other.add(70_000, "another line");
        List<String> own =
                IntStream.range(0, 100_000).mapToObj(Integer::toString).toList();

        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            LineDiff.of(same, other);
            LineDiff.of(own, own.reversed());
            LineDiff.of(own, same);
        });
    }

    private static List<String> lines(SplittableRandom random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> "line " + random.nextInt(15))
                .toList();
    }

    private static List<String> edited(List<String> old, SplittableRandom random) {
        List<String> fresh = new ArrayList<>(old);
        for (int i = random.nextInt(4); i > 0 && !fresh.isEmpty(); i--) {
            int at = random.nextInt(fresh.size());
            switch (random.nextInt(3)) {
                case 0 -> fresh.remove(at);
                case 1 -> fresh.add(at, "new " + i);
                default -> fresh.set(at, "other " + i);
            }
        }
        return fresh;
    }
}
