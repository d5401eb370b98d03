// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.plugins.JarMaker;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole, wired, with plugins made on the spot. */
@Timeout(60)
class GatewayTest {
    private static final String PROVIDER = "io.aisbf.api.provider.ProviderFactory";

    @TempDir
    private Path home;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        configure("providers: {a: {type: acme}}");
        jar("ready").write(home.resolve("plugins/acme/acme.jar"));
    }

    private void configure(String yaml) throws IOException {
        Files.writeString(home.resolve("conf/aisbf.yaml"), yaml + "\n");
    }

    private Gateway.Options options() {
        return new Gateway.Options(
                home,
                Optional.of(home.resolve("conf")),
                Optional.empty(),
                OptionalInt.of(0),
                new StateFolder.In(home.resolve("state")),
                OutputStream.nullOutputStream());
    }

    /** A provider that cannot be asked, and says so in a word. */
    private static JarMaker jar(String word) {
        return new JarMaker()
                .source("acme.Factory", """
                    package acme;
                    import io.aisbf.api.call.Call;
                    import io.aisbf.api.chat.ChatRequest;
                    import io.aisbf.api.plugin.*;
                    import io.aisbf.api.provider.*;
                    import java.util.Optional;
                    public class Factory implements ProviderFactory {
                        public String type() { return "acme"; }
                        public Provider create(Settings settings, PluginContext context) {
                            return new Provider() {
                                public ChatReply chat(ChatRequest request, Call call) {
                                    throw new IllegalStateException("%1$s");
                                }
                                public Optional<String> unavailable() { return Optional.of("%1$s"); }
                            };
                        }
                    }
                    """.formatted(word))
                .moduleInfo("acme", "requires io.aisbf.api; provides " + PROVIDER + " with acme.Factory;");
    }

    private static String ready(Gateway gateway) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(gateway.address().resolve("/health/ready"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    @Test
    void servesAReplacedPluginAfterAReloadAndFreesTheOldOne() throws Exception {
        try (Gateway gateway = Gateway.start(options())) {
            assertTrue(ready(gateway).contains("\"a\":\"ready\""), ready(gateway));
            ReferenceQueue<ClassLoader> freed = new ReferenceQueue<>();
            WeakReference<ClassLoader> old = new WeakReference<>(
                    gateway.generation().catalogue().loader("acme").orElseThrow(), freed);
            Path next = jar("other").write(home.resolve("next/acme.jar"));
            Files.move(next, home.resolve("plugins/acme/acme.jar"), StandardCopyOption.REPLACE_EXISTING);
            List<String> changes = gateway.reload();
            assertEquals("changed: acme", changes.getFirst());
            assertTrue(ready(gateway).contains("\"a\":\"other\""), ready(gateway));
            assertTrue(collected(freed), () -> "still held: " + old.get());
        }
    }

    @Test
    void goesOnAsBeforeWhenAReloadIsNotRight() throws Exception {
        try (Gateway gateway = Gateway.start(options())) {
            configure("providers: {a: {type: acne}}");
            SettingsException e = assertThrows(SettingsException.class, gateway::reload);
            assertTrue(
                    e.getMessage().contains("aisbf.yaml:1: providers.a.type: no plugin for type 'acne'"),
                    e.getMessage());
            assertTrue(e.getMessage().contains("did you mean"), e.getMessage());
            configure("providers: {a: {type: acme, endpiont: x}}");
            e = assertThrows(SettingsException.class, gateway::reload);
            assertTrue(e.getMessage().contains("providers.a.endpiont"), e.getMessage());
            assertTrue(ready(gateway).contains("\"a\":\"ready\""), ready(gateway));
        }
    }

    @Test
    void refusesToListenForOtherMachinesUnlessThatIsAllowed() {
        Gateway.Options open = new Gateway.Options(
                home,
                Optional.of(home.resolve("conf")),
                Optional.of("0.0.0.0"),
                OptionalInt.of(0),
                new StateFolder.In(home.resolve("state")),
                OutputStream.nullOutputStream());
        SettingsException e = assertThrows(SettingsException.class, () -> Gateway.start(open));
        assertTrue(e.getMessage().contains("allow_open: true"), e.getMessage());
    }

    @Test
    void checksWithoutStarting() throws Exception {
        List<String> lines = Inspection.check(options());
        assertTrue(lines.getLast().startsWith("OK: "), lines.toString());
        assertTrue(lines.toString().contains("provider 'a' cannot be asked: ready"), lines.toString());
        configure("providers: {a: {type: acme}\n  b: 3}");
        assertThrows(SettingsException.class, () -> Inspection.check(options()));
    }

    private static boolean collected(ReferenceQueue<?> freed) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            System.gc();
            if (freed.remove(50) != null) {
                return true;
            }
        }
        return false;
    }
}
