// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars, modules and folders that cannot be loaded: each has its own sentence, and the plugin beside it works. */
final class BrokenPluginTest {
    private static final String PROVIDES = "provides io.aisbf.api.select.SelectionStrategyFactory with acme.Factory;";

    @TempDir
    private Path temp;

    private PluginsFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = PluginsFolder.in(temp);
    }

    @Test
    void aDamagedJar() throws IOException {
        Files.writeString(folder.resolve("bad.jar"), "PK and then nothing");
        folder.refuses("bad.jar", "bad.jar is not a readable jar");
    }

    @Test
    void aModuleThatIsMissing() {
        Path lib = new JarMaker()
                .source("lib.Library", "package lib; public class Library {}")
                .moduleInfo("lib", "exports lib;")
                .write(temp.resolve("elsewhere/lib.jar"));
        JarMaker.module("acme", "bad", "requires lib;").with(lib).write(folder.resolve("bad.jar"));
        folder.refuses(
                "bad.jar", "module acme requires lib, which is not there: put its jar into the plugin's own folder");
    }

    @Test
    void aModuleOfTheGateway() {
        Path runtime = new JarMaker().moduleInfo("io.aisbf.runtime", "").write(temp.resolve("elsewhere/runtime.jar"));
        JarMaker.module("acme", "bad", "requires io.aisbf.runtime;")
                .with(runtime)
                .write(folder.resolve("bad.jar"));
        folder.refuses(
                "bad.jar",
                "module acme requires io.aisbf.runtime, which belongs to the gateway: plugins see the JDK and"
                        + " io.aisbf.api only");
    }

    @Test
    void aJarWithoutAFactory() {
        new JarMaker()
                .source("lib.Library", "package lib; public class Library {}")
                .write(folder.resolve("plain.jar"));
        new JarMaker()
                .source("lib.Library", "package lib; public class Library {}")
                .moduleInfo("lib", "")
                .write(folder.resolve("named.jar"));
        folder.refuses("plain.jar", "it brings no factory");
        folder.refuses("named.jar", "it brings no factory");
    }

    @Test
    void aModuleWhoseServiceFileIsNotRead() {
        JarMaker.plain("acme", "bad")
                .moduleInfo("acme", "requires io.aisbf.api;")
                .write(folder.resolve("bad.jar"));
        folder.refuses("bad.jar", "bad.jar names its factory in META-INF/services only");
    }

    @Test
    void aModuleWithTheApiInIt() {
        JarMaker.module("acme", "bad", "")
                .entry("io/aisbf/api/plugin/PluginFactory.class", "x")
                .write(folder.resolve("bad.jar"));
        folder.refuses("bad.jar", "bad.jar has classes of io.aisbf.api in it: build it without them");
    }

    @Test
    void onlyCopiesOfTheGateway() {
        new JarMaker().moduleInfo("io.aisbf.api", "").write(folder.resolve("bad.jar"));
        folder.refuses("bad.jar", "it holds nothing but copies of the gateway's own modules");
    }

    @Test
    void aPackageInTwoModules() {
        Path lib = new JarMaker()
                .source("split.A", "package split; public class A {}")
                .moduleInfo("lib", "exports split;")
                .write(folder.resolve("bad/lib.jar"));
        Path other = new JarMaker()
                .source("split.B", "package split; public class B {}")
                .moduleInfo("other", "exports split;")
                .write(folder.resolve("bad/other.jar"));
        new JarMaker()
                .factory("acme", "\"bad\"")
                .source("use.A", "package use; class A extends split.A {}")
                .moduleInfo("acme", "requires io.aisbf.api; requires lib; requires other; " + PROVIDES)
                .with(lib)
                .with(new JarMaker()
                        .source("fine.B", "package fine; class B {}")
                        .moduleInfo("other", "")
                        .write(temp.resolve("x/other.jar")))
                .write(folder.resolve("bad/acme.jar"));
        assertTrue(Files.exists(other));
        folder.refuses("bad", "its modules do not fit together");
    }

    @Test
    void oneModuleTwiceInAFolder() {
        JarMaker.module("acme", "bad", "").write(folder.resolve("bad/acme-1.jar"));
        JarMaker.module("acme", "bad", "").write(folder.resolve("bad/acme-2.jar"));
        folder.refuses("bad", "acme-1.jar and acme-2.jar are both module acme: remove one of them");
    }

    @Test
    void anEmptyFolder() throws IOException {
        Files.createDirectory(folder.resolve("bad"));
        folder.refuses("bad", "the folder has no jar in it");
    }

    @Test
    void aLinkOutOfTheDirectory() throws IOException {
        Path outside = JarMaker.plain("acme", "bad").write(temp.resolve("outside/acme.jar"));
        Files.createSymbolicLink(folder.resolve("bad.jar"), outside);
        Files.createSymbolicLink(folder.resolve("bad"), outside.getParent());
        Files.createSymbolicLink(folder.resolve("nowhere.jar"), temp.resolve("gone"));
        folder.refuses("bad.jar", "is a symbolic link that leads out of");
        folder.refuses("bad", "is a symbolic link that leads out of");
        folder.refuses("nowhere.jar", "cannot be looked at: NoSuchFileException");
    }

    @Test
    void whatEverybodyMayWrite() throws IOException {
        Path bad = JarMaker.plain("acme", "bad").write(folder.resolve("bad.jar"));
        Path open = JarMaker.plain("acme", "bad")
                .write(folder.resolve("folder/bad.jar"))
                .getParent();
        Files.setPosixFilePermissions(bad, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        folder.refuses("bad.jar", "everybody on this machine may write to " + bad);
        folder.refuses("folder", "everybody on this machine may write to " + open);
    }
}
