// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Installation.Answer;
import io.aisbf.distribution.Installation.Result;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stranger's provider and condenser, built from the zip alone, dropped in and taken out while the gateway runs. */
@Timeout(600)
class ThirdPartyPluginsIT {
    private static final String WITHOUT = "providers: {echo: {type: echo}}\n";
    private static final String WITH = """
        providers:
          echo:
            type: echo
            models:
              - {name: tight, context_size: 200, condense_context: 50, condense_method: first-words}
          acme:
            type: acme
            greeting: good day
            models:
              - {name: fact, context_size: 2000, condense_context: 50, condense_method: first-words}
        """;
    private static final String ASK_ECHO =
            "{\"model\": \"echo/echo\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}";
    private static final int CALLERS = 4;
    private static final int RELOADS = 6;

    @Test
    void workAfterAReloadAndAreGoneAfterAnother() throws Exception {
        try (Installation product = new Installation()) {
            Path config = product.write("conf/aisbf.yaml", WITHOUT);
            URI address = product.daemon("--config", config.toString());
            install(product);
            product.write("conf/aisbf.yaml", WITH);

            Result reloaded = product.aisbf("reload");
            assertEquals(0, reloaded.code(), reloaded.toString());
            assertTrue(reloaded.out().contains("new: acme"), reloaded.out());
            answersWithItsOwnJackson(product, address);
            streams(product, address);
            condenses(product, address);

            product.uninstall("acme");
            staysWhileTheConfigurationNamesIt(product, address);
            product.uninstall("shortener");
            product.write("conf/aisbf.yaml", WITHOUT);
            isGoneAfterAReload(product, address);
        }
    }

    private static void staysWhileTheConfigurationNamesIt(Installation product, URI address) throws Exception {
        Result refused = product.aisbf("reload");
        assertEquals(1, refused.code(), refused.toString());
        assertTrue(
                refused.err().contains("nothing was reloaded") && refused.err().contains("acme"), refused.err());
        answersWithItsOwnJackson(product, address);
    }

    private static void isGoneAfterAReload(Installation product, URI address) throws Exception {
        Result gone = product.aisbf("reload");
        assertEquals(0, gone.code(), gone.toString());
        assertTrue(gone.out().contains("gone: acme"), gone.out());
        Answer unknown = ask(product, address, "acme/fact", "hello", false);
        assertEquals(404, unknown.status(), unknown.body());
        assertTrue(unknown.body().contains("acme/fact"), unknown.body());
    }

    @Test
    void noCallIsLostWhileTheyComeAndGo() throws Exception {
        try (Installation product = new Installation()) {
            Path config = product.write("conf/aisbf.yaml", WITHOUT);
            URI address = product.daemon("--config", config.toString());
            Path provider = product.example("acme-provider");
            try (Callers callers = Callers.start(CALLERS, () -> answered(product, address))) {
                comeAndGo(product, provider, callers);
                callers.end();
            }
        }
    }

    private static void comeAndGo(Installation product, Path provider, Callers callers) throws Exception {
        for (int i = 0; i < RELOADS; i++) {
            if (i % 2 == 0) {
                product.install(provider, "acme");
            } else {
                product.uninstall("acme");
            }
            Result reloaded = product.aisbf("reload");
            assertEquals(0, reloaded.code(), reloaded.toString());
            callers.awaitMore();
        }
    }

    private static Answer answered(Installation product, URI address) throws Exception {
        Answer answer = product.post(address.resolve("/v1/chat/completions"), ASK_ECHO);
        assertEquals(200, answer.status(), answer.body());
        return answer;
    }

    private static void install(Installation product) throws IOException, InterruptedException {
        product.install(product.example("acme-provider"), "acme");
        product.install(product.example("acme-condenser"), "shortener");
    }

    private static void answersWithItsOwnJackson(Installation product, URI address) throws Exception {
        Answer answer = ask(product, address, "acme/fact", "hello", false);

        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().contains("\\\"greeting\\\":\\\"good day\\\""), answer.body());
        assertTrue(answer.body().contains("\\\"question\\\":\\\"hello\\\""), answer.body());
        assertTrue(answer.body().contains("\\\"jackson\\\":\\\"2.17.2\\\""), answer.body());
    }

    private static void streams(Installation product, URI address) throws Exception {
        Answer answer = ask(product, address, "acme/fact", "hello", true);

        assertTrue(answer.body().contains("good day") && answer.body().endsWith("data: [DONE]\n\n"), answer.body());
    }

    private static void condenses(Installation product, URI address) throws Exception {
        String longTurn = "a long turn that goes on and on ".repeat(40);
        String body = """
            {"model": "acme/fact", "messages": [
              {"role": "user", "content": "%1$s"}, {"role": "assistant", "content": "%1$s"},
              {"role": "user", "content": "%1$s"}, {"role": "assistant", "content": "%1$s"},
              {"role": "user", "content": "and now?"}]}\
            """.formatted(longTurn);

        Answer answer = product.post(address.resolve("/v1/chat/completions"), body);

        assertEquals(200, answer.status(), answer.body());
        String told = String.join(",", answer.headers().getOrDefault("x-aisbf-condensed", List.of()));
        assertTrue(told.matches("\\d+->\\d+;m=first-words;epoch=1"), told);
        assertTrue(answer.body().contains("\\\"messages\\\":5"), answer.body());
    }

    private static Answer ask(Installation product, URI address, String model, String question, boolean stream)
            throws IOException, InterruptedException {
        String body = "{\"model\": \"" + model + "\", \"stream\": " + stream
                + ", \"messages\": [{\"role\": \"user\", \"content\": \"" + question + "\"}]}";
        return product.post(address.resolve("/v1/chat/completions"), body);
    }
}
