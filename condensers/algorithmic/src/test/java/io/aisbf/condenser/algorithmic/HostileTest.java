// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Texts that nobody sends who means well, and texts put together by chance. */
class HostileTest {
    private static final List<String> PIECES = List.of(
            "```\n",
            "~~~",
            "\n",
            "\n\n\n",
            "{\"a\": [1, 2]}\n",
            "[{\"a\":1},\n{\"a\":2},{\"a\":3}]\n",
            "\u001b[31m",
            "\r",
            "\ud83d",
            "2026-01-02 03:04:05 INFO one of many lines 17\n",
            "@@ -1,3 +1,3 @@\n a\n-b\n+c\n d\n",
            "\tat java.util.List.of(List.java:1)\n",
            "⟦aisbf:00000000⟧ digest of a log of 9 lines;\n×7 INFO a 1\n",
            "⟦/aisbf⟧\n",
            "words that say something ",
            "the same line again\n",
            "0123456789abcdefABCDEF+/".repeat(12),
            "  12→int a;\n",
            "| a | b |\n",
            "\"",
            "×2147483648 ",
            " ");

    @Test
    void timeIsBoundedWhateverIsInThem() {
        Talk talk = new Talk();
        for (String text : List.of(
                "a".repeat(1_000_000),
                "9f".repeat(500_000),
                "[".repeat(1_000_000),
                "{\"a\":".repeat(200_000) + "1" + "}".repeat(200_000),
                "\ud800".repeat(500_000),
                "\u001b[".repeat(300_000),
                "\u001b]".repeat(200_000),
                "\r".repeat(500_000),
                "```\n~~~\n".repeat(100_000),
                "@@ -1,900000 +1,900000 @@\n".repeat(10_000),
                "\tat a.b(\n".repeat(80_000),
                "File \"a\", line \n".repeat(60_000),
                "2026-01-02 03:04:05 x\n" + "\n".repeat(500_000),
                "⟦aisbf:00000000⟧ digest of a log of 99999999999 lines;\n".repeat(10_000))) {
            talk.tool("shell", text);
            talk.user(text);
        }
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> talk.condensed(1));
    }

    @Test
    void nothingGrowsAndEveryResultCanBeCondensedAgain() throws Exception {
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < 400; i++) {
            Talk talk = new Talk();
            for (int texts = random.nextInt(1, 6); texts > 0; texts--) {
                if (random.nextBoolean()) {
                    talk.tool("shell", text(random));
                } else {
                    talk.user(text(random));
                }
            }
            long goal = talk.tokens() / random.nextInt(1, 30);
            List<Message> once = talk.condensed(goal);
            assertEquals(once, talk.condensed(goal));
            assertTrue(Talk.tokens(once) <= talk.tokens(), "it grew");

            Talk later = new Talk();
            later.messages().addAll(once);
            List<Message> twice = later.condensed(goal / 2);
            assertTrue(Talk.tokens(twice) <= later.tokens(), "it grew the second time");
            assertEquals(talk.messages().size(), twice.size());
        }
    }

    private static String text(SplittableRandom random) {
        List<String> pieces = new ArrayList<>();
        for (int n = random.nextInt(60); n > 0; n--) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            pieces.add(random.nextInt(6) == 0 ? piece.repeat(random.nextInt(1, 40)) : piece);
        }
        return String.join("", pieces);
    }
}
