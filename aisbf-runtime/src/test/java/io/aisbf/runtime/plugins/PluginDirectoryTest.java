// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.plugin.SettingsException;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that work: what they see, what they do not see, and what is said about them. */
final class PluginDirectoryTest {
    private static final String PROVIDES = "provides io.aisbf.api.select.SelectionStrategyFactory with acme.Factory;";
    private static final String LIBRARY_TYPE = "lib.Library.version()";

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
    void loadsALoneModule() {
        JarMaker.module("acme", "acme", "").version("1.2").write(plugins.resolve("acme.jar"));
        try (Catalogue catalogue = scan()) {
            LoadedFactory<?> factory = catalogue.selectionStrategy("acme").orElseThrow();
            assertEquals(plugins.resolve("acme.jar"), factory.jar());
            assertEquals("acme", factory.factory().getClass().getModule().getName());
            assertEquals(catalogue.loader("acme.jar").orElseThrow(), factory.loader());
            assertEquals(Set.of("acme"), catalogue.types(Kind.SELECTION_STRATEGY));
            assertEquals(Set.of(), catalogue.types(Kind.PROVIDER));
            assertEquals(
                    List.of("acme.jar 1.2: loaded", "  selection strategy 'acme' from " + plugins.resolve("acme.jar")),
                    catalogue.units().getFirst().report());
        }
    }

    @Test
    void loadsAPlainJar() {
        JarMaker.plain("acme", "acme").write(plugins.resolve("some folder/acme.jar"));
        try (Catalogue catalogue = scan()) {
            LoadedFactory<?> factory = catalogue.selectionStrategy("acme").orElseThrow();
            assertEquals(plugins.resolve("some folder/acme.jar"), factory.jar());
            assertFalse(factory.factory().getClass().getModule().isNamed());
        }
    }

    @Test
    void findsByAlias() {
        new JarMaker()
                .body(
                        "acme",
                        "public String type() { return \"acme\"; } "
                                + "public java.util.Set<String> aliases() { return java.util.Set.of(\"acmee\"); }")
                .service("acme.Factory")
                .write(plugins.resolve("acme.jar"));
        try (Catalogue catalogue = scan()) {
            assertEquals(
                    "acme", catalogue.selectionStrategy("acmee").orElseThrow().type());
            assertEquals(Set.of("acme"), catalogue.types(Kind.SELECTION_STRATEGY));
        }
    }

    @Test
    void eachPluginHasItsOwnVersionOfALibraryThatTheGatewayHasToo() {
        Host host = hostWith(library("1", temp.resolve("host/lib.jar")));
        modularWithLibrary("two", "2");
        modularWithLibrary("three", "3");
        plainWithLibrary("four", "4");
        try (Catalogue catalogue = new PluginDirectory(plugins, Optional.empty(), host, scratch).scan()) {
            assertEquals(
                    new TreeSet<>(Set.of("v2", "v3", "v4")),
                    catalogue.types(Kind.SELECTION_STRATEGY),
                    reports(catalogue));
        }
    }

    @Test
    void aModuleMayHaveAPlainJarAsItsLibrary() {
        Path lib = new JarMaker()
                .source(
                        "lib.Library",
                        "package lib; public class Library { public static String version() { return \"plain\"; } }")
                .write(plugins.resolve("acme/lib.jar"));
        new JarMaker()
                .factory("acme", LIBRARY_TYPE)
                .moduleInfo(
                        "acme",
                        "requires io.aisbf.api; requires lib; provides io.aisbf.api.select.SelectionStrategyFactory"
                                + " with acme.Factory;")
                .with(lib)
                .write(plugins.resolve("acme/acme.jar"));
        try (Catalogue catalogue = scan()) {
            assertTrue(catalogue.selectionStrategy("plain").isPresent(), reports(catalogue));
            assertTrue(reports(catalogue)
                    .contains("loaded as a class path and not as modules, because lib.jar has no module-info"));
        }
    }

    @Test
    void aStaticProviderMethodIsHeeded() {
        new JarMaker()
                .source(
                        "acme.Maker",
                        "package acme; public class Maker { public static io.aisbf.api.select.SelectionStrategyFactory "
                                + "provider() { return new Factory(); } }")
                .factory("acme", "\"made\"")
                .moduleInfo(
                        "acme",
                        "requires io.aisbf.api; provides io.aisbf.api.select.SelectionStrategyFactory with acme.Maker;")
                .write(plugins.resolve("acme.jar"));
        try (Catalogue catalogue = scan()) {
            assertEquals(
                    plugins.resolve("acme.jar"),
                    catalogue.selectionStrategy("made").orElseThrow().jar());
        }
    }

    @Test
    void aLibraryThatIsOnlyAnOptionIsNotTakenFromTheGateway() {
        Path lib = library("1", temp.resolve("host/lib.jar"));
        new JarMaker()
                .source("acme.Ask", "package acme; class Ask { static String ask() { return " + LIBRARY_TYPE + "; } }")
                .body(
                        "acme",
                        "public String type() { try { return Ask.ask(); } catch (LinkageError e) { return \"none\"; }"
                                + " }")
                .moduleInfo("acme", "requires io.aisbf.api; requires static lib; " + PROVIDES)
                .with(lib)
                .write(plugins.resolve("acme.jar"));
        try (Catalogue catalogue = new PluginDirectory(plugins, Optional.empty(), hostWith(lib), scratch).scan()) {
            assertEquals(Set.of("none"), catalogue.types(Kind.SELECTION_STRATEGY), reports(catalogue));
        }
    }

