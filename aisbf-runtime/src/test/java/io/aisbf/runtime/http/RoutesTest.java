// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.http.Routes.Match;
import io.aisbf.runtime.http.Routes.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private final Routes routes = new Routes(List.of(
            route("GET", "/"),
            route("POST", "/v1/chat/completions"),
            route("GET", "/v1/models"),
            route("GET", "/v1/models/{+model}"),
            route("POST", "/api/{scope}/chat/completions"),
            route("GET", "/api/rotations")));

    private static Route route(String method, String path) {
        return new Route(method, path, Optional.empty(), (_, _) -> {});
    }

    private Match match(String method, String path) {
        return routes.match(new Routes.Knock(method, path, new Query(""), _ -> Optional.empty()));
    }

    private static Map<String, String> found(Match match, String path) {
        Match.Found found = assertInstanceOf(Match.Found.class, match);
        assertEquals(path, found.route().path());
        Map<String, String> parameters = new HashMap<>(found.parameters());
        assertEquals(path, parameters.remove(WireFormat.ENDPOINT));
        return parameters;
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/gpt-4o, gpt-4o",
        "/v1/models/openai/gpt-4o, openai/gpt-4o",
        "/v1/models/openai%2Fgpt-4o, openai/gpt-4o",
        "/v1/models/a%20b:c, a b:c",
        "/v1/models/a+b, a+b",
        "/v1/models/bad%zz, bad%zz"
    })
    void takesTheRestOfThePathForAName(String path, String name) {
        assertEquals(Map.of("model", name), found(match("GET", path), "/v1/models/{+model}"));
    }

    @Test
    void takesOneSegmentForAPlaceholderEvenIfItHoldsAnEscapedSlash() {
        assertEquals(
                Map.of("scope", "a/b"),
                found(match("POST", "/api/a%2Fb/chat/completions"), "/api/{scope}/chat/completions"));
        assertInstanceOf(Match.Nothing.class, match("POST", "/api/a/b/chat/completions"));
    }

    @Test
    void prefersLiteralPaths() {
        assertEquals(Map.of(), found(match("GET", "/v1/models"), "/v1/models"));
        assertEquals(Map.of(), found(match("GET", "/"), "/"));
    }

    @Test
    void tellsAWrongMethodFromAnUnknownPath() {
        Match.WrongMethod wrong =
                assertInstanceOf(Match.WrongMethod.class, match("GET", "/v1/chat/completions"));
        assertEquals(Set.of("POST"), wrong.allowed());
        assertInstanceOf(Match.Nothing.class, match("GET", "/v1/nothing"));
        assertInstanceOf(Match.Nothing.class, match("GET", "/v1/chat/completions/"));
    }
}
