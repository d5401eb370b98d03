// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.limits.Asker.Answer;
import io.aisbf.distribution.limits.Caller.Speech;
import io.aisbf.distribution.survival.bed.Recorded;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who comes in with which key, what for, and what the gateway tells of itself to whom. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientKeysIT {
    private static final String ALICE = "alice-0123456789abcdef";
    private static final String BOB = "bob-0123456789abcdef";
    private static final String ADMIN = "admin-0123456789abcdef";
    private static final String WRONG = "nobody-0123456789abcdef";
    private static final String USAGE = "/api/usage?by=client";
    private static final String LIMITS = "/api/limits";
    private static final Map<String, String> ENVIRONMENT = Map.of("ALICE_KEY", ALICE);

    /** The provider has no key of its own, so that it would be asked with the client's if that were passed on. */
    private static final String YAML = """
        providers:
          up: {type: openai, endpoint: "%s", api_key_required: false, models: [{name: text}, {name: other}]}
          aside: {type: echo}
        rotations: {coding: {models: {up/text: 1}}}
        aliases: {best: rotation/coding}
        access:
          keys:
            alice: {key: "${ALICE_KEY}", models: [coding, "up/t*"], rate_limit_RPM: 1000}
            bob: {key: %s, rate_limit_TPM: 100000, budget: {usd: 1, per: day}}
          admin: {key: %s}
        """;

    private final RawUpstream upstream =
            new RawUpstream(_ -> List.of(RawUpstream.reply(200, "application/json", Recorded.body(Recorded.TEXT))));
    private Product product;
    private Caller caller;
    private int before;

    @BeforeAll
    void start() throws IOException {
        product = Product.start(YAML.formatted(upstream.endpoint(), BOB, ADMIN), ENVIRONMENT);
        caller = new Caller(product.address());
    }

    @BeforeEach
    void count() {
        before = upstream.requests().size();
    }

    /** How often the upstream was asked in this test. */
    private int asked() {
        return upstream.requests().size() - before;
    }

    @AfterAll
    void stop() {
        caller.close();
        product.close();
        upstream.close();
        for (String secret : List.of(ALICE, BOB, ADMIN, WRONG)) {
            assertFalse(product.toString().contains(secret), "a key was printed");
        }
    }

    @ParameterizedTest
    @EnumSource(Speech.class)
    void aMissingOrWrongKeyIsRefusedInTheClientsProtocolAndARightOneIsNotPassedOn(Speech speech) throws Exception {
        Answer missing = caller.ask(speech, "coding", Optional.empty());
        assertEquals(401, missing.status(), missing.toString());
        assertTrue(speech.wrong(missing).contains("this gateway wants a key"), missing.toString());
        assertEquals("Bearer", missing.header("www-authenticate"));
        Answer wrong = caller.ask(speech, "coding", Optional.of(WRONG));
        assertEquals(401, wrong.status(), wrong.toString());
        assertTrue(speech.wrong(wrong).contains("is none of this gateway's"), wrong.toString());
        Answer admin = caller.ask(speech, "coding", Optional.of(ADMIN));
        assertEquals(403, admin.status(), admin.toString());
        assertEquals(0, asked(), "nobody was asked in vain");

        Answer right = caller.ask(speech, "coding", Optional.of(ALICE));
        assertEquals(200, right.status(), right.toString());
        assertTrue(right.body().contains("Hello, world!"), right.toString());
        assertEquals(1, asked());
        assertFalse(upstream.requests().toString().contains(ALICE), "the key is the gateway's own");
        product.await(line -> line.contains("\"client\":\"alice\"") && line.contains("\"status\":200"));
    }

    @ParameterizedTest
    @EnumSource(Speech.class)
    void whatIsNotForAKeyIsForbiddenAndNotNamed(Speech speech) throws Exception {
        Answer forbidden = caller.ask(speech, "up/other", Optional.of(ALICE));
        assertEquals(403, forbidden.status(), forbidden.toString());
        assertTrue(
                speech.wrong(forbidden).contains("is not for this key; the key 'alice' may ask for coding, up/t*"),
                forbidden.toString());
        Answer unknown = caller.ask(speech, "up-to-nothing", Optional.of(ALICE));
        assertEquals(403, unknown.status(), unknown.toString());
        assertFalse(unknown.body().contains("other"), unknown.toString());
        assertEquals(0, asked());
        assertEquals(200, caller.ask(speech, "up/text", Optional.of(ALICE)).status());
        assertEquals(200, caller.ask(speech, "best", Optional.of(ALICE)).status(), "it leads to what is allowed");
        assertEquals(200, caller.ask(speech, "up/other", Optional.of(BOB)).status());

        String hers = caller.models(speech, ALICE).body();
        assertTrue(hers.contains("rotation/coding") && hers.contains("up/text") && hers.contains("best"), hers);
        assertFalse(hers.contains("up/other"), hers);
        assertTrue(caller.models(speech, BOB).body().contains("up/other"));
    }

    @Test
    void thePathsOf032AndSingleEntriesShowNoMoreThanIsAllowed() throws Exception {
        Optional<String> alice = Optional.of(ALICE);
        assertEquals(403, caller.get("/v1/models/up/other", alice).status());
        assertEquals(200, caller.get("/v1/models/up/text", alice).status());
        String models = caller.get("/api/up/models", alice).body();
        assertTrue(models.contains("text") && !models.contains("other"), models);
        assertTrue(caller.get("/api/rotations", alice).body().contains("coding"));
        assertEquals(401, caller.get("/api/rotations", Optional.empty()).status());
        String root = caller.get("/", Optional.empty()).body();
        assertTrue(root.contains("AISBF is running") && !root.contains("coding") && !root.contains("up"), root);
        assertTrue(caller.get("/", alice).body().contains("coding"));
    }

    @Test
    void thePathsOf032TellAClientNotWhichProvidersThereAre() throws Exception {
        String hidden = "is not for this key; the key 'alice' may ask for coding, up/t*";
        for (String scope : List.of("aside", "nobody")) {
            Answer chat = caller.post("/api/" + scope + "/chat/completions", Optional.of(ALICE));
            Answer models = caller.get("/api/" + scope + "/models", Optional.of(ALICE));
            for (Answer answer : List.of(chat, models)) {
                assertEquals(403, answer.status(), answer.toString());
                assertTrue(answer.body().contains("'" + scope + "' " + hidden), answer.toString());
            }
            assertEquals(
                    401,
                    caller.get("/api/" + scope + "/models", Optional.empty()).status());
        }
        Answer bob = caller.get("/api/nobody/models", Optional.of(BOB));
        assertEquals(404, bob.status(), bob.toString());
        assertTrue(bob.body().contains("there are up, aside, rotations, autoselect"), "he may ask for all: " + bob);
        assertEquals(0, asked());
    }

    @Test
    void aKeyIsTakenWhereverItsClientsHaveIt() throws Exception {
        assertEquals(
                200, caller.get("/v1beta/models?key=" + ALICE, Optional.empty()).status());
        assertEquals(
                401, caller.get("/v1beta/models?key=" + WRONG, Optional.empty()).status());
        for (String header : List.of("X-Api-Key: ", "x-goog-api-key: ", "api-key: ", "Authorization: bearer ")) {
            assertTrue(raw("GET /v1/models", header + ALICE).startsWith("HTTP/1.1 200"), header);
            assertTrue(raw("GET /v1/models", header + WRONG).startsWith("HTTP/1.1 401"), header);
        }
    }

    @Test
    void theGatewayTellsOfItselfToOperators() throws Exception {
        for (String path : List.of("/health/live", "/health/ready", "/api/version")) {
            assertEquals(200, caller.get(path, Optional.empty()).status(), path);
        }
        for (String path : List.of(USAGE, LIMITS, "/api/calls", "/health/targets")) {
            assertEquals(401, caller.get(path, Optional.empty()).status(), path);
            assertEquals(401, caller.get(path, Optional.of(WRONG)).status(), path);
            assertEquals(200, caller.get(path, Optional.of(ADMIN)).status(), path);
        }
        for (String path : List.of("/api/calls", "/health/targets")) {
            assertEquals(403, caller.get(path, Optional.of(ALICE)).status(), path);
        }
        for (String path : List.of("/api/forgive", "/api/reload")) {
            assertEquals(401, caller.post(path, Optional.empty()).status(), path);
            assertEquals(403, caller.post(path, Optional.of(ALICE)).status(), path);
            assertEquals(200, caller.post(path, Optional.of(ADMIN)).status(), path);
        }
    }

    @Test
    void aClientSeesOfUsageAndLimitsWhatIsItsOwn() throws Exception {
        caller.ask(Speech.OPENAI, "coding", Optional.of(ALICE));
        caller.ask(Speech.ANTHROPIC, "coding", Optional.of(BOB));
        String hers = caller.get(USAGE, Optional.of(ALICE)).body();
        assertTrue(hers.contains("\"client\":\"alice\"") && !hers.contains("bob"), hers);
        assertEquals(attempts(hers, "/rows/0/attempts"), attempts(hers, "/total/attempts"), hers);
        String limits = caller.get(LIMITS, Optional.of(ALICE)).body();
        assertTrue(limits.contains("access.keys.alice.rate_limit_RPM") && !limits.contains("bob"), limits);
        String all = caller.get(USAGE, Optional.of(ADMIN)).body();
        assertTrue(all.contains("\"client\":\"alice\"") && all.contains("\"client\":\"bob\""), all);
        assertTrue(attempts(all, "/total/attempts") > attempts(hers, "/total/attempts"), all);
        String calls = caller.get("/api/calls", Optional.of(ADMIN)).body();
        assertTrue(calls.contains("\"client\":\"bob\""), calls);
    }

    private static int attempts(String usage, String where) {
        return Tree.parse(usage).at(where).asInt();
    }

    @Test
    void theCommandLineNeedsNoKey() throws Exception {
        caller.ask(Speech.GEMINI, "coding", Optional.of(BOB));
        assertTrue(Commands.run(product, "status").contains(" ready on "));
        String usage = Commands.run(product, "usage", "--by", "client");
        assertTrue(usage.lines().anyMatch(line -> line.matches(" *bob +[1-9]\\d* +0 .*")), usage);
        String limits = Commands.run(product, "limits");
        assertTrue(limits.contains("access.keys.bob.rate_limit_TPM"), limits);
        Commands.run(product, "forgive");
        Commands.run(product, "reload");
        assertEquals(200, caller.ask(Speech.OPENAI, "coding", Optional.of(BOB)).status());
    }

    @Test
    void oddAndManyKeysAreRefusedQuickly() throws Exception {
        long start = System.nanoTime();
        assertTrue(raw("GET /v1/models", "x-api-key: " + "k".repeat(50_000)).startsWith("HTTP/1.1 401"));
        assertTrue(raw("GET /v1/models", "Authorization: Bearer schl\u00fcssel-\u00ff\u20ac")
                .matches("(?s)HTTP/1.1 40[01].*"));
        assertTrue(raw("GET /v1/models", "x-api-key:    ").startsWith("HTTP/1.1 401"));
        assertTrue(raw("GET /v1/models", "Authorization: Basic " + ALICE).startsWith("HTTP/1.1 401"));
        assertTrue(raw("GET /v1/models?key=%00" + ALICE, "x: y").startsWith("HTTP/1.1 401"));
        for (int i = 0; i < 500; i++) {
            assertEquals(
                    401,
                    caller.ask(Speech.OPENAI, "coding", Optional.of(ALICE + i)).status());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofSeconds(20)) < 0, "it took " + took);
        assertEquals(0, asked());
    }

    @Test
    void otherMachinesMayReachAGatewayWhoseClientsNeedKeys() throws Exception {
        try (Product open =
                Product.start(YAML.formatted(upstream.endpoint(), BOB, ADMIN), ENVIRONMENT, "--host", "0.0.0.0")) {
            URI local = URI.create("http://127.0.0.1:" + open.address().getPort());
            try (Caller there = new Caller(local)) {
                assertEquals(
                        401,
                        there.ask(Speech.OPENAI, "coding", Optional.empty()).status());
                assertEquals(
                        200,
                        there.ask(Speech.OPENAI, "coding", Optional.of(ALICE)).status());
            }
        }
    }

    private String raw(String line, String header) throws IOException {
        try (Socket socket =
                new Socket(product.address().getHost(), product.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n" + header + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
