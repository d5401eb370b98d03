// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.health.HealthPolicy;
import io.aisbf.runtime.health.Place;
import io.aisbf.runtime.observe.CallBook;
import io.aisbf.runtime.route.Patience;
import io.aisbf.runtime.route.ProviderEntry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the gateway says about itself, over HTTP. */
@Timeout(30)
class OwnEndpointsTest {
    private static final String TOKEN = "Authorization: Bearer token\r\n";
    private static final Pattern ID = Pattern.compile("(?i)x-request-id: (req_[0-9a-f]+)");

    private final Door door = new Door(Door::echo, false, Duration.ofSeconds(15), new PlainFormat());

    @AfterEach
    void close() {
        door.close();
    }

    private String chat(String body) throws IOException {
        String reply = door.ask(
                "POST /plain", "Content-Type: application/json\r\nAuthorization: Bearer sk-canary-key\r\n", body);
        Matcher id = ID.matcher(reply);
        assertTrue(id.find(), reply);
        return id.group(1);
    }

    private String get(String path) throws IOException {
        return door.ask("GET " + path, "", "");
    }

    /** The only place of the door's provider, refused its key. */
    private static void refuse(Health health, String key) {
        Health.Entry entry = health.enter(new Place("p", key, "echo"), HealthPolicy.DEFAULT, false);
        assertInstanceOf(Health.Entry.Admitted.class, entry)
                .visit()
                .failed(new CallException(Failure.KEY_REFUSED, "the key is refused"));
    }

    @Test
    void tellsOfACallByItsId() throws IOException {
        String id = chat("{\"model\":\"short\",\"say\":\"canary-prompt\"}");
        String told = get("/api/calls/" + id);
        assertTrue(told.startsWith("HTTP/1.1 200"), told);
        assertTrue(told.contains("\"id\":\"" + id + "\""), told);
        assertTrue(told.contains("\"asked\":\"short\",\"stream\":false,\"target\":\"p/echo\""), told);
        assertTrue(told.contains("\"trail\":{\"brief\":\""), told);
        assertTrue(told.contains("\"words\":["), told);
        assertFalse(told.contains("canary"), told);
    }

    @Test
    void listsCallsNewestFirst() throws IOException {
        String first = chat("{\"model\":\"p/echo\",\"say\":\"canary-prompt\"}");
        String second = chat("{\"model\":\"nobody/x\"}");
        assertTrue(get("/health/live").contains("live"));
        String all = get("/api/calls");
        assertTrue(all.indexOf(second) > 0 && all.indexOf(second) < all.indexOf(first), all);
        assertTrue(all.contains("\"failure\":\"UNKNOWN_TARGET\""), all);
        assertTrue(all.contains("\"kept\":1000"), all);
        assertFalse(all.contains("canary"), all);
        assertFalse(all.contains("/health/live"), all);
        String one = get("/api/calls?limit=1");
        assertTrue(one.contains(second) && !one.contains(first), one);
    }

    @Test
    void saysWhyItCannotTellOfACall() throws IOException {
        String unknown = get("/api/calls/req_0");
        assertTrue(unknown.startsWith("HTTP/1.1 404"), unknown);
        assertTrue(unknown.contains("no call 'req_0' is remembered; the last 1000 since"), unknown);
        for (String limit : List.of("0", "1001", "many", "")) {
            String reply = get("/api/calls?limit=" + limit);
            assertTrue(reply.startsWith("HTTP/1.1 400"), reply);
            assertTrue(reply.contains("limit wants a whole number from 1 to 1000, found '" + limit + "'"), reply);
        }
    }

    @Test
    void tellsWhoIsLeftAlone() throws IOException {
        assertTrue(get("/health/targets").endsWith("{\"targets\":[]}"));
        refuse(door.health(), "");
        String targets = get("/health/targets");
        assertTrue(targets.contains("{\"targets\":[{\"provider\":\"p\",\"scope\":\""), targets);
        assertTrue(targets.contains("\"state\":\"cooling\",\"until\":\""), targets);
        assertTrue(targets.contains(",\"failure\":\"KEY_REFUSED\",\"strikes\":"), targets);
        String ready = get("/health/ready");
        assertTrue(ready.startsWith("HTTP/1.1 503"), ready);
        assertTrue(
                ready.contains("{\"status\":\"no provider can be asked\",\"providers\":{\"p\":\"cooling for "), ready);
        assertTrue(ready.contains(" s after KEY_REFUSED"), ready);
    }

    @Test
    void forgivesForWhoShowsTheToken() throws IOException {
        refuse(door.health(), "");
        assertTrue(door.ask("POST /api/forgive", "", "{}").startsWith("HTTP/1.1 401"));
        assertTrue(get("/health/ready").startsWith("HTTP/1.1 503"));
        assertTrue(door.ask("POST /api/forgive", TOKEN, "{\"provider\":\"p\"}").endsWith("{\"forgiven\":1}"));
        assertTrue(get("/health/ready").startsWith("HTTP/1.1 200"));
        assertTrue(door.ask("POST /api/forgive", TOKEN, "").endsWith("{\"forgiven\":0}"));
        String unknown = door.ask("POST /api/forgive", TOKEN, "{\"provider\":\"q\"}");
        assertTrue(unknown.startsWith("HTTP/1.1 404") && unknown.contains("there are p"), unknown);
        for (String body : List.of("{\"providers\":\"p\"}", "{\"provider\":1}", "[]", "{")) {
            String reply = door.ask("POST /api/forgive", TOKEN, body);
            assertTrue(reply.startsWith("HTTP/1.1 400") && reply.contains("send {} or"), reply);
        }
    }

    @Test
    void aProviderIsAwayWhenAllOfItsKeysAre() {
        Provider provider = Door::echo;
        ProviderEntry entry = new ProviderEntry(
                "p",
                "p.jar",
                List.of(new ProviderEntry.Key("k1", provider), new ProviderEntry.Key("k2", provider)),
                Optional.empty(),
                Map.of(),
                Patience.DEFAULT,
                HealthPolicy.DEFAULT);
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        Health health = new Health(clock, () -> 0, new Random(1));
        HealthEndpoints endpoints = new HealthEndpoints(
                new Admin(new Secret("t")), () -> false, new OwnEndpoints.Insight(new CallBook(), health, clock));
        assertEquals(Optional.empty(), endpoints.away(entry, health.report()));
        refuse(health, "k1");
        assertEquals(Optional.empty(), endpoints.away(entry, health.report()));
        refuse(health, "k2");
        String words = endpoints.away(entry, health.report()).orElseThrow();
        assertTrue(words.matches("cooling for \\d+ s after KEY_REFUSED"), words);
        health.forgive("p", "k1", "");
        assertEquals(Optional.empty(), endpoints.away(entry, health.report()));
    }
}
