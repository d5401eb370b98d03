// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder laid out as 0.3.2 lays it out starts as it is. */
class SeedDirectoryTest {
    @TempDir
    Path folder;

    private Given given;
    private Configuration seed;

    @BeforeEach
    void readIt() {
        given = Given.in(folder)
                .resource("seed/providers.json", "providers.json")
                .resource("seed/rotations.json", "rotations.json")
                .resource("seed/autoselect.json", "autoselect.json");
        seed = given.read();
    }

    @Test
    void readsAllThreeFiles() {
        assertEquals(
                List.of("gemini", "openai", "ollama", "kiro-cli"),
                List.copyOf(seed.providers().keySet()));
        assertEquals(
                List.of("gemini/large-pro", "openai/gpt-4", "openai/gpt-3.5-turbo"),
                Given.the("coding", seed.rotations()).candidates().stream()
                        .map(CandidateConfig::target)
                        .toList());
        assertEquals(
                OptionalLong.of(16_000),
                Given.the("general", seed.rotations())
                        .candidates()
                        .getFirst()
                        .limits()
                        .contextSize());
        AutoselectConfig autoselect = Given.the("autoselect", seed.autoselects());
        assertEquals(Optional.of("general"), autoselect.fallback());
        assertEquals(Optional.of("general"), autoselect.selectionModel());
        assertEquals(2, autoselect.candidates().size());
    }

    @Test
    void saysWhichKeyToReplace() {
        TrackedSettings gemini =
                Given.the("gemini", seed.providers()).settings().open(_ -> Optional.empty());
        assertEquals(Optional.empty(), gemini.secret("api_key"));
        assertEquals(Optional.of("no key (replace YOUR_GEMINI_API_KEY)"), gemini.missing("api_key"));
    }

    @Test
    void usesARotationsKeyForAProviderWithoutOne() {
        TrackedSettings openai =
                Given.the("openai", seed.providers()).settings().open(_ -> Optional.empty());
        assertEquals(Optional.of(new Secret("sk-of-the-rotation")), openai.secret("api_key"));
        assertEquals(Optional.empty(), openai.missing("api_key"));
    }

    @Test
    void passesOverWhatLeadsNowhere() {
        assertTrue(
                given.lines(seed.warnings())
                        .contains("rotations.json:15: rotations.coding.providers[2].provider_id: there is no provider"
                                + " 'gone'; there is: gemini, kiro-cli, ollama, openai (passed over, as 0.3.2"
                                + " does)"),
                () -> given.lines(seed.warnings()).toString());
    }

    @Test
    void onlyWarnsOfKeysThatAPluginDoesNotKnow() {
        TrackedSettings kiro =
                Given.the("kiro-cli", seed.providers()).settings().open(_ -> Optional.empty());
        kiro.text("endpoint");
        kiro.bool("api_key_required");
        kiro.section("kiro_config").orElseThrow().text("region");
        assertEquals(
                List.of("WARNING"),
                kiro.unread().stream()
                        .map(complaint -> complaint.severity().name())
                        .toList());
        assertEquals("providers.kiro-cli.nsfw", kiro.unread().getFirst().path());
    }

    @Test
    void onlyWarnsOfPluginsThatAreNotThere() {
        KnownTypes known = new KnownTypes(Set.of("openai", "echo"), Set.of("weighted"), Set.of());
        assertEquals(
                List.of(
                        "providers.json:5: providers.gemini.type: no plugin for type 'google'; there is: echo, openai",
                        "providers.json:21: providers.ollama.type: no plugin for type 'ollama'; there is: echo, openai",
                        "providers.json:25: providers.kiro-cli.type: no plugin for type 'kiro': it speaks a private"
                                + " protocol behind a login; use type anthropic with an API key",
                        "autoselect.json:2: autoselect.autoselect.strategy: no plugin for strategy 'autoselect'; there"
                                + " is: weighted"),
                given.lines(known.check(seed).stream()
                        .filter(complaint -> complaint.severity().name().equals("WARNING"))
                        .filter(complaint -> !complaint.message().contains("condensation"))
                        .toList()));
        assertEquals(
                0,
                known.check(seed).stream()
                        .filter(c -> c.severity().name().equals("ERROR"))
                        .count());
    }

    @Test
    void readsAutoselectsUnderOneWordToo() {
        given.file(
                "autoselect.json",
                "{\"autoselect\": {\"pick\": {\"model_name\": \"pick\", \"fallback\": \"coding\","
                        + " \"available_models\": [{\"model_id\": \"coding\", \"description\": \"d\"}]}}}");
        assertEquals(Set.of("pick"), given.read().autoselects().keySet());
    }

    @Test
    void stopsAtAWrongTypeAllTheSame() {
        given.file("providers.json", "{\"providers\": {\"a\": {\"type\": \"openai\", \"rate_limit\": \"often\"}}}");
        assertTrue(given.complaints()
                .contains("providers.json:1: providers.a.rate_limit: a number is wanted, found the text 'often'"));
    }
}
