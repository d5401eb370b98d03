// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files with mistakes, and the very lines that a person sees: {@code bad.txt} holds file, dashes, complaints; then the
 * next after a bar.
 */
class BadFileTest {
    @TempDir
    Path folder;

    static Stream<String> cases() {
        return Arrays.stream(Given.text("bad.txt").split("(?m)^====\n"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void complainsInTheseWords(String test) {
        String[] parts = test.split("(?m)^----\n", 2);
        List<String> expected = parts[1].lines().filter(line -> !line.isBlank()).toList();
        assertEquals(expected, Given.in(folder).file("aisbf.yaml", parts[0]).complaints());
    }
}
