// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The zip says whose work it carries: each jar of others has an entry, and the texts that its licence wants lie there. */
@Timeout(360)
class NoticesIT {
    private static final Path LICENSES = Product.home().resolve("licenses");
    private static final Pattern JAR = Pattern.compile("(?m)^ {2}(\\S+\\.jar)$");
    private static final Pattern TEXTS = Pattern.compile("(?m)^ {2}Texts: (.+)$");
    private static final Pattern LEGAL =
            Pattern.compile("(?i).*(licen[cs]e|notice|copying|copyright)[^/]*(?<!\\.class)");
    private static final String SOME = "Some licence,\n  in two lines.\n";

    @TempDir
    Path folder;

    private static List<Path> jars(boolean ours) throws IOException {
        try (Stream<Path> files = Files.walk(Product.home())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> name(file).startsWith("aisbf-") == ours)
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String told() throws IOException {
        return Files.readString(LICENSES.resolve("NOTICES.txt"));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(result -> Stream.of(result.group(1).split(", ", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachJarOfOthersIsNamedAndNoOther() throws IOException {
        Set<String> jars = jars(false).stream().map(NoticesIT::name).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(jars.size() > 10, jars.toString());
        assertEquals(jars, found(JAR, told()));
    }

    @Test
    void eachTextThatIsNamedLiesThereAndNoOther() throws IOException {
        Set<String> texts = found(TEXTS, told());
        try (Stream<Path> files = Files.list(LICENSES)) {
            assertEquals(
                    files.map(NoticesIT::name)
                            .filter(file -> !file.equals("NOTICES.txt"))
                            .collect(Collectors.toCollection(TreeSet::new)),
                    texts);
        }
        for (String part : told().split("\n\n", -1)) {
            if (part.contains("Licence: ")) {
                assertTrue(TEXTS.matcher(part).find() && JAR.matcher(part).find(), part);
            }
        }
        for (String text : texts) {
            assertTrue(Files.size(LICENSES.resolve(text)) > 500, text);
        }
    }

    @Test
    void whatTheJarsSayOfTheirLicencesIsPassedOn() throws IOException {
        Set<String> passedOn = new TreeSet<>();
        try (Stream<Path> files = Files.list(LICENSES)) {
            for (Path file : files.toList()) {
                passedOn.add(words(Files.readAllBytes(file)));
            }
        }
        Map<String, byte[]> wanted = new TreeMap<>();
        for (Path jar : jars(false)) {
            contents(jar, LEGAL).forEach((entry, bytes) -> wanted.put(name(jar) + "!" + entry, bytes));
        }
        assertTrue(wanted.keySet().stream().anyMatch(entry -> entry.contains("NOTICE")), wanted.keySet()::toString);
        wanted.forEach((entry, bytes) -> assertTrue(passedOn.contains(words(bytes)), entry));
    }

    @Test
    void whatOurJarsHoldOfOthersIsToldBesideThem() throws IOException {
        Pattern strange = Pattern.compile(
                "(?!META-INF/|io/aisbf/.*\\.(class|txt|md|csv|lua|properties)$" + "|module-info\\.class$).*[^/]");
        int told = 0;
        for (Path jar : jars(true)) {
            for (String entry : contents(jar, strange).keySet()) {
                Path notice = jar.resolveSibling("licenses").resolve("NOTICE.txt");
                assertTrue(Files.exists(notice), jar + " holds " + entry + ", and nothing says whose it is");
                String name = entry.replaceFirst("^io/aisbf/\\w+/\\w+/", "");
                assertTrue(Files.readString(notice).contains(name), notice + " does not name " + name);
                assertTrue(told().contains("In " + name(jar)), told());
                told++;
            }
        }
        assertTrue(told > 0, "the model and its runtime were not looked at");
    }

    private static Map<String, byte[]> contents(Path jar, Pattern entries) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (JarFile opened = new JarFile(jar.toFile())) {
            for (JarEntry entry : opened.stream().toList()) {
                if (entries.matcher(entry.getName()).matches()) {
                    try (InputStream in = opened.getInputStream(entry)) {
                        contents.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        return contents;
    }

    private static String words(byte[] text) {
        return String.join(" ", new String(text, StandardCharsets.UTF_8).strip().split("\\s+", -1));
    }

    @Test
    void aJarThatNobodyKnowsStopsTheBuild() throws Exception {
        String said = notices(1, "known- | Known | MIT |", jar("known-1.jar", "LICENSE", SOME), jar("new-2.jar"));
        assertTrue(said.contains("new-2.jar is no part that "), said);
        assertTrue(said.contains("add a line for it"), said);
        assertFalse(said.contains("known-1"), said);
    }

    @Test
    void aPartWithoutATextOrWithoutAJarOrWithAStrangeLicenceStopsTheBuild() throws Exception {
        Path bare = jar("bare-1.jar");
        assertTrue(notices(1, "bare- | Bare | MIT |", bare).contains("Bare brings no licence with it"));
        String gone = notices(1, "bare- | Bare | MIT | MIT.txt\ngone- | Gone | MIT | MIT.txt", bare);
        assertTrue(gone.contains("no jar of it is packed; take the line away") && !gone.contains("Bare"), gone);
        String strange = notices(1, "bare- | Bare | MIT AND CDDL-1.0 | MIT.txt", bare);
        assertTrue(strange.contains("Bare: nobody has looked whether CDDL-1.0 goes with GPL-3.0-or-later"), strange);
    }

    @Test
    void aTextThatSeveralJarsHoldIsKeptOnceAndOthersEach() throws Exception {
        Path one = jar("known-a-1.jar", "META-INF/LICENSE.txt", SOME, "META-INF/NOTICE", "one");
        Path other = jar("known-b-1.jar", "META-INF/LICENSE", SOME.replace("\n", "\r\n"), "NOTICE.md", "other");
        notices(0, "known- | Known (https://known.example) | MIT |", other, one);
        assertEquals("""
            What this product contains of others, unchanged, and on which terms. The texts lie beside this file.
            AISBF itself: see LICENSE and LICENSE-EXCEPTION.

            Known (https://known.example)
              Licence: MIT
              Texts: known-a-1-LICENSE.txt, known-a-1-NOTICE.txt, known-b-1-NOTICE.md.txt
              known-a-1.jar
              known-b-1.jar
            """, Files.readString(folder.resolve("out").resolve("NOTICES.txt")));
        assertEquals(SOME, Files.readString(folder.resolve("out").resolve("known-a-1-LICENSE.txt")));
    }

    /** A jar with these entries, names and texts in turn. */
    private Path jar(String name, String... entries) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream written = new JarOutputStream(out)) {
            written.putNextEntry(new JarEntry("a/License.class"));
            for (int i = 0; i < entries.length; i += 2) {
                written.putNextEntry(new JarEntry(entries[i]));
                written.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    /** What the program of the build says of that table and those jars, and that it ends with that code. */
    private String notices(int code, String table, Path... jars) throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.writeString(source.resolve("parts.txt"), "# A remark.\n" + table + "\n");
        Files.writeString(source.resolve("MIT.txt"), "MIT");
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "src/licenses/Notices.java",
                        source.toString(),
                        folder.resolve("out").toString(),
                        Stream.of(jars).map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator)))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not end");
        assertEquals(code, process.exitValue(), () -> "it ended otherwise: " + folder);
        return Files.readString(said);
    }
}
