// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that changes while the gateway runs. */
final class PluginReloadTest {
    @TempDir
    private Path temp;

    private Path plugins;
    private Path scratch;

    @BeforeEach
    void makeDirectories() throws IOException {
        plugins = Files.createDirectory(temp.resolve("plugins"));
        scratch = Files.createDirectory(temp.resolve("scratch"));
    }

    @Test
    void aReplacedJarIsAnotherPluginFromThenOn() throws IOException {
        JarMaker.module("acme", "first", "").write(plugins.resolve("acme.jar"));
        Path second = JarMaker.module("acme", "second", "").write(temp.resolve("x/acme.jar"));
        try (Catalogue before = directory().scan()) {
            Files.move(second, plugins.resolve("acme.jar"), StandardCopyOption.REPLACE_EXISTING);
            assertEquals(List.of("acme.jar"), directory().changesSince(before).changed());
            try (Catalogue after = directory().scan()) {
                assertEquals(Set.of("first"), before.types(Kind.SELECTION_STRATEGY));
                assertEquals(Set.of("second"), after.types(Kind.SELECTION_STRATEGY));
                assertTrue(directory().changesSince(after).none());
            }
        }
    }

    @Test
    void aJarMayBeOverwrittenWhileItIsInUse() throws Exception {
        for (boolean modular : List.of(true, false)) {
            JarMaker maker = modular ? JarMaker.module("acme", "acme", "") : JarMaker.plain("acme", "acme");
            Path jar = maker.source("acme.Later", "package acme; public class Later { }")
                    .write(plugins.resolve("acme.jar"));
            try (Catalogue catalogue = directory().scan()) {
                Files.write(jar, new byte[10], StandardOpenOption.TRUNCATE_EXISTING);
                ClassLoader loader =
                        catalogue.selectionStrategy("acme").orElseThrow().loader();
                assertEquals("acme.Later", loader.loadClass("acme.Later").getName());
            }
        }
    }

    @Test
    void saysWhatWasAddedChangedAndRemoved() throws IOException {
        JarMaker.plain("a", "a").write(plugins.resolve("a.jar"));
        JarMaker.plain("b", "b").write(plugins.resolve("b/b.jar"));
        JarMaker.plain("c", "c").write(plugins.resolve("c.jar"));
        try (Catalogue catalogue = directory().scan()) {
            Files.delete(plugins.resolve("a.jar"));
            new JarMaker().write(plugins.resolve("b/lib.jar"));
            JarMaker.plain("d", "d").write(plugins.resolve("d.jar"));
            assertEquals(
                    new PluginDirectory.Changes(List.of("d.jar"), List.of("b"), List.of("a.jar"), false),
                    directory().changesSince(catalogue));
        }
    }

    @Test
    void aTouchedJarIsNotAChange() throws IOException {
        Path jar = JarMaker.plain("a", "a").write(plugins.resolve("a.jar"));
        try (Catalogue catalogue = directory().scan()) {
            Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
            assertTrue(directory().changesSince(catalogue).none());
        }
    }

    @Test
    void aJarOfTheSameSizeAndTimeWithOtherContentIsAChange() throws IOException {
        Path jar = JarMaker.plain("a", "a1").write(plugins.resolve("a.jar"));
        FileTime time = Files.getLastModifiedTime(jar);
        try (Catalogue catalogue = directory().scan()) {
            byte[] bytes = Files.readAllBytes(jar);
            bytes[bytes.length - 1] ^= 1;
            Files.write(jar, bytes);
            Files.setLastModifiedTime(jar, time);
            assertEquals(List.of("a.jar"), directory().changesSince(catalogue).changed());
        }
    }

    @Test
    void everythingIsFreedAfterClose() throws Exception {
        JarMaker.module("named", "named", "").write(plugins.resolve("named.jar"));
        JarMaker.plain("plain", "plain").write(plugins.resolve("plain.jar"));
        Catalogue catalogue = directory().scan();
        WeakReference<ClassLoader> named = loader(catalogue, "named");
        WeakReference<ClassLoader> plain = loader(catalogue, "plain");
        assertTrue(entries(scratch) > 0);
        catalogue.close();
        catalogue.close();
        catalogue = null;
        assertTrue(collected(named), "the layer's loader is still held");
        assertTrue(collected(plain), "the class path's loader is still held");
        assertEquals(0, entries(scratch));
    }

    @Test
    void whatAKilledGatewayLeftBehindIsRemoved() throws IOException {
        Path left = Files.createDirectory(scratch.resolve("aisbf-plugins-0-left"));
        Files.createFile(left.resolve("in-use"));
        Files.createDirectories(left.resolve("units/acme.jar"));
        Path other = Files.createDirectory(scratch.resolve("aisbf-other"));
        try (Catalogue catalogue = directory().scan();
                Catalogue beside = directory().scan()) {
            assertFalse(Files.exists(left));
            assertTrue(Files.exists(other));
            assertEquals(3, entries(scratch), "the two that are in use, and the stranger");
            assertEquals(catalogue.units(), beside.units());
        }
    }

    private PluginDirectory directory() {
        return new PluginDirectory(plugins, Optional.empty(), Host.own(), scratch);
    }

    private static WeakReference<ClassLoader> loader(Catalogue catalogue, String type) {
        return new WeakReference<>(
                catalogue.selectionStrategy(type).orElseThrow().loader());
    }

    private static boolean collected(WeakReference<?> reference) {
        for (int i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
        }
        return reference.get() == null;
    }

    private static long entries(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.count();
        }
    }
}
