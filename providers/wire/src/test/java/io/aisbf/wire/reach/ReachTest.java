// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an endpoint is asked. */
class ReachTest {
    private final Json json = new JacksonJson();
    private final ScriptedUpstream upstream = ScriptedUpstream.answering(Answer.json(200, "{}"));
    private final Call call = Call.start("call-1", Duration.ofMinutes(1));

    private Reach reach(Map<String, ?> values, boolean keyRequired) {
        var defaults = new UpstreamSettings.Defaults(
                Optional.of("http://127.0.0.1:1/v1"),
                "authorization",
                Optional.of("AISBF_TEST_VARIABLE_THAT_NOBODY_SETS"),
                keyRequired,
                false);
        return new Reach(UpstreamSettings.read(MapSettings.of(values), json, defaults), upstream);
    }

    private Upstream.Request sent() {
        return upstream.requests().getLast();
    }

    private static Call keyed() {
        Call.Client client = new Call.Client(name -> Optional.empty(), Optional.of(new Secret("clients")));
        return Call.start("call-2", client, Duration.ofMinutes(1), System::nanoTime);
    }

    private JsonObject object(String text) {
        return json.object(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void postsWithKeyHeadersAndQuery() throws Exception {
        Map<String, ?> values =
                Map.of("api_key", "own", "query", Map.of("v", "1"), "extra_headers", Map.of("accept", "x", "x-t", "t"));
        reach(values, true)
                .post("/chat?alt=sse", object("{\"a\": 1}"), "text/plain", Map.of("x-t", "about", "x-u", "u"), call)
                .close();
        assertEquals("http://127.0.0.1:1/v1/chat?alt=sse&v=1", sent().uri().toString());
        assertEquals("{\"a\": 1}", upstream.lastBody());
        assertEquals(
                Map.of(
                        "authorization",
                        "Bearer own",
                        "accept",
                        "x",
                        "content-type",
                        "application/json",
                        "x-t",
                        "t",
                        "x-u",
                        "u"),
                sent().headers());
    }

    @Test
    void anotherHeaderCarriesTheKeyBare() throws Exception {
        reach(Map.of("api_key", "own", "auth_header", "Api-Key"), true)
                .get("/models", Map.of(), call)
                .close();
        assertEquals("GET", sent().method());
        assertEquals(List.of(), sent().body());
        assertEquals("own", sent().headers().get("api-key"));
        assertFalse(sent().headers().containsKey("authorization"));
    }

    @Test
    void theClientsKeyCountsOnlyWhereThereIsNoOther() throws Exception {
        reach(Map.of(), true).get("/a", Map.of(), keyed()).close();
        assertEquals("Bearer clients", sent().headers().get("authorization"));
        Reach own = reach(Map.of("api_key", "own"), true);
        own.get("/a", Map.of(), keyed()).close();
        assertEquals("Bearer own", sent().headers().get("authorization"));
        assertEquals(Optional.empty(), own.withOneKey(keyed()).client().key());
        assertTrue(reach(Map.of(), true).withOneKey(keyed()).client().key().isPresent());
    }

    @Test
    void withoutAnyKeyItSaysWhichVariableToSet() {
        Reach reach = reach(Map.of(), true);
        assertEquals(Optional.of("no key (set AISBF_TEST_VARIABLE_THAT_NOBODY_SETS)"), reach.unavailable());
        CallException refusal = assertThrows(CallException.class, () -> reach.get("/a", Map.of(), call));
        assertEquals(Failure.UNAVAILABLE, refusal.failure());
        assertTrue(refusal.getMessage().contains("AISBF_TEST_VARIABLE_THAT_NOBODY_SETS"), refusal::getMessage);
        assertEquals(List.of(), upstream.requests());
    }

    @Test
    void anEndpointThatNeedsNoKeyIsAskedWithoutOne() throws Exception {
        Reach reach = reach(Map.of(), false);
        assertEquals(Optional.empty(), reach.unavailable());
        reach.get("/a", Map.of(), call).close();
        assertFalse(sent().headers().containsKey("authorization"));
    }

    @Test
    void fitsABodyToItsEndpointAndSaysWhatItTookAway() {
        Map<String, ?> values = Map.of("unsupported", List.of("seed", "user"), "extra_body", Map.of("safe", true));
        JsonObject body = reach(values, false).fitted(object("{\"seed\":1,\"n\": 2,\"safe\":false}"), call);
        assertEquals("{\"n\": 2,\"safe\":true}", body.toString());
        assertEquals(List.of(new Call.Loss("seed", "test does not support it")), call.losses());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        200 | application/json | {"data":[]}   | -
        204 | application/json | ''            | -
        200 | text/plain       | alive         | -
        404 | application/json | {"detail":""} | -
        405 | text/html        | <html>        | -
        501 | text/html        | <html>        | -
        200 | text/html        | <html>        | MALFORMED_REPLY
        401 | application/json | {"error":""}  | KEY_REFUSED
        403 | application/json | {"error":""}  | KEY_REFUSED
        429 | application/json | {"error":""}  | RATE_LIMITED
        503 | text/html        | <html>        | OVERLOADED
        """)
    void aProbeTellsWhetherItLives(int status, String type, String body, Failure expected) throws Exception {
        ScriptedUpstream asked = ScriptedUpstream.answering(Answer.of(status, type, body));
        var defaults = new UpstreamSettings.Defaults(
                Optional.of("http://127.0.0.1:1/v1"), "authorization", Optional.empty(), false, false);
        Reach reach = new Reach(UpstreamSettings.read(MapSettings.of(Map.of()), json, defaults), asked);
        UpstreamBody bodies = new UpstreamBody(json, new UpstreamFailure(json, InstantSource.system()));

        if (expected == null) {
            reach.probe("/models", Map.of(), bodies, call);
        } else {
            CallException dead =
                    assertThrows(CallException.class, () -> reach.probe("/models", Map.of(), bodies, call));
            assertEquals(expected, dead.failure());
        }
        assertEquals("GET", asked.requests().getLast().method());
        assertTrue(asked.allEnd());
    }

    @Test
    void aProbeDoesNotWaitLong() throws Exception {
        List<Call> calls = new ArrayList<>();
        Upstream noting = (request, asked) -> {
            calls.add(asked);
            return upstream.send(request, asked);
        };
        var defaults = new UpstreamSettings.Defaults(
                Optional.of("http://127.0.0.1:1/v1"), "authorization", Optional.empty(), false, false);
        UpstreamBody bodies = new UpstreamBody(json, new UpstreamFailure(json, InstantSource.system()));
        new Reach(UpstreamSettings.read(MapSettings.of(Map.of()), json, defaults), noting)
                .probe("/models", Map.of(), bodies, call.within(Upstream.Deadlines.DEFAULT));

        Upstream.Deadlines given = calls.getFirst().deadlines().orElseThrow();
        assertEquals(Duration.ofSeconds(5), given.connect());
        assertEquals(Duration.ofSeconds(10), given.firstByte());
    }
}
