// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.select.Price;
import io.aisbf.runtime.config.tree.Keys;
import io.aisbf.runtime.health.HealthPolicy;
import io.aisbf.runtime.health.Place;
import io.aisbf.runtime.plugins.JarMaker;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration comes to, with a plugin that says of each instance which key it has. */
@Timeout(60)
class GenerationTest {
    private static final String FACTORY = """
        package acme;
        import io.aisbf.api.call.Call;
        import io.aisbf.api.chat.ChatRequest;
        import io.aisbf.api.plugin.*;
        import io.aisbf.api.provider.*;
        import java.util.Optional;
        public class Factory implements ProviderFactory {
            public String type() { return "acme"; }
            record Keyed(String key) implements Provider, Provider.Probe {
                public ChatReply chat(ChatRequest request, Call call) {
                    throw new IllegalStateException("not asked here");
                }
                public void probe(Call call) {
                    if (key.equals("dead")) throw new IllegalStateException("dead");
                }
                public Optional<String> unavailable() {
                    return key.equals("none") ? Optional.of("no key") : Optional.empty();
                }
            }
            public Provider create(Settings settings, PluginContext context) {
                settings.text("word").ifPresent(word -> { throw settings.wrong("word", "is bad"); });
                if (settings.name().equals("keyless")) return new Keyed("keyless");
                return new Keyed(settings.secret("api_key").map(Secret::reveal).orElse("none"));
            }
        }
        """;

    private static final String NEARER_AND_WIDER = """
        providers:
          p:
            type: acme
            timeouts: {idle: 5s, total: 1h}
            models:
              - {name: m, context_size: 1000, timeouts: {idle: 9s}, price: {input: 1, output: 2}}
        aliases: {short: longer, longer: p/m}
        rotations:
          r:
            continue_streams: true
            providers:
              - provider_id: p
                models:
                  - {name: m, context_size: 500, timeouts: {total: 2m}}
                  - {name: other, timeouts: {connect: 1s}, price: {input: 3, output: 4}}
                  - {name: silent}
          s: {models: {short: 1}, default_context_size: 77}
        """;

    @TempDir
    private Path home;

    @BeforeEach
    void install() throws IOException {
        new JarMaker()
                .source("acme.Factory", FACTORY)
                .moduleInfo(
                        "acme",
                        "requires io.aisbf.api; provides io.aisbf.api.provider.ProviderFactory with acme.Factory;")
                .write(home.resolve("plugins/acme/acme.jar"));
    }

