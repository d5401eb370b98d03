// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that share a folder; here they share a process as well. */
class NeighboursTest {
    @TempDir
    Path folder;

    @Test
    void nobodyIsWarnedWhoIsAlone() {
        try (Neighbours one = Neighbours.in(folder.resolve("state"), false).orElseThrow()) {
            assertEquals(Optional.empty(), one.warning());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatItMakesIsItsOwnersAlone() throws IOException {
        Path state = folder.resolve("state");
        try (Neighbours one = Neighbours.in(state, false).orElseThrow()) {
            assertEquals(Optional.empty(), one.warning());
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
            Path lock = state.resolve("gateways.lock");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)));
        }
    }

    @Test
    void bothAreWarnedUntilOneHasGone() {
        try (Neighbours one = Neighbours.in(folder, false).orElseThrow()) {
            try (Neighbours two = Neighbours.in(folder, false).orElseThrow()) {
                String words = two.warning().orElseThrow();
                assertTrue(words.contains("state: FOLDER") && words.contains("store: redis://"), words);
                assertTrue(one.warning().isPresent());
            }
            assertEquals(Optional.empty(), one.warning());
        }
    }

    @Test
    void whoSharesLimitsIsOnlyToldOfTheFolder() {
        try (Neighbours one = Neighbours.in(folder, true).orElseThrow();
                Neighbours two = Neighbours.in(folder, true).orElseThrow()) {
            assertTrue(one.warning().isPresent());
            assertTrue(!two.warning().orElseThrow().contains("redis"));
        }
    }

    @Test
    void whereNoFileCanBeNothingIsNoticed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertEquals(Optional.empty(), Neighbours.in(file, false));
    }
}
