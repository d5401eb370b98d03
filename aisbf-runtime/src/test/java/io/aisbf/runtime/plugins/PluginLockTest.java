// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing runs merely because it lies in the directory, once the operator has pinned what may. */
final class PluginLockTest {
    @TempDir
    private Path temp;

    private Path plugins;
    private Path lock;

    @BeforeEach
    void makeDirectories() throws IOException {
        plugins = Files.createDirectory(temp.resolve("plugins"));
        Files.createDirectory(temp.resolve("scratch"));
        lock = temp.resolve("plugins.lock");
        JarMaker.plain("one", "one").write(plugins.resolve("one.jar"));
        JarMaker.plain("two", "two").write(plugins.resolve("two/two.jar"));
    }

    @Test
    void whatIsPinnedRuns() {
        assertEquals(List.of("one.jar", "two/two.jar"), directory().pin());
        try (Catalogue catalogue = directory().scan()) {
            assertEquals(Set.of("one", "two"), catalogue.types(Kind.SELECTION_STRATEGY));
            assertEquals(List.of(), catalogue.warnings());
        }
    }

    @Test
    void writesWhatSha256sumReads() throws IOException {
        directory().pin();
        String line = Files.readAllLines(lock).getLast();
        assertEquals(PrivateCopy.digest(plugins.resolve("two/two.jar")) + "  two/two.jar", line);
        assertEquals(64 + 2 + 11, line.length());
    }

    @Test
    void aJarThatIsNotListedDoesNotRun() {
        directory().pin();
        JarMaker.plain("three", "three").write(plugins.resolve("three.jar"));
        new JarMaker().write(plugins.resolve("two/lib.jar"));
        try (Catalogue catalogue = directory().scan()) {
            assertEquals(Set.of("one"), catalogue.types(Kind.SELECTION_STRATEGY));
            assertTrue(refusals(catalogue, "three.jar").contains("three.jar is not listed in " + lock));
            assertTrue(refusals(catalogue, "two").contains("two/lib.jar is not listed in " + lock));
        }
    }

    @Test
    void aJarThatWasReplacedDoesNotRun() {
        directory().pin();
        JarMaker.plain("one", "other").write(plugins.resolve("one.jar"));
        try (Catalogue catalogue = directory().scan()) {
            assertEquals(Set.of("two"), catalogue.types(Kind.SELECTION_STRATEGY));
            assertTrue(refusals(catalogue, "one.jar").contains("one.jar is not the jar that is listed in " + lock));
        }
    }

    @Test
    void aPinnedJarMayLieWhereEverybodyWrites() throws IOException {
        directory().pin();
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (Catalogue catalogue = directory().scan();
                Catalogue open =
                        new PluginDirectory(plugins, Optional.empty(), Host.own(), temp.resolve("scratch")).scan()) {
            assertEquals(Set.of("one", "two"), catalogue.types(Kind.SELECTION_STRATEGY));
            assertEquals(Set.of(), open.types(Kind.SELECTION_STRATEGY));
        }
    }

    @Test
    void aPinnedJarThatIsGoneIsToldOf() throws IOException {
        directory().pin();
        Files.delete(plugins.resolve("one.jar"));
        try (Catalogue catalogue = directory().scan()) {
            assertEquals(List.of("one.jar is listed in " + lock + " and is not there"), catalogue.warnings());
        }
    }

    @Test
    void anotherLockIsAChange() throws IOException {
        directory().pin();
        try (Catalogue catalogue = directory().scan()) {
            assertTrue(directory().changesSince(catalogue).none());
            Files.writeString(lock, "# nothing may run\n");
            assertTrue(directory().changesSince(catalogue).lockChanged());
            assertFalse(directory().changesSince(catalogue).none());
        }
    }

    @Test
    void aLockThatIsNotThereStopsTheStart() {
        assertTold(lock + ": there is no such file, and plugins.lock names it");
    }

    @Test
    void aLineThatIsNotUnderstoodStopsTheStart() throws IOException {
        Files.writeString(lock, "# pinned\n\nabc  one.jar\n");
        assertTold(lock + ":3: 'abc  one.jar' is not a SHA-256");
    }

    @Test
    void aJarThatIsListedTwiceStopsTheStart() throws IOException {
        Files.writeString(lock, "0".repeat(64) + "  one.jar\n" + "1".repeat(64) + " *./one.jar\n");
        assertTold(lock + ":2: one.jar is listed a second time");
    }

    @Test
    void pinningWithoutALockSaysWhatToWrite() {
        PluginDirectory open = new PluginDirectory(plugins, Optional.empty(), Host.own(), temp.resolve("scratch"));
        String told =
                String.valueOf(assertThrows(SettingsException.class, open::pin).getMessage());
        assertTrue(told.contains("write 'lock: plugins.lock'"), told);
    }

    private void assertTold(String beginning) {
        String told = String.valueOf(
                assertThrows(SettingsException.class, () -> directory().scan()).getMessage());
        assertTrue(told.startsWith(beginning), told);
    }

    private static String refusals(Catalogue catalogue, String name) {
        return catalogue.units().stream()
                .filter(unit -> unit.name().equals(name))
                .flatMap(unit -> unit.refusals().stream())
                .toList()
                .toString();
    }

    private PluginDirectory directory() {
        return new PluginDirectory(plugins, Optional.of(lock), Host.own(), temp.resolve("scratch"));
    }
}
