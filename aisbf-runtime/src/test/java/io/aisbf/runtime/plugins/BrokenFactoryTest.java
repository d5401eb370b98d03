// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Factories that cannot be found, made or asked: each has its own sentence, and the plugin beside it works. */
final class BrokenFactoryTest {
    @TempDir
    private Path temp;

    private PluginsFolder folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = PluginsFolder.in(temp);
    }

    @Test
    void aClassThatIsMissing() {
        Path lib = new JarMaker()
                .source(
                        "lib.Library",
                        "package lib; public class Library { public static String x() { return \"x\"; } }")
                .write(temp.resolve("elsewhere/lib.jar"));
        new JarMaker()
                .factory("acme", "lib.Library.x()")
                .service("acme.Factory")
                .with(lib)
                .write(folder.resolve("bad.jar"));
        folder.refuses("bad.jar", "needs a class that none of its jars has (lib.Library)");
    }

    @Test
    void aClassOfTheApiThatThisGatewayDoesNotHave() {
        new JarMaker()
                .source(
                        "io.aisbf.api.plugin.Later",
                        "package io.aisbf.api.plugin; public class Later { public static String x() { return \"x\"; }"
                                + " }")
                .factory("acme", "io.aisbf.api.plugin.Later.x()")
                .service("acme.Factory")
                .write(folder.resolve("bad.jar"));
        folder.refuses("bad.jar", "needs io.aisbf.api.plugin.Later, which this gateway's io.aisbf.api does not have");
    }

    @Test
    void aClassFileThatIsTooNew() {
        JarMaker.plain("acme", "bad").classFile(99).write(folder.resolve("plain.jar"));
        JarMaker.module("acme", "bad", "").classFile(99).write(folder.resolve("named.jar"));
        String told = "was compiled for Java 55 and the gateway runs on Java "
                + Runtime.version().feature();
        folder.refuses("plain.jar", told);
        folder.refuses("named.jar", "named.jar " + told);
    }

    @Test
    void aConstructorThatThrows() {
        broken(
                "public Factory() { throw new IllegalStateException(\"no\\n"
                        + "way\"); } public String type() { return \"bad\"; }",
                "its selection strategy factory failed while it was made or asked for its type at acme.Factory.<init>");
        folder.refuses("bad.jar", "IllegalStateException: no way; a factory must do nothing until create is called");
    }

    @Test
    void aStaticInitialiserThatThrows() {
        broken(
                "static final int X = Integer.parseInt(\"x\"); public String type() { return \"bad\"; }",
                "its selection strategy factory failed in a static initialiser");
    }

    @Test
    void aTypeThatThrowsAnError() {
        broken("public String type() { throw new AssertionError(\"never\"); }", "AssertionError: never");
    }

    @Test
    void aTypeThatOverflowsTheStack() {
        broken("public String type() { return type(); }", "StackOverflowError");
    }

    @Test
    void anExceptionThatCannotEvenSayWhatItIs() {
        broken(
                "public String type() { throw new RuntimeException() { public String getMessage() { throw new Error();"
                        + " } }; }",
                "its selection strategy factory failed with acme.Factory$1");
    }

    @Test
    void aTypeThatIsNoWord() {
        broken(
                "public String type() { return \"Not\\nGood\"; }",
                "acme.Factory calls itself 'Not Good': a type is 1 to 64 lower case letters");
    }

    @Test
    void aTypeThatIsNotThere() {
        broken("public String type() { return null; }", "acme.Factory calls itself 'null'");
    }

    @Test
    void anAliasThatIsNoWord() {
        broken(
                "public String type() { return \"bad\"; } public java.util.Set<String> aliases() { return"
                        + " java.util.Set.of(\"\"); }",
                "acme.Factory has the alias ''");
    }

    @Test
    void aServiceFileThatNamesAMissingClass() {
        JarMaker.plain("acme", "bad").service("acme.Gone").write(folder.resolve("bad.jar"));
        folder.refuses("bad.jar", "it names acme.Gone as its selection strategy factory, and no jar has that class");
    }

    @Test
    void aModuleThatNamesAMissingClass() {
        JarMaker.module("acme", "bad", "")
                .source("acme.Other", "package acme; class Other {}")
                .without("acme/Factory.class")
                .write(folder.resolve("bad.jar"));
        folder.refuses("bad.jar", "it names acme.Factory as its selection strategy factory, and no jar has that class");
    }

    @Test
    void aServiceFileThatIsNotText() {
        JarMaker.plain("acme", "bad").service("not a class name").write(folder.resolve("bad.jar"));
        folder.refuses(
                "bad.jar",
                "its list of selection strategy factories is not right (ServiceConfigurationError:"
                        + " io.aisbf.api.select");
    }

    @Test
    void aClassThatIsNoFactory() {
        new JarMaker()
                .source("acme.Factory", "package acme; public class Factory {}")
                .service("acme.Factory")
                .write(folder.resolve("bad.jar"));
        folder.refuses(
                "bad.jar",
                "acme.Factory is named as a selection strategy factory and does not implement io.aisbf.api.select");
    }

    @Test
    void aFactoryWithoutAPublicConstructor() {
        broken(
                "private Factory() {} public String type() { return \"bad\"; }",
                "acme.Factory has no public constructor without arguments");
    }

    @Test
    void twoOfOneType() {
        Path one = JarMaker.plain("acme", "bad").write(folder.resolve("one.jar"));
        Path two = JarMaker.module("acme", "bad", "").write(folder.resolve("two/acme.jar"));
        String told = "the type 'bad' for a selection strategy is claimed by " + one + " (acme.Factory) and " + two
                + " (acme.Factory), so none of them gets it: remove all but one";
        folder.refuses("one.jar", told);
        folder.refuses("two", told);
        try (Catalogue catalogue = folder.scan()) {
            assertEquals(Optional.of(told), catalogue.dispute(Kind.SELECTION_STRATEGY, "bad"));
        }
    }

    @Test
    void anAliasYieldsToAType() {
        new JarMaker()
                .body(
                        "acme",
                        "public String type() { return \"acme\"; } public java.util.Set<String> aliases() { return"
                                + " java.util.Set.of(\"good\"); }")
                .service("acme.Factory")
                .write(folder.resolve("acme.jar"));
        try (Catalogue catalogue = folder.scan()) {
            assertEquals(
                    "good.jar",
                    catalogue.selectionStrategy("good").orElseThrow().unit());
            assertEquals(
                    "the alias 'good' is not used, because " + folder.resolve("good.jar")
                            + " brings a selection strategy of that type",
                    catalogue.units().getFirst().notes().getFirst());
        }
    }

    @Test
    void oneBrokenFactoryDoesNotTakeTheOtherDown() {
        JarMaker.plain("acme", "fine").service("acme.Gone\nacme.Factory").write(folder.resolve("half.jar"));
        try (Catalogue catalogue = folder.scan()) {
            Unit half = catalogue.units().getLast();
            assertTrue(half.loaded());
            assertEquals(1, half.refusals().size());
            assertTrue(catalogue.selectionStrategy("fine").isPresent());
        }
    }

    private void broken(String members, String told) {
        new JarMaker().body("acme", members).service("acme.Factory").write(folder.resolve("bad.jar"));
        folder.refuses("bad.jar", told);
    }
}
