// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.runtime.json.JacksonJson;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may say of an endpoint. */
class UpstreamSettingsTest {
    /** A variable that every machine has, and one that none has. */
    private static final String SET = "PATH";

    private static final String UNSET = "AISBF_TEST_VARIABLE_THAT_NOBODY_SETS";

    private static UpstreamSettings read(Map<String, ?> values, String variable) {
        return read(MapSettings.of(values), variable);
    }

    private static UpstreamSettings read(Settings settings, String variable) {
        var defaults = new UpstreamSettings.Defaults(
                Optional.of("https://api.example.com/v1/"), "authorization", Optional.of(variable), true, false);
        return UpstreamSettings.read(settings, new JacksonJson(), defaults);
    }

    /** Settings in which a key is named whose variable is not set. */
    private static Settings missing(String why) {
        MapSettings plain = MapSettings.of(Map.of());
        return (Settings) Proxy.newProxyInstance(
                Settings.class.getClassLoader(), new Class<?>[] {Settings.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("missing") && "api_key".equals(arguments[0])) {
                        return Optional.of(why);
                    }
                    try {
                        return method.invoke(plain, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void nothingSaidMeansTheUsual() {
        UpstreamSettings settings = read(Map.of(), UNSET);
        assertEquals("https://api.example.com/v1", settings.endpoint());
        assertEquals("", settings.query());
        assertEquals("authorization", settings.authHeader());
        assertEquals(Optional.empty(), settings.key());
        assertEquals(Optional.of("no key (set " + UNSET + ")"), settings.missingKey());
        assertTrue(settings.keyRequired());
        assertEquals(Duration.ofSeconds(5), settings.deadlines().connect());
    }

    @Test
    void theUsualVariableHoldsTheKeyWhereNoneIsConfigured() {
        assertEquals(
                Optional.of(new Secret(System.getenv(SET))), read(Map.of(), SET).key());
        assertEquals(Optional.empty(), read(Map.of(), SET).missingKey());
        assertEquals(
                Optional.of(new Secret("own")),
                read(Map.of("api_key", "own"), SET).key());
        assertEquals(
                Optional.of(new Secret("a")),
                read(Map.of("api_keys", List.of("a", "b")), SET).key());
    }

    @Test
    void anotherServerNeverSeesTheUsualKey() {
        for (String elsewhere :
                List.of("https://example.com/v1", "http://api.example.com/v1", "https://api.example.com:1/v1")) {
            assertEquals(
                    Optional.empty(), read(Map.of("endpoint", elsewhere), SET).key(), elsewhere);
        }
        assertTrue(read(Map.of("endpoint", "https://api.example.com/v2"), SET)
                .key()
                .isPresent());
    }

    @Test
    void aMissingVariableIsNoHindranceWhereClientsBringTheirOwnKey() {
        var defaults = new UpstreamSettings.Defaults(
                Optional.of("https://api.example.com/v1"), "x-api-key", Optional.of(UNSET), true, true);
        var settings = UpstreamSettings.read(MapSettings.of(Map.of()), new JacksonJson(), defaults);
        assertEquals(Optional.empty(), settings.missingKey());
    }

    @Test
    void aKeyThatIsConfiguredAndNotSetIsNotReplacedByTheUsual() {
        UpstreamSettings settings = read(missing("no key (set MY_KEY)"), SET);
        assertEquals(Optional.empty(), settings.key());
        assertEquals(Optional.of("no key (set MY_KEY)"), settings.missingKey());
    }

    @Test
    void headersQueryAndMembersAreTaken() {
        UpstreamSettings settings = read(
                Map.of(
                        "endpoint", "http://localhost:8000//",
                        "extra_headers", Map.of("X-Tenant", "t", "x-number", 7),
                        "query", Map.of("api-version", "2024 a&b"),
                        "extra_body", Map.of("safe", true),
                        "unsupported", "seed",
                        "timeouts", Map.of("idle", "250ms")),
                UNSET);
        assertEquals("http://localhost:8000", settings.endpoint());
        assertEquals("?api-version=2024%20a%26b", settings.query());
        assertEquals(Map.of("x-tenant", new Secret("t"), "x-number", new Secret("7")), settings.headers());
        assertEquals(Map.of("safe", RawJson.bool(true)), settings.forced());
        assertEquals(List.of("seed"), settings.unsupported());
        assertEquals(Duration.ofMillis(250), settings.deadlines().idle());
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint, ftp://x",
        "endpoint, not an address",
        "endpoint, https://u:p@example.com/v1",
        "endpoint, https://example.com/v1?key=x",
        "auth_header, host",
        "auth_header, 'a b'",
        "extra_body, text",
        "extra_headers, text"
    })
    void refusesWhatCannotBeMeant(String key, String value) {
        SettingsException wrong = assertThrows(SettingsException.class, () -> read(Map.of(key, value), UNSET));
        assertTrue(String.valueOf(wrong.getMessage()).contains("test." + key), wrong::getMessage);
    }

    @Test
    void refusesHeadersThatAreTheGatewaysOrBreakTheLine() {
        for (Map<String, String> headers : List.of(Map.of("Host", "x"), Map.of("a b", "x"), Map.of("x", "a\r\nb: c"))) {
            assertThrows(
                    SettingsException.class, () -> read(Map.of("extra_headers", headers), UNSET), headers::toString);
        }
        Map<String, ?> instant = Map.of("timeouts", Map.of("idle", "0s"));
        assertThrows(SettingsException.class, () -> read(instant, UNSET));
    }

    @Test
    void anEndpointWithoutDefaultMustBeNamed() {
        var defaults = new UpstreamSettings.Defaults(Optional.empty(), "authorization", Optional.empty(), false, true);
        assertThrows(
                SettingsException.class,
                () -> UpstreamSettings.read(MapSettings.of(Map.of()), new JacksonJson(), defaults));
    }

    @Test
    void printsNoKey() {
        assertTrue(!read(Map.of("api_key", "sk-secret"), UNSET).toString().contains("sk-secret"));
    }
}
