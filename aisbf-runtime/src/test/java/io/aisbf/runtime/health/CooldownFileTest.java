// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cooldowns that survive a restart. */
class CooldownFileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("state").resolve("cooldowns.json");
    }

    @Test
    void carriesCooldownsOverARestart() throws IOException {
        try (Ward before = new Ward(file())) {
            before.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofHours(3));
            before.fails(new Place("\u00e4rger", "", "a\"b\\c\n"), Failure.UNKNOWN_MODEL);
            before.fails(new Place("acme", "k2", "large"), Failure.KEY_REFUSED);
            before.fails(new Place("short", "", "m"), Failure.OVERLOADED, Duration.ofSeconds(5));
            before.fails(new Place("strikes", "", "m"), Failure.OVERLOADED);
        }
        try (Ward after = new Ward(file())) {
            assertEquals(Duration.ofHours(3), after.left(Ward.PLACE));
            assertEquals(Duration.ofMinutes(5), after.left(new Place("\u00e4rger", "any", "a\"b\\c\n")));
            assertEquals(Duration.ofHours(1), after.left(new Place("acme", "k2", "small")));
            assertFalse(after.isAway(new Place("strikes", "", "m")));
            after.pass(Duration.ofSeconds(6));
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals(List.of("cooldowns.json"), names(folder.resolve("state")));
        try (Ward later = new Ward(file())) {
            assertFalse(later.isAway(new Place("short", "", "m")), "what was over when it was written is not there");
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void dropsWhatIsOverByTheClock() throws IOException {
        write("2026-11-22T09:59:59Z");
        try (Ward ward = new Ward(file())) {
            assertEquals(List.of(), ward.health.report());
        }
    }

    @Test
    void keepsADayFarAheadForAYearAtMost() throws IOException {
        write("+999999999-01-01T00:00:00Z");
        try (Ward ward = new Ward(file())) {
            assertEquals(Grudges.Pauses.LONGEST_NAMED, ward.left(Ward.PLACE));
        }
    }

    @Test
    void bringsBackAPlaceOnTrialThatCoolsAgainWhenItFails() throws IOException {
        try (Ward before = new Ward(file())) {
            for (int i = 0; i < 3; i++) {
                before.fails(Ward.PLACE, Failure.PROVIDER_FAILED);
            }
        }
        try (Ward after = new Ward(file())) {
            after.pass(Duration.ofMinutes(5));
            after.fails(Ward.PLACE, Failure.PROVIDER_FAILED);
            assertEquals(Duration.ofMinutes(10), after.left(Ward.PLACE));
        }
    }

    private void write(String until) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), """
            {"format":1,"cooldowns":[{"scope":"KEY_FOR_MODEL","provider":"acme","key":"k1","model":"large",
            "failure":"RATE_LIMITED","named":true,"until":"%s"}]}\
            """.formatted(until));
    }

    @Test
    void startsWithoutAFileThatIsCutOffAnywhere() throws IOException {
        try (Ward before = new Ward(file())) {
            before.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofHours(3));
            before.fails(new Place("acme", "k2", "large"), Failure.UNKNOWN_MODEL, Duration.ofHours(3));
        }
        byte[] whole = Files.readAllBytes(file());
        CooldownFile reader = new CooldownFile(file());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(JsonException.class, () -> reader.entries(cut), "cut after " + length + " bytes");
        }
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
        assertEquals(List.of(), reader.read());
        Files.write(file(), whole);
        assertEquals(2, new CooldownFile(file()).read().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "\u0000\u0001",
                "{\"format\":2,\"cooldowns\":[]}",
                "{\"format\":1,\"cooldowns\":{}}",
                "{\"format\":1,\"cooldowns\":[7]}",
                "{\"format\":1,\"cooldowns\":[{\"scope\":\"PLANET\"}]}"
            })
    void startsWithoutAForeignFileAndWritesItAnew(String content) throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file(), content.getBytes(StandardCharsets.UTF_8));
        try (Ward ward = new Ward(file())) {
            assertEquals(List.of(), ward.health.report());
            ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofHours(3));
        }
        assertEquals(1, new CooldownFile(file()).read().size());
    }

    @Test
    void startsAndEndsWhereItsFileIsAFolder() throws IOException {
        Files.createDirectories(file().resolve("inside"));
        try (Ward ward = new Ward(file())) {
            ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofHours(3));
            assertTrue(ward.isAway(Ward.PLACE));
        }
        assertTrue(Files.isDirectory(file()));
    }

    @Test
    void isWrittenAMomentAfterAChange() {
        try (Ward ward = new Ward(file())) {
            ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofHours(3));
            awaitCooldowns(1);
            ward.health.forgiveAll();
            awaitCooldowns(0);
        }
    }

    private void awaitCooldowns(int count) {
        Instant end = Instant.now().plusSeconds(20);
        while (!Files.exists(file()) || new CooldownFile(file()).read().size() != count) {
            assertTrue(Instant.now().isBefore(end), "never " + count + " cooldowns in the file");
            LockSupport.parkNanos(5_000_000);
        }
    }
}