    @Test
    void neitherKindOfPluginSeesTheGatewaysClasses() {
        String look = "public String type() { try { Class.forName(\"" + Host.class.getName()
                + "\"); return \"seen\"; } catch (ClassNotFoundException e) { return \"%s\"; } }";
        new JarMaker()
                .body("plain", look.formatted("plain"))
                .service("plain.Factory")
                .write(plugins.resolve("plain.jar"));
        new JarMaker()
                .body("named", look.formatted("named"))
                .moduleInfo(
                        "named",
                        "requires io.aisbf.api; provides io.aisbf.api.select.SelectionStrategyFactory with"
                                + " named.Factory;")
                .write(plugins.resolve("named.jar"));
        try (Catalogue catalogue = scan()) {
            assertEquals(Set.of("named", "plain"), catalogue.types(Kind.SELECTION_STRATEGY), reports(catalogue));
            ClassLoader loader = catalogue.loader("plain.jar").orElseThrow();
            String name = Host.class.getName().replace('.', '/') + ".class";
            assertEquals(null, loader.getResource(name));
            assertTrue(loader.getResource("java/lang/String.class") != null);
        }
    }

    @Test
    void aCopyOfTheApiIsNotUsedAndNoted() {
        JarMaker.module("acme", "acme", "").write(plugins.resolve("acme/acme.jar"));
        new JarMaker().moduleInfo("io.aisbf.api", "").write(plugins.resolve("acme/aisbf-api.jar"));
        try (Catalogue catalogue = scan()) {
            assertTrue(catalogue.selectionStrategy("acme").isPresent());
            assertTrue(
                    reports(catalogue).contains("aisbf-api.jar is a copy of the gateway's own module and is not used"));
        }
    }

    @Test
    void aPlainJarWithTheApiInItRunsWithTheGatewaysApi() {
        JarMaker.plain("acme", "acme")
                .entry("io/aisbf/api/plugin/PluginFactory.class", "old")
                .write(plugins.resolve("acme.jar"));
        try (Catalogue catalogue = scan()) {
            assertTrue(catalogue.selectionStrategy("acme").isPresent());
            assertTrue(reports(catalogue).contains("acme.jar has classes of io.aisbf.api in it; they are not used"));
        }
    }

    @Test
    void pluginCodeRunsWithItsOwnContextClassLoader() {
        String members = "public String type() { return Thread.currentThread().getContextClassLoader() =="
                + " Factory.class.getClassLoader() ? \"own\" : \"foreign\"; }";
        new JarMaker().body("acme", members).service("acme.Factory").write(plugins.resolve("acme.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (Catalogue catalogue = scan()) {
            LoadedFactory<?> factory = catalogue.selectionStrategy("own").orElseThrow();
            String told = String.valueOf(assertThrows(IllegalStateException.class, () -> create(factory))
                    .getMessage());
            assertEquals(factory.loader().toString(), told);
            assertEquals(before, Thread.currentThread().getContextClassLoader());
        }
    }

    @Test
    void anEmptyDirectoryIsNoMistakeAndAMissingOneIs() throws IOException {
        Files.writeString(plugins.resolve("README.md"), "drop plugins here");
        try (Catalogue catalogue = scan()) {
            assertEquals(List.of(), catalogue.units());
        }
        PluginDirectory nowhere = new PluginDirectory(temp.resolve("nowhere"), Optional.empty(), Host.own(), scratch);
        String told = String.valueOf(
                assertThrows(SettingsException.class, nowhere::scan).getMessage());
        assertTrue(told.contains("nowhere is not a directory"), told);
    }

    private static void create(LoadedFactory<?> factory) throws Exception {
        factory.create(unused(Settings.class), unused(PluginContext.class)).close();
    }

    private static <T> T unused(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                }));
    }

    private Catalogue scan() {
        return new PluginDirectory(plugins, Optional.empty(), Host.own(), scratch).scan();
    }

    private static String reports(Catalogue catalogue) {
        return String.join(
                "\n",
                catalogue.units().stream()
                        .flatMap(unit -> unit.report().stream())
                        .toList());
    }

    private void modularWithLibrary(String name, String version) {
        Path lib = library(version, plugins.resolve(name).resolve("lib.jar"));
        new JarMaker()
                .factory(name, LIBRARY_TYPE)
                .moduleInfo(
                        name,
                        "requires io.aisbf.api; requires lib; "
                                + "provides io.aisbf.api.select.SelectionStrategyFactory with " + name + ".Factory;")
                .with(lib)
                .write(plugins.resolve(name).resolve(name + ".jar"));
    }

    private void plainWithLibrary(String name, String version) {
        Path lib = library(version, plugins.resolve(name).resolve("lib.jar"));
        new JarMaker()
                .factory(name, LIBRARY_TYPE)
                .service(name + ".Factory")
                .with(lib)
                .write(plugins.resolve(name).resolve(name + ".jar"));
    }

    private static Path library(String version, Path jar) {
        return new JarMaker()
                .source(
                        "lib.Library",
                        "package lib; public class Library { public static String version() { return \"v" + version
                                + "\"; } }")
                .moduleInfo("lib", "exports lib;")
                .write(jar);
    }

    /** A gateway that has a library as a named module, as the real one has Jackson. */
    private static Host hostWith(Path library) {
        Configuration configuration =
                Host.own().layer().configuration().resolve(ModuleFinder.of(library), ModuleFinder.of(), Set.of("lib"));
        ModuleLayer layer =
                Host.own().layer().defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
        return new Host(layer, Host.own().loader());
    }
}
