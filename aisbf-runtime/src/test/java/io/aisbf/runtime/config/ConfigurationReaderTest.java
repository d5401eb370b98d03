// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.select.Price;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
    @TempDir
    Path folder;

    private Configuration full() {
        return Given.in(folder)
                .with("OPENAI_API_KEY", "sk-1")
                .resource("full.yaml", "aisbf.yaml")
                .read();
    }

    @Test
    void readsTheServerSection() {
        ServerConfig server = full().server();
        assertEquals("127.0.0.1", server.host());
        assertEquals(0, server.port());
        assertEquals(1 << 20, server.maxRequestBytes());
        assertEquals(Duration.ofSeconds(5), server.shutdownGrace());
        assertEquals(Duration.ofMillis(500), server.writeTimeout());
        assertEquals(Duration.ofMinutes(1), server.idleTimeout());
        assertEquals(Duration.ZERO, server.keepAlive());
        assertTrue(server.strict());
        assertEquals(100, server.minBodyRate());
        assertEquals(64, server.maxConnections());
        assertEquals(List.of("gateway.example"), server.allowedHosts());
        assertEquals(List.of("https://app.example", "*"), server.cors());
    }

    @Test
    void readsProvidersWithTheirModels() {
        ProviderConfig openai = Given.the("openai", full().providers());
        assertEquals("openai", openai.type());
        assertEquals(
                List.of("gpt-4.1", "vendor/small"),
                openai.models().stream().map(ModelConfig::name).toList());
        ModelConfig model = openai.model("gpt-4.1").orElseThrow();
        assertEquals(OptionalLong.of(128_000), model.contextSize());
        assertEquals(OptionalLong.of(100_000), model.maxRequestTokens());
        assertEquals(OptionalInt.of(80), model.limits().condenseContext());
        assertEquals(List.of("algorithmic", "hierarchical"), model.limits().condenseMethods());
        assertEquals(OptionalLong.of(30_000), model.limits().rates().tokensPerMinute());
        assertEquals(Optional.of(new Price(2.5, 1.25, 10)), model.limits().price());
        assertEquals(
                OptionalLong.of(32_000),
                openai.model("vendor/small").orElseThrow().contextSize());
        assertEquals(Optional.empty(), openai.rates().between());
    }

    @Test
    void readsRotationsInBothShapes() {
        RotationConfig coding = Given.the("coding", full().rotations());
        assertEquals("weighted", coding.strategies().getFirst().word());
        assertEquals(
                Optional.of(7),
                coding.strategies()
                        .getFirst()
                        .settings()
                        .open(_ -> Optional.empty())
                        .integer("seed"));
        assertEquals(
                Map.of("openai/gpt-4.1", 3.0, "echo/any/thing", 1.5),
                Map.of(
                        coding.candidates().get(0).target(),
                                coding.candidates().get(0).weight(),
                        coding.candidates().get(1).target(),
                                coding.candidates().get(1).weight()));
        assertEquals(
                List.of("rotation/coding", "gpt-4"),
                Given.the("nested", full().rotations()).candidates().stream()
                        .map(CandidateConfig::target)
                        .toList());
    }

    @Test
    void readsAutoselectsAliasesAndPlugins() {
        Configuration configuration = full();
        AutoselectConfig smart = Given.the("smart", configuration.autoselects());
        assertEquals("autoselect", smart.strategies().getFirst().word());
        assertEquals(Optional.of("coding"), smart.selectionModel());
        assertEquals(Optional.of("rotation/coding"), smart.fallback());
        assertEquals(
                List.of("write a loop", "fix this"),
                smart.candidates().getFirst().examples());
        assertEquals(Map.of("gpt-4", "openai/gpt-4.1", "claude/3", "autoselect/smart"), configuration.aliases());
        assertEquals(
                Optional.of(folder.resolve("plugins")), configuration.plugins().directory());
        assertEquals(
                Optional.of(Path.of("plugins.lock")), configuration.plugins().lock());
    }

    @Test
    void everythingInTheFullFileIsInForce() {
        Given given = Given.in(folder).resource("full.yaml", "aisbf.yaml");
        assertEquals(List.of(), given.lines(given.read().warnings()));
    }

    @Test
    void givesDefaultsToAnEmptyFile() {
        Configuration configuration =
                Given.in(folder).file("aisbf.yaml", "# nothing\n").read();
        assertEquals("127.0.0.1", configuration.server().host());
        assertEquals(17765, configuration.server().port());
        assertEquals(64 << 20, configuration.server().maxRequestBytes());
        assertTrue(configuration.providers().isEmpty());
        assertTrue(configuration.warnings().toString().contains("no provider is configured"));
    }

    @Test
    void letsOtherMachinesInWhenTold() {
        Given given = Given.in(folder).file("aisbf.yaml", "server: {host: 0.0.0.0, allow_open: true}");
        assertEquals("0.0.0.0", given.read().server().host());
        for (String host : List.of("localhost", "127.0.0.9", "'::1'", "'[::1]'", "LOCALHOST")) {
            assertEquals(
                    List.of(),
                    given.file("aisbf.yaml", "server: {host: " + host + "}").complaints(),
                    host);
        }
        for (String host : List.of("'::'", "127.evil.example", "localhost.evil.example", "http://127.0.0.1", "' '")) {
            assertEquals(
                    1,
                    given.file("aisbf.yaml", "server: {host: " + host + "}")
                            .complaints()
                            .size(),
                    host);
        }
    }

    @Test
    void readsJsonWithTabsAndEscapedSlashes() {
        Given given = Given.in(folder)
                .file(
                        "aisbf.json",
                        "{\n\t\"providers\": {\"e\": {\"type\": \"echo\"}},\n\t\"aliases\": {\"x\": \"e\\/m\"}\n}");
        assertEquals(Map.of("x", "e/m"), given.read().aliases());
    }

    @Test
    void namesLineAndColumnOfBrokenJson() {
        Given given = Given.in(folder);
        assertEquals(
                List.of("aisbf.json:2: is not JSON (column 2): a word without quotes: was expecting (JSON String,"
                        + " Number, Array, Object or token 'null', 'true' or 'false')"),
                given.file("aisbf.json", "{\"providers\":\n sk-secret-key}").complaints());
        assertEquals(
                List.of("aisbf.json:2: something follows the end of the JSON value; leave one value"),
                given.file("aisbf.json", "{}\n{}").complaints());
        assertEquals(
                List.of("aisbf.json:2: store: is written twice, first on line 1"),
                given.file("aisbf.json", "{\"store\": \"memory\",\n\"store\": \"memory\"}")
                        .complaints());
    }

    @Test
    void refusesOneNameInTwoFiles() {
        Given given = Given.in(folder)
                .file("aisbf.yaml", "providers: {echo: {type: echo}}")
                .file(
                        "providers.json",
                        "{\"providers\": {\"echo\": {\"type\": \"echo\"}, \"b\": {\"type\": \"echo\"}}}");
        assertEquals(List.of("echo", "b"), List.copyOf(given.read().providers().keySet()));
        assertTrue(given.read().warnings().toString().contains("the name 'echo' is taken by providers.echo"));
        assertFalse(Given.the("echo", given.read().providers()).lenient());
    }

    @Test
    void keepsOnlyAsManyComplaintsAsAPersonReads() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 80; i++) {
            text.append("unheard_of_").append(i).append(": 1\n");
        }
        Given given = Given.in(folder).file("aisbf.yaml", text.toString());
        ConfigurationException refused = assertThrows(ConfigurationException.class, given::read);
        assertEquals(50, refused.complaints().size());
        assertTrue(String.valueOf(refused.getMessage()).endsWith("... and 30 more"));
    }

    @Test
    void cannotBeChangedOnceRead() {
        Configuration configuration = full();
        assertThrows(
                UnsupportedOperationException.class,
                () -> configuration.providers().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> configuration.aliases().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> Given.the("coding", configuration.rotations())
                        .candidates()
                        .clear());
    }
}
