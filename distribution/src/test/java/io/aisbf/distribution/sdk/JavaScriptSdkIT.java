// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The official JavaScript SDK talks through the unzipped product to a recording upstream. The tests themselves are
 * {@code src/test/js/sdk.test.mjs}; npm installs the SDK by its lock file, node runs them, and each of them is a test
 * here.
 */
class JavaScriptSdkIT {
    private static final long PATIENCE_SECONDS = 180;
    private static final Path SOURCES = Path.of("src/test/js").toAbsolutePath();
    private static final Path FOLDER = Path.of("target/js").toAbsolutePath();

    @TestFactory
    Stream<DynamicTest> theOfficialSdkWorksThroughTheGateway() throws Exception {
        install();
        try (RawUpstream upstream = new RawUpstream(new OpenAiAnswers());
                Product product = Product.start(Product.yaml(upstream.endpoint()))) {
            Map<String, String> environment = Map.of(
                    "GATEWAY",
                    product.address() + "/v1",
                    "UPSTREAM",
                    upstream.endpoint().replace("/v1", ""));
            String said = run(
                    environment,
                    "node",
                    "--test",
                    "--test-reporter=junit",
                    "--test-reporter-destination=report.xml",
                    "sdk.test.mjs");
            List<DynamicTest> tests = tests(said);
            assertFalse(tests.isEmpty(), said);
            return tests.stream();
        }
    }

    /** Copies the sources and lets npm install what the lock file names, unless that was done before. */
    private static void install() throws Exception {
        Files.createDirectories(FOLDER);
        Path lock = FOLDER.resolve("package-lock.json");
        boolean installed = Files.exists(lock)
                && Files.exists(FOLDER.resolve("node_modules/openai"))
                && Files.mismatch(SOURCES.resolve("package-lock.json"), lock) < 0;
        for (String name : List.of("package.json", "package-lock.json", ".npmrc", "sdk.test.mjs")) {
            Files.write(FOLDER.resolve(name), Files.readAllBytes(SOURCES.resolve(name)));
        }
        if (!installed) {
            run(Map.of(), "npm", "ci");
        }
        Files.deleteIfExists(FOLDER.resolve("report.xml"));
    }

    /** Runs a command to its end; a command that fails is judged by what it left behind. */
    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path said = FOLDER.resolve(command[0] + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(command[0] + " did not end within " + PATIENCE_SECONDS + " s:\n" + Files.readString(said));
        }
        if (command[0].equals("npm")) {
            assertEquals(0, process.exitValue(), () -> "npm: see " + said);
        }
        return Files.readString(said);
    }

    private static List<DynamicTest> tests(String said) throws Exception {
        Path report = FOLDER.resolve("report.xml");
        if (!Files.exists(report) || Files.size(report) == 0) {
            fail("node ran no test:\n" + said);
        }
        NodeList cases = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            NodeList failures = one.getElementsByTagName("failure");
            tests.add(DynamicTest.dynamicTest(one.getAttribute("name"), () -> {
                if (failures.getLength() > 0) {
                    fail(failures.item(0).getTextContent());
                }
            }));
        }
        return tests;
    }
}
