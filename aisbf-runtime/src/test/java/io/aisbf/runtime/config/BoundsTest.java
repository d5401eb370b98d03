// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, reading it ends soon, in a configuration or in complaints. */
class BoundsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private List<String> complaints(String name, String text) {
        return Assertions.assertTimeoutPreemptively(
                SOON, () -> Given.in(folder).file(name, text).complaints());
    }

    @Test
    void stopsABillionLaughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol]\n");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1);
            text.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, before))));
        }
        assertEquals(
                List.of("aisbf.yaml:6: the file holds more than 100000 values (aliases count with all they stand for)"),
                complaints("aisbf.yaml", text.toString()));
    }

    @Test
    void stopsAtADepth() {
        assertEquals(
                List.of("aisbf.yaml:1: maps and lists are nested deeper than 60"),
                complaints("aisbf.yaml", "a: " + "[".repeat(200_000)));
        assertEquals(
                List.of("providers.json:1: maps and lists are nested deeper than 60"),
                complaints("providers.json", "{\"a\":".repeat(100_000)).subList(1, 2));
    }

    @Test
    void stopsAtASize() {
        assertEquals(
                List.of("aisbf.yaml: is larger than 4194304 bytes"), complaints("aisbf.yaml", "# ".repeat(2_200_000)));
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        Files.write(folder.resolve("aisbf.yaml"), new byte[] {'a', ':', ' ', (byte) 0xc3, '('});
        assertEquals(
                List.of("aisbf.yaml: is not UTF-8 (near byte 3)"),
                Given.in(folder).complaints());
        assertEquals(
                List.of("aisbf.yaml:2: the character U+0007 may not stand in a text file"),
                complaints("aisbf.yaml", "a: 1\nb: \u0007"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"full.yaml", "seed/providers.json", "seed/rotations.json"})
    void survivesAnyMutation(String resource) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261122);
        String original = Given.text(resource);
        String name = resource.startsWith("seed/") ? resource.substring("seed/".length()) : "aisbf.yaml";
        boolean[] ends = new boolean[2];
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 700; i++) {
                ends[read(name, mutated(original, random)) ? 1 : 0] = true;
            }
        });
        assertTrue(ends[0] && ends[1], "mutations should give both complaints and configurations");
    }

    private boolean read(String name, String text) {
        try {
            TrackedSettings.Source source = Given.in(folder).file(name, text).read().providers().values().stream()
                    .map(ProviderConfig::settings)
                    .findFirst()
                    .orElse(null);
            if (source != null) {
                source.open(_ -> Optional.empty()).unread();
            }
            return true;
        } catch (RuntimeException e) {
            ConfigurationException refused = assertInstanceOf(ConfigurationException.class, e, text);
            assertTrue(
                    !refused.complaints().isEmpty()
                            && !String.valueOf(refused.getMessage()).isBlank(),
                    text);
            return false;
        }
    }

    private static String mutated(String original, RandomGenerator random) {
        StringBuilder text = new StringBuilder(original);
        String odd = "{}[]:,&*!|>'\"%@`#-? \n\t\\$0aZ\u00e9\u0000\u2028";
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, odd.charAt(random.nextInt(odd.length())));
                case 2 -> text.setCharAt(at, odd.charAt(random.nextInt(odd.length())));
                case 3 -> text.delete(at, Math.min(text.length(), at + random.nextInt(200)));
                default -> {
                    int from = random.nextInt(text.length());
                    text.insert(at, text.substring(from, Math.min(text.length(), from + random.nextInt(80))));
                }
            }
            if (text.isEmpty()) {
                text.append(' ');
            }
        }
        return text.toString();
    }
}
