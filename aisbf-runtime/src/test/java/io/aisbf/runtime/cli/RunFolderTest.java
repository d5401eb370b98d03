// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final ProcessHandle OWN = ProcessHandle.current();

    @TempDir
    private Path base = Path.of("");

    private RunFolder folder = new RunFolder(base);

    @BeforeEach
    void nameTheFolder() {
        folder = new RunFolder(base.resolve("run"));
    }

    @Test
    void keepsWhatRunsForItsOwnerAlone() throws IOException {
        RunFile file = file(1234, started());
        folder.write(file);

        assertEquals(List.of(file), folder.running(OptionalInt.empty()));
        assertEquals(List.of(file), folder.running(OptionalInt.of(1234)));
        assertEquals(List.of(), folder.running(OptionalInt.of(4321)));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve("run/1234.json"))));
    }

    @Test
    void aProcessThatGotTheNumberLaterIsNotTakenForIt() throws IOException {
        folder.write(file(1234, started().minus(Duration.ofHours(1))));

        assertEquals(List.of(), folder.running(OptionalInt.empty()));
        assertFalse(Files.exists(base.resolve("run/1234.json")));
    }

    @Test
    void removesOnlyItsOwnFile() throws IOException {
        RunFile first = file(1234, started());
        RunFile second = new RunFile(
                OWN.pid(), started(), URI.create("http://127.0.0.1:1234"), "1", new Secret("another token"));
        folder.write(first);
        folder.write(second);

        folder.remove(first);
        assertTrue(Files.exists(base.resolve("run/1234.json")));
        folder.remove(second);
        assertFalse(Files.exists(base.resolve("run/1234.json")));
    }

    @Test
    void passesOverWhatIsNoRunFile() throws IOException {
        Files.createDirectories(base.resolve("run"));
        Files.writeString(base.resolve("run/99.json"), "{\"pid\": 1");

        assertEquals(List.of(), folder.running(OptionalInt.empty()));
        assertEquals(List.of(), new RunFolder(base.resolve("none")).running(OptionalInt.empty()));
    }

    @Test
    void doesNotPrintTheToken() {
        assertFalse(file(1, started()).toString().contains("a token"));
    }

    @Test
    void asksAGatewayThatListensEverywhereOnLoopback() {
        assertEquals(URI.create("http://127.0.0.1:80"), at("http://0.0.0.0:80").local());
        assertEquals(URI.create("http://[::1]:80"), at("http://[::]:80").local());
        assertEquals(URI.create("http://10.1.2.3:80"), at("http://10.1.2.3:80").local());
    }

    @Test
    void theVariableNamesAnotherFolder() {
        assertEquals(
                base.resolve(".aisbf/run"), RunFolder.of(Optional.empty(), base).folder());
        assertEquals(
                Path.of("/run/a"), RunFolder.of(Optional.of("/run/a"), base).folder());
    }

    private static Instant started() {
        return OWN.info().startInstant().orElseThrow();
    }

    private static RunFile file(int port, Instant started) {
        return new RunFile(OWN.pid(), started, URI.create("http://127.0.0.1:" + port), "1.0", new Secret("a token"));
    }

    private static RunFile at(String address) {
        return new RunFile(1, Instant.EPOCH, URI.create(address), "1.0", new Secret("a token"));
    }
}