    private Gateway.Options options(String name, String text) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf").resolve(name), text);
        return new Gateway.Options(
                home,
                Optional.of(home.resolve("conf")),
                Optional.empty(),
                OptionalInt.of(0),
                new StateFolder.In(home.resolve("state")),
                OutputStream.nullOutputStream());
    }

    private void with(String yaml, Consumer<Targets> check) throws IOException {
        try (Gateway gateway = Gateway.start(options("aisbf.yaml", yaml))) {
            check.accept(gateway.generation().targets());
        }
    }

    private static ProviderEntry provider(Targets targets, String name) {
        return targets.providers().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> keys(ProviderEntry entry) {
        return entry.keys().stream().map(key -> String.valueOf(key.provider())).toList();
    }

    @Test
    void makesOneInstanceForEachKey() throws IOException {
        with("""
            providers:
              three: {type: acme, api_key: z, api_keys: [a, z, b, YOUR_KEY], retries: 7}
              one: {type: acme, api_keys: [a]}
              none: {type: acme}
            """, targets -> {
            ProviderEntry three = provider(targets, "three");
            assertEquals(List.of("Keyed[key=z]", "Keyed[key=a]", "Keyed[key=b]"), keys(three));
            assertEquals(
                    List.of("z", "a", "b").stream()
                            .map(key -> Keys.name("three", new Secret(key)))
                            .toList(),
                    three.keys().stream().map(ProviderEntry.Key::id).toList());
            assertEquals(new HealthPolicy(3, Duration.ofMinutes(5), Duration.ofHours(1), 7, 0), three.policy());
            assertEquals(List.of("Keyed[key=a]"), keys(provider(targets, "one")));
            assertEquals("", provider(targets, "one").keys().getFirst().id());
            assertEquals(List.of("Keyed[key=none]"), keys(provider(targets, "none")));
        });
    }

    @Test
    void aPluginThatAsksForNoKeyIsMadeOnce() throws IOException {
        Gateway.Options options = options(
                "providers.json", "{\"providers\": {\"keyless\": {\"type\": \"acme\", \"api_keys\": [\"a\", \"b\"]}}}");
        try (Gateway gateway = Gateway.start(options)) {
            ProviderEntry entry = provider(gateway.generation().targets(), "keyless");
            assertEquals(List.of("Keyed[key=keyless]"), keys(entry));
            assertEquals("", entry.keys().getFirst().id());
            assertTrue(gateway.warnings().toString().contains("api_keys: is not known here"));
        }
    }

    @Test
    void complainsOnceHoweverManyKeysThereAre() {
        SettingsException e = assertThrows(SettingsException.class, () -> Inspection.check(options("aisbf.yaml", """
            providers:
              p: {type: acme, api_keys: [a, b, c], endpont: x}
              q: {type: acme, api_keys: [a, b, c], word: x}
            """)));
        List<String> lines = String.valueOf(e.getMessage()).lines().toList();
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.getFirst().contains("providers.p.endpont: is not known here"), lines.toString());
        assertTrue(lines.getLast().contains("providers.q.word: is bad"), lines.toString());
    }

    @Test
    void theCheckTellsTheNumberOfKeysAndShowsNone() throws IOException {
        List<String> lines = Inspection.check(options("aisbf.yaml", """
            providers:
              p: {type: acme, api_keys: [sk-1, sk-2]}
              q: {type: acme, api_key: sk-1}
            """));
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith("provider 'p' has 2 keys, named by digest: "), lines.toString());
        assertFalse(lines.toString().contains("sk-"), lines.toString());
        assertFalse(Files.exists(home.resolve("state")));
    }

    @Test
    void aRotationSaysMoreOfAModelThanItsProvider() throws IOException {
        with(NEARER_AND_WIDER, targets -> {
            ModelEntry own = entry(targets, "rotation/r", "p/m");
            assertEquals(OptionalLong.of(500), own.contextSize());
            assertEquals(Optional.of(new Price(1, 1, 2)), own.price());
            assertEquals(
                    Duration.ofSeconds(9),
                    own.patience().orElseThrow().deadlines().idle());
            assertEquals(
                    Duration.ofMinutes(2),
                    own.patience().orElseThrow().deadlines().total());
            ModelEntry other = entry(targets, "rotation/r", "p/other");
            assertEquals(Optional.of(new Price(3, 3, 4)), other.price());
            assertEquals(
                    Duration.ofSeconds(5),
                    other.patience().orElseThrow().deadlines().idle());
            assertEquals(
                    Duration.ofSeconds(1),
                    other.patience().orElseThrow().deadlines().connect());
            assertEquals(
                    OptionalLong.of(77), entry(targets, "rotation/s", "short").contextSize());
            Group rotation = ((Target.Choice) targets.resolve("r")).group();
            assertTrue(rotation.care().continues());
            assertFalse(rotation.limits().containsKey("p/silent"));
        });
    }

    private static ModelEntry entry(Targets targets, String group, String target) {
        Target within = ((Target.Choice) targets.resolve(group)).group().within(targets.resolve(target));
        return ((Target.Model) within).entry().orElseThrow();
    }

    @Test
    void probesAskWithTheVeryKey() throws IOException {
        with("providers: {p: {type: acme, api_keys: [alive, dead]}, n: {type: acme}}", targets -> {
            Probes probes = new Probes(targets.providers());
            List<ProviderEntry.Key> keys = provider(targets, "p").keys();
            assertTrue(probes.apply(new Place("p", keys.getFirst().id(), "m")).isPresent());
            assertTrue(probes.apply(new Place("p", "", "")).isPresent());
            assertEquals(Optional.empty(), probes.apply(new Place("n", "", "m")));
            assertEquals(Optional.empty(), probes.apply(new Place("gone", "", "m")));
            assertThrows(
                    RuntimeException.class,
                    () -> probes.apply(new Place("p", keys.getLast().id(), "m"))
                            .orElseThrow()
                            .run());
            assertTrue(keys.getFirst().provider() instanceof Provider.Probe);
        });
    }

    @Test
    void keepsItsStateInTheFolderItWasGiven() throws IOException {
        with("providers: {p: {type: acme}}\nstate: elsewhere", targets -> {});
        assertTrue(Files.exists(home.resolve("state/cooldowns.json")));
        assertFalse(Files.exists(home.resolve("elsewhere")));
    }
}
