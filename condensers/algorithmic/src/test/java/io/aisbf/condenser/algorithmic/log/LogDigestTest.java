// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogDigestTest {
    private static final LogDigest.Price PRICE = text -> (text.length() + 3) / 4;

    @Test
    void oneLineStandsForItsKindAndWhatIsRareIsThereWordForWord() {
        List<String> lines = log(1000);
        lines.set(400, "2026-03-04 10:06:40 INFO  [main] garbage truck arrived at the moon base");
        lines.set(500, "2026-03-04 10:08:20 ERROR [pool-1] order 17 failed: java.io.IOException: disk full");

        String digest = digest(lines, .1, false, "");

        assertTrue(digest.length() < 1200 + lines.size() * 70 / 10, digest);
        assertTrue(digest.contains("digest of a log of 1000 lines"), digest);
        assertTrue(digest.contains(lines.get(400)), digest);
        assertTrue(digest.contains(lines.get(500)), digest);
        assertTrue(digest.contains(" INFO  [pool-"), digest);
        assertTrue(digest.indexOf("garbage") < digest.indexOf("disk full"), "not in the order of the log");
    }

    @Test
    void aNumberFarFromAllOthersIsThere() {
        List<String> lines = log(1000);
        lines.set(700, lines.get(700).replaceAll("in \\d+ ms", "in 98123 ms"));

        assertTrue(digest(lines, .05, true, "").contains(lines.get(700)));
    }

    @Test
    void whatTheQuestionIsAboutIsThere() {
        List<String> lines = log(2000);
        String wanted = lines.get(1234);
        String id = wanted.replaceAll(".*order (\\d+).*", "$1");

        assertTrue(
                digest(lines, .02, true, "What happened to order " + id + "?").contains(wanted));
    }

    @Test
    void aHardGoalIsMet() {
        List<String> lines = log(2000);
        IntStream.range(0, 300).forEach(i -> lines.set(i * 6, "2026-03-04 09:00:00 WARN " + words(i)));
        long all = PRICE.of(String.join("\n", lines));

        for (double share : new double[] {.25, .1, .05, .02}) {
            assertTrue(PRICE.of(digest(lines, share, true, "")) <= all * share, share + " of " + all);
        }
        String soft = digest(lines, .02, false, "");
        assertTrue(IntStream.range(0, 300).allMatch(i -> soft.contains(words(i))), "a rare line is lost");
    }

    @Test
    void aDigestOfADigestKeepsCountsAndOrigin() {
        List<String> lines = log(1000);
        String first = digest(lines, .5, true, "");
        String second = digest(first.lines().toList(), .1, true, "");

        assertTrue(second.length() < first.length());
        assertEquals(first.substring(0, first.indexOf(';')), second.substring(0, second.indexOf(';')));
        for (String digest : List.of(first, second, digest(second.lines().toList(), .5, false, ""))) {
            assertEquals(1000, lines(digest));
        }
    }

    @Test
    void linesOfATraceStayWithTheirError() {
        List<String> lines = log(200);
        lines.add(150, """
            2026-03-04 10:02:30 ERROR [pool-2] cannot pay
            java.lang.Error: no money
            \tat shop.Till.pay(Till.java:3)\
            """);
        List<String> split = String.join("\n", lines).lines().toList();

        assertTrue(digest(split, .2, false, "").contains("cannot pay"));
        assertTrue(digest(split, .2, false, "").contains("java.lang.Error: no money\n\tat shop.Till.pay(Till.java:3)"));
    }

    @Test
    void outputWhoseLinesAreAllDifferentStays() {
        List<String> lines =
                IntStream.range(0, 100).mapToObj(LogDigestTest::words).toList();

        assertEquals(String.join("\n", lines), LogDigest.ofOutput(lines, wish(.1, true, ""), PRICE));
    }

    @Test
    void logsAreFoundBetweenWords() {
        String text = "Look at this:\n" + String.join("\n", log(100)) + "\nWhat is wrong?";
        List<List<String>> found = new ArrayList<>();

        String replaced = LogStretches.replaced(text, lines -> {
            found.add(List.copyOf(lines));
            return "DIGEST";
        });

        assertEquals(List.of(log(100)), found);
        assertEquals("Look at this:\nDIGEST\n⟦/aisbf⟧\nWhat is wrong?", replaced);
        assertFalse(LogStretches.length("one\ntwo\n2026-03-04 10:00:00 three") > 0);
    }

    @Test
    void hostileLinesTakeNoLongerThanTheirSize() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> different = IntStream.range(0, 30_000)
                .mapToObj(i -> "2026-03-04 10:00:00 "
                        + Long.toString(random.nextLong(), 36).replaceAll("\\d", "x") + " " + words(i))
                .toList();
        List<String> wide = new ArrayList<>(log(50));
        wide.add(20, "2026-03-04 10:00:00 INFO " + "word ".repeat(200_000));
        wide.add(30, "1".repeat(1_000_000));
        wide.add(40, "\ud800".repeat(100_000));

        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            digest(different, .05, true, "words");
            assertTrue(digest(wide, .05, true, "word").length() < 60_000);
            LogStretches.length("2026-03-04 10:00:00 x\n" + " y\n\n\n\n\n".repeat(100_000));
        });
    }

    /** How many lines a digest stands for, if all that came once are there. */
    private static int lines(String digest) {
        return digest.lines()
                .skip(1)
                .mapToInt(line -> line.startsWith("×") ? Integer.parseInt(line.substring(1, line.indexOf(' '))) : 1)
                .sum();
    }

    private static String digest(List<String> lines, double share, boolean hard, String question) {
        return LogDigest.of(lines, wish(share, hard, question), PRICE);
    }

    private static LogDigest.Wish wish(double share, boolean hard, String question) {
        return new LogDigest.Wish(share, .25, hard, new Question(question));
    }

    /** A service that takes orders and pays them. */
    private static List<String> log(int lines) {
        SplittableRandom random = new SplittableRandom(9);
        List<String> log = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            String time = "2026-03-04 10:%02d:%02d".formatted(i / 60 % 60, i % 60);
            log.add(
                    i % 2 == 0
                            ? time + " INFO  [pool-" + random.nextInt(9) + "] order " + random.nextInt(100_000, 999_999)
                                    + " taken in " + random.nextInt(10, 90) + " ms"
                            : time + " DEBUG [pool-" + random.nextInt(9) + "] heartbeat");
        }
        return log;
    }

    /** Two words that stand nowhere else, for each number. */
    private static String words(int number) {
        String letters = Integer.toString(number + 5000, 26);
        StringBuilder word = new StringBuilder();
        letters.chars().forEach(c -> word.append((char) ('a' + Character.digit(c, 26))));
        return word + " " + word.reverse() + "q " + word + "z";
    }
}
