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

    private final Routes verbs = new Routes(List.of(
            route("GET", "/v1/models/{+model}"),
            route("POST", "/v1/{+model}:generateContent"),
            route("POST", "/v1/models/{+model}:generateContent"),
            route("POST", "/v1/models/{+model}:countTokens")));

    private Match verb(String path) {
        return verbs.match(new Routes.Knock("POST", path, new Query(""), _ -> Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/m:generateContent, m, /v1/models/",
        "/v1/models/a%20b:c:generateContent, a b:c, /v1/models/",
        "/v1/models/openai%2Fgpt-4o:generateContent, openai/gpt-4o, /v1/models/",
        "/v1/models/openai/gpt-4o:generateContent, openai/gpt-4o, /v1/models/",
        "/v1/models/m%3AgenerateContent, m, /v1/models/",
        "/v1/models/a+b:generateContent, a+b, /v1/models/",
        "/v1/openai/gpt-4o:generateContent, openai/gpt-4o, /v1/",
        "/v1/m:generateContent, m, /v1/"
    })
    void takesALiteralBehindTheRestOfThePath(String path, String name, String before) {
        assertEquals(Map.of("model", name), found(verb(path), before + "{+model}:generateContent"));
    }

    @ParameterizedTest
    @CsvSource({"/v1/:generateContent", "/v1/m:generatecontent", "/v1/m:generateContent/x", "/v1/m:generateContent:x"})
    void takesNothingElse(String path) {
        assertInstanceOf(Match.Nothing.class, verb(path));
    }

    @Test
    void givesTheQueryUnderNamesOfItsOwn() {
        Routes.Knock knock = new Routes.Knock(
                "GET",
                "/v1/models",
                new Query("alt=sse&a%20b=c+d&a%20b=2&flag&key=secret&&bad=%zz"),
                _ -> Optional.empty());
        assertEquals(
                Map.of("?alt", "sse", "?a b", "c d", "?flag", "", "?bad", "%zz"),
                found(routes.match(knock), "/v1/models"));
    }

    @Test
    void prefersLiteralPaths() {
        assertEquals(Map.of(), found(match("GET", "/v1/models"), "/v1/models"));
        assertEquals(Map.of(), found(match("GET", "/"), "/"));
    }

    @Test
    void tellsAWrongMethodFromAnUnknownPath() {
        Match.WrongMethod wrong = assertInstanceOf(Match.WrongMethod.class, match("GET", "/v1/chat/completions"));
        assertEquals(Set.of("POST"), wrong.allowed());
        assertInstanceOf(Match.Nothing.class, match("GET", "/v1/nothing"));
        assertInstanceOf(Match.Nothing.class, match("GET", "/v1/chat/completions/"));
    }
}
