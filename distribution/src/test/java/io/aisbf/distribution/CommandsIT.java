// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Installation.Answer;
import io.aisbf.distribution.Installation.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands of {@code bin/aisbf}, on an unzipped product. */
@Timeout(600)
class CommandsIT {
    private Installation product;

    @BeforeEach
    void unzip() throws IOException {
        product = new Installation();
    }

    @AfterEach
    void remove() throws IOException {
        product.close();
    }

    @Test
    void theBundledConfigurationAnswersTheCurlOfTheReadme() throws Exception {
        URI address = product.daemon();

        Answer answer = product.post(address.resolve("/v1/chat/completions"), """
            {"model": "demo", "stream": true, "messages": [{"role": "user", "content": "Hello, who are you?"}]}\
            """);

        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().contains("\"content\":\"Hello,\""), answer.body());
        assertTrue(answer.body().endsWith("data: [DONE]\n\n"), answer.body());
    }

    @Test
    void saysWhatRunsAndStopsIt() throws Exception {
        assertEquals(new Result(3, "no aisbf runs\n", ""), product.aisbf("status"));
        URI address = product.daemon();
        String port = Integer.toString(address.getPort());

        Result status = product.aisbf("status");
        assertEquals(0, status.code(), status.toString());
        assertTrue(status.out().contains(" ready on " + address + ", pid "), status.out());

        Result second = product.aisbf("daemon", "--port", port);
        assertEquals(1, second.code(), second.toString());
        assertTrue(second.err().contains("port " + port + " is in use by aisbf with pid "), second.err());

        Result serve = product.aisbf("serve", "--port", port);
        assertEquals(1, serve.code(), serve.toString());
        assertTrue(serve.err().contains("aisbf with pid"), serve.err());
        assertFalse(serve.err().contains("\tat "), serve.err());

        assertEquals(0, product.aisbf("stop", "--port", port).code());
        assertEquals(3, product.aisbf("status").code());
    }

    @Test
    void listsThePlugins() throws Exception {
        Result plugins = product.aisbf("plugins");

        assertEquals(0, plugins.code(), plugins.toString());
        assertTrue(plugins.out().contains("provider 'echo' from "), plugins.out());
        assertTrue(plugins.out().contains("wire format 'openai-chat' from "), plugins.out());
        assertTrue(plugins.out().contains("selection strategy 'weighted'"), plugins.out());
    }

    @Test
    void checksAConfigurationWithoutStarting() throws Exception {
        Path good = product.write("good.yaml", "providers: {mine: {type: echo}}\n");
        Path bad = product.write("bad.yaml", "providers:\n  mine:\n    type: echo\n    chunk_dely: 5ms\n");

        Result fine = product.aisbf("check", good.toString());
        assertEquals(0, fine.code(), fine.toString());
        assertTrue(fine.out().contains("OK"), fine.out());

        Result wrong = product.aisbf("check", bad.toString());
        assertEquals(2, wrong.code(), wrong.toString());
        assertTrue(wrong.err().contains("bad.yaml:4"), wrong.err());
        assertTrue(wrong.err().contains("did you mean 'chunk_delay'?"), wrong.err());
    }

    @Test
    void theDaemonSaysWhyItDidNotStart() throws Exception {
        Path bad = product.write("bad.yaml", "providrs: {}\n");

        Result result = product.aisbf("daemon", "--port", "0", "--config", bad.toString());

        assertEquals(2, result.code(), result.toString());
        assertTrue(result.err().contains("did not start") && result.err().contains("bad.yaml:1"), result.err());
    }

    @Test
    void aFolderOfVersion032StartsUnchanged() throws Exception {
        product.write("home/.aisbf/providers.json", """
            {"providers": {"openai": {"id": "openai", "name": "OpenAI", "endpoint": "http://127.0.0.1:9/v1",
              "type": "openai", "api_key_required": true, "rate_limit": 0}}}\
            """);
        product.write("home/.aisbf/rotations.json", """
            {"rotations": {"coding": {"model_name": "coding", "providers": [{"provider_id": "openai",
              "api_key": "sk-1", "models": [{"name": "gpt-4", "weight": 3, "rate_limit": 0}]}]}}}\
            """);
        product.write("home/.aisbf/autoselect.json", """
            {"auto": {"model_name": "auto", "description": "picks", "fallback": "coding",
              "available_models": [{"model_id": "coding", "description": "for programming"}]}}\
            """);

        URI address = product.daemon();

        Answer models = product.get(address.resolve("/v1/models"));
        assertTrue(models.body().contains("coding"), models.body());
        assertEquals(200, product.get(address).status());
    }

    @Test
    void aWrongWordIsOneSentence() throws Exception {
        Result command = product.aisbf("statsu");
        assertEquals(
                new Result(2, "", "aisbf: aisbf has no command 'statsu'; did you mean 'status'?; see 'aisbf help'\n"),
                command);
        assertEquals(2, product.aisbf("--port", "seven").code());
    }

    @Test
    void worksThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(product.userHome().resolve("aisbf"), Path.of("../aisbf/bin/aisbf"));
        Path second = Files.createSymbolicLink(product.userHome().resolve("other"), link);

        assertTrue(product.launcher(second, "version").out().startsWith("aisbf 1."));
    }

    @Test
    void saysWhatToDoWithoutANewJava() throws Exception {
        product.write("jdk/release", "JAVA_VERSION=\"17.0.15\"\n");
        Path java = product.write("jdk/bin/java", "#!/bin/sh\nexit 1\n");
        Path old = java.resolve("../..").normalize();
        assertTrue(java.toFile().setExecutable(true));
        product.variable("AISBF_JAVA", old.toString());

        Result result = product.aisbf("version");

        assertEquals(1, result.code(), result.toString());
        assertTrue(result.err().startsWith("aisbf: AISBF_JAVA is '" + old + "', and that is no Java 25"), result.err());
    }

    @Test
    void makesACacheAndStartsFromIt() throws Exception {
        Result made = product.aisbf("warmup");

        assertEquals(0, made.code(), made.toString());
        try (Stream<Path> caches = Files.list(product.userHome().resolve(".cache/aisbf"))) {
            List<Path> all = caches.toList();
            assertEquals(1, all.size(), all.toString());
            assertTrue(Files.size(all.getFirst()) > 1_000_000, all.toString());
        }
        URI address = product.daemon();
        assertEquals(200, product.get(address.resolve("/health/ready")).status());
    }
}
