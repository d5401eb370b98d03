// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnitTest {
    private static List<String> report(Set<String> aliases) {
        Unit.Provided provided = new Unit.Provided(Kind.PROVIDER, "openai", aliases, Path.of("openai.jar"));
        return new Unit("openai", Path.of("openai"), Optional.of("1.0"), List.of(provided), List.of(), List.of())
                .report();
    }

    @Test
    void namesAFewAliasesBesideTheType() {
        assertEquals(
                List.of("openai 1.0: loaded", "  provider 'openai' (also azure) from openai.jar"),
                report(Set.of("azure")));
    }

    @Test
    void namesManyAliasesOnLinesOfTheirOwn() {
        Set<String> aliases = IntStream.range(100, 140)
                .mapToObj(i -> "vendor" + i)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> lines = report(aliases);
        assertEquals("  provider 'openai' from openai.jar", lines.get(1));
        assertTrue(lines.get(2).startsWith("    also vendor100, vendor101, "), lines.get(2));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 100), lines.toString());
        String words = String.join(" ", lines.subList(2, lines.size())).replaceAll("\\s+", " ");
        assertEquals(" also " + String.join(", ", aliases), words);
    }
}
