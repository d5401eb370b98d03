// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatchesTest {
    private static final String PATCH = """
        diff --git a/poem.txt b/poem.txt
        index 1234567..89abcde 100644
        --- a/poem.txt
        +++ b/poem.txt
        @@ -1,7 +1,8 @@ poem
         one
         two
         three
        -four
        +vier
        +und
         five
         six
         seven
        @@ -20,6 +21,5 @@
         a
         b
         c
        -d
         e
         f
        """;

    @Test
    void leavesOneLineOfContext() {
        assertEquals("""
            diff --git a/poem.txt b/poem.txt
            index 1234567..89abcde 100644
            --- a/poem.txt
            +++ b/poem.txt
            @@ -3,3 +3,4 @@ poem
             three
            -four
            +vier
            +und
             five
            @@ -22,3 +23,2 @@
             c
            -d
             e
            """, Patches.narrower(PATCH));
    }

    @Test
    void aHunkThatIsNotWhatItsHeadingSaysStaysAsItIs() {
        String cut = PATCH.substring(0, PATCH.indexOf(" seven"));
        String odd = PATCH.replace("-four", "four");

        assertEquals(cut, Patches.narrower(cut));
        assertTrue(Patches.narrower(odd).contains("@@ -1,7 +1,8 @@ poem"));
    }

    @Test
    void aNarrowerPatchMakesTheSameFile() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            List<String> old = lines(random);
            List<String> fresh = new ArrayList<>();
            StringBuilder hunk = new StringBuilder();
            for (String line : old) {
                int what = random.nextInt(12);
                if (what > 1) {
                    hunk.append(' ').append(line).append('\n');
                    fresh.add(line);
                } else {
                    hunk.append('-').append(line).append('\n');
                }
                if (what == 1 || what == 2) {
                    hunk.append("+new ").append(line).append('\n');
                    fresh.add("new " + line);
                }
            }
            String patch = "@@ -1," + old.size() + " +1," + fresh.size() + " @@\n" + hunk;

            assertEquals(fresh, applied(old, Patches.narrower(patch)), patch);
        }
    }

    private static List<String> lines(SplittableRandom random) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < random.nextInt(1, 40); i++) {
            lines.add("line " + random.nextInt(9));
        }
        return lines;
    }

    /** Applies hunks as {@code patch} does, by their line numbers, and holds them to their context. */
    private static List<String> applied(List<String> old, String patch) {
        List<String> lines = patch.isEmpty() ? List.of() : List.of(patch.split("\n"));
        List<String> fresh = new ArrayList<>();
        int copied = 0;
        int at = 0;
        while (at < lines.size()) {
            Optional<Hunk> hunk = Hunk.at(lines, at);
            assertTrue(hunk.isPresent(), "no hunk at line " + at + " of " + patch);
            int from = lines.get(at).contains(",0 +")
                    ? hunk.get().oldLine()
                    : hunk.get().oldLine() - 1;
            fresh.addAll(old.subList(copied, from));
            copied = from;
            for (String line : hunk.get().body()) {
                if (line.charAt(0) != '+') {
                    assertEquals(old.get(copied++), line.substring(1));
                }
                if (line.charAt(0) != '-') {
                    fresh.add(line.substring(1));
                }
            }
            at = hunk.get().end();
        }
        fresh.addAll(old.subList(copied, old.size()));
        return fresh;
    }
}
