// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.repeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.condenser.algorithmic.text.Handle;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EarlierTest {
    private static final String FILE = IntStream.range(0, 60)
            .mapToObj(i -> "    statement number " + i + ";")
            .collect(Collectors.joining("\n"));

    private final Earlier earlier = new Earlier();

    EarlierTest() {
        earlier.add(3, "the earlier result of read_file {\"path\":\"A.java\"}", FILE);
    }

    @Test
    void aRepetitionIsOneLine() {
        Earlier.Reference same = earlier.repetition(FILE).orElseThrow();

        assertEquals(
                Handle.of(FILE) + " the same " + FILE.length()
                        + " characters as the earlier result of read_file {\"path\":\"A.java\"}",
                same.text());
        assertEquals(3, same.owner());
        assertTrue(same.whole());
    }

    @Test
    void anotherVersionIsItsDifferences() {
        String changed = FILE.replace("number 30;", "thirty;") + "\n    one more;";

        Earlier.Reference reference = earlier.differences(changed).orElseThrow();

        assertEquals(
                Handle.of(changed)
                        + " 61 lines, as the earlier result of read_file {\"path\":\"A.java\"}, with these changes:\n"
                        + "@@ -31 +31 @@\n"
                        + "-    statement number 30;\n"
                        + "+    statement thirty;\n"
                        + "@@ -60,0 +61 @@\n"
                        + "+    one more;",
                reference.text());
    }

    @Test
    void linesThatAToolHasNumberedAnewAreTheSame() {
        Earlier numbered = new Earlier();
        numbered.add(0, "the earlier result of read", numbered(FILE));

        Earlier.Reference reference =
                numbered.differences(numbered("// licence\n" + FILE)).orElseThrow();

        assertTrue(reference.text().endsWith("with these changes:\n@@ -0,0 +1 @@\n+// licence"), reference.text());
    }

    @Test
    void whatHasLittleInCommonIsAnotherText() {
        String other =
                FILE.replace("statement", "expression").replace("    expression number 1", "    statement number 1");

        assertEquals(Optional.empty(), earlier.differences(other));
        assertEquals(Optional.empty(), earlier.repetition(other));
    }

    private static String numbered(String text) {
        int[] number = new int[1];
        return text.lines().map(line -> "%5d→%s".formatted(++number[0], line)).collect(Collectors.joining("\n"));
    }
}
