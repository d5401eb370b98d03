// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Npm;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Coding agents, as their makers ship them, work through the unzipped product with a model that speaks another protocol
 * than theirs: they ask, are told to run a command, run it, and send its result back. More than a gigabyte is fetched
 * for that, so these tests run only when asked for: {@code mvn verify -Pagents}.
 */
@Tag("agents")
class AgentsIT {
    private static final Path FOLDER = Path.of("target/agents").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 120;
    private static final String TASK = "Write the word proof into the file proof.txt";

    @BeforeAll
    static void installTheAgents() throws Exception {
        Path folder = Npm.install("agents");
        // No package's script runs at install; two agents fetch their program out of a package beside them by one.
        for (String script : List.of("opencode-ai/postinstall.mjs", "@anthropic-ai/claude-code/install.cjs")) {
            assertEquals(0, run(folder, Map.of(), "node", "node_modules/" + script), script + " failed");
        }
    }

    @ParameterizedTest(name = "{0} works with a model behind {1}")
    @CsvSource({
        "codex, anthropic",
        "codex, google",
        "codex, openai",
        "opencode, anthropic",
        "opencode, google",
        "claude, openai",
        "claude, google",
        "gemini, anthropic",
        "gemini, openai"
    })
    void anAgentRunsAWholeToolLoop(String agent, String provider) throws Exception {
        Path work = Files.createTempDirectory(FOLDER, agent + "-");
        try (RawUpstream upstream = new RawUpstream(new AgentAnswers());
                Product product = Product.start(yaml(upstream))) {
            Agent one = Agent.of(agent, product.address(), provider + "/agent", work);
            one.prepare();
            int code = run(work, one.environment(), one.command(TASK));
            String said = Files.readString(work.resolve("said.log"));

            assertEquals(0, code, said + product);
            assertEquals("proof", Files.readString(work.resolve("proof.txt")), said);
            assertTrue(said.contains(AgentAnswers.DONE), said);
            assertTheThoughtCameBack(provider, upstream);
        }
    }

    /** Whoever proves its thoughts wants the proof back with the result of the call, whatever protocol lies between. */
    private static void assertTheThoughtCameBack(String provider, RawUpstream upstream) {
        if (provider.equals("google")) {
            assertTrue(
                    upstream.requests().stream()
                            .anyMatch(request -> request.body().contains("functionResponse")
                                    && request.body().contains(AgentAnswers.PROOF)),
                    "the signature did not come back");
        }
    }

    private static String yaml(RawUpstream upstream) {
        String base = upstream.endpoint().replace("/v1", "");
        return """
            providers:
              openai: {type: openai, endpoint: %s/v1, api_key: sk-upstream}
              anthropic: {type: anthropic, endpoint: %s, api_key: sk-upstream}
              google: {type: google, endpoint: %s/v1beta, api_key: sk-upstream}
            """.formatted(base, base, base);
    }

    /** Runs a command in a folder, what it says in {@code said.log} there; {@return its exit code} */
    private static int run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.log").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(
                    List.of(command) + " did not end:\n" + Files.readString(folder.resolve("said.log")));
        }
        return process.exitValue();
    }
}
