// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedTest {
    @ParameterizedTest
    @CsvSource({
        "coding, coding, true",
        "coding, coding2, false",
        "coding, Coding, false",
        "openai/*, openai/gpt-4o, true",
        "openai/*, openai/ft:gpt/x, true",
        "openai/*, openai, false",
        "openai/*, openai2/gpt-4o, false",
        "*/gpt-4o, openai/gpt-4o, true",
        "*/gpt-4o, router/openai/gpt-4o, true",
        "*/gpt-4o, openai/gpt-4o-mini, false",
        "*, anything/at/all, true",
        "o*a*i/*4*, openai/gpt-4o, true",
        "openai/gpt-?, openai/gpt-4, false",
        "openai/gpt.4o, openai/gpt-4o, false",
        "**, x, true",
        "a*b, ab, true",
        "a*b, acbd, false",
    })
    void aStarStandsForAnyCharactersAndNothingElseDoes(String pattern, String name, boolean fits) {
        assertEquals(fits, Allowed.fits(pattern, name));
    }

    @Test
    void agreesWithRegularExpressions() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String pattern = word(random, "ab*/");
            String name = word(random, "ab/");
            String regex = pattern.chars()
                    .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
                    .collect(Collectors.joining());
            assertEquals(name.matches(regex), Allowed.fits(pattern, name), () -> pattern + " and " + name);
        }
    }

    private static String word(Random random, String letters) {
        return random.ints(random.nextInt(9), 0, letters.length())
                .mapToObj(i -> letters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    @Test
    void isQuickWhateverAClientAsksFor() {
        Allowed allowed = new Allowed(List.of("a*a*a*a*a*a*a*a*a*a*b"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertFalse(allowed.allows(List.of("a".repeat(100_000)))));
    }

    @Test
    void allowsWhatHasOneNameThatFits() {
        Allowed allowed = new Allowed(List.of("rotation/coding"));
        assertTrue(allowed.allows(List.of("coding", "rotation/coding")));
        assertFalse(allowed.allows(List.of("coding")));
        assertFalse(Allowed.NOTHING.allows(List.of("", "*")));
    }
}
