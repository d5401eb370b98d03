// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFilesTest {
    private static final Path BUNDLED = Path.of("conf");

    @TempDir
    Path home;

    private Path locate(Optional<String> given, Optional<String> variable) {
        return ConfigurationFiles.locate(
                given, name -> variable.filter(value -> name.equals("AISBF_CONFIG")), home, BUNDLED);
    }

    @Test
    void looksInFourPlacesInTurn() {
        assertEquals(BUNDLED, locate(Optional.empty(), Optional.empty()));
        Given.in(home).file(".aisbf/providers.json", "{}");
        assertEquals(home.resolve(".aisbf"), locate(Optional.empty(), Optional.empty()));
        assertEquals(Path.of("/elsewhere"), locate(Optional.empty(), Optional.of("/elsewhere")));
        assertEquals(home.resolve("mine.yaml"), locate(Optional.of("~/mine.yaml"), Optional.of("/elsewhere")));
    }

    @Test
    void passesOverAHomeFolderWithoutAConfiguration() {
        Given.in(home).file(".aisbf/aisbf.db", "");
        assertEquals(BUNDLED, locate(Optional.empty(), Optional.empty()));
    }

    @Test
    void complainsOfNoFileAndOfTwo() {
        Given given = Given.in(home);
        assertEquals(
                List.of(home + ": holds no configuration; it may be aisbf.yaml, aisbf.yml or aisbf.json, or 0.3.2's"
                        + " providers.json, rotations.json and autoselect.json"),
                given.complaints());
        given.file("aisbf.yaml", "").file("aisbf.json", "{}");
        assertEquals(List.of(home + ": holds aisbf.yaml and aisbf.json; keep one of them"), given.complaints());
        Given file = new Given(home.resolve("gone.yaml"), given.environment());
        assertEquals(List.of(home + "/gone.yaml: there is no such file"), file.complaints());
    }
}
